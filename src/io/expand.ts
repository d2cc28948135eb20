// What the paths of a command line stand for: files, the files of directories, and globs that the shell left alone.
// Order: as given; within a directory or a glob by name, rotated logs from the oldest on.
import { accessSync, constants, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { suggest, type Diagnostic, type Severity } from '../source/index.js';
import type { IoCode } from './codes.js';
import { compareNames } from './log-names.js';
import { codeOf, reasonOf } from './system-error.js';

/** Files left out that are named; the others are counted. */
const MOST_NAMED = 3;

/** What a person types for standard input. */
export const STDIN_PATH = '-';

export interface ExpandOptions {
  /** Whether directories inside of directories are read. */
  readonly recursive: boolean;
  /** Globs for files of directories, in place of `accepts`: one without a slash is for the name, else for the path. */
  readonly include: readonly string[];
  /** Globs for files of directories that are left out. */
  readonly exclude: readonly string[];
  /** Whether a file of a directory is wanted, by its name. A file that is named itself always is. */
  readonly accepts: (name: string) => boolean;
  /** What the wanted files are, for messages: `event files`. */
  readonly content: string;
}

export interface Expansion {
  /** {@link STDIN_PATH} stands for standard input. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The files that `paths` stand for, each once; what cannot be read or is left out is a diagnostic. */
export function expandPaths(paths: readonly string[], options: ExpandOptions): Expansion {
  const expander = new Expander(options);
  for (const path of paths) expander.add(path);
  return expander;
}

type PathTest = (path: string, root: string) => boolean;

class Expander implements Expansion {
  readonly files: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #options: ExpandOptions;
  readonly #wanted: PathTest;
  readonly #unwanted: PathTest;
  /** By device and inode: the name under which a file was first found. */
  readonly #names = new Map<string, string>();

  constructor(options: ExpandOptions) {
    const { include, exclude, accepts } = options;
    this.#options = options;
    this.#wanted = include.length > 0 ? testOf(include) : (path) => accepts(basename(path));
    this.#unwanted = exclude.length > 0 ? testOf(exclude) : () => false;
  }

  add(path: string): void {
    if (path === STDIN_PATH) {
      this.#once(path, path);
      return;
    }
    let stats: Stats | undefined;
    try {
      stats = statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      this.#say('RS422', 'error', `cannot be read: ${reasonOf(error)}`, path);
      return;
    }
    if (stats?.isDirectory() === true) this.#directory(path);
    else if (stats !== undefined) this.#file(path);
    else if (picomatch.scan(path).isGlob) this.#glob(path);
    else this.#missing(path);
  }

  #missing(path: string): void {
    const near = suggest(basename(path), namesIn(dirname(path)));
    this.#say('RS421', 'error', `no such file or directory: ${path}`, undefined, {
      ...(near === undefined ? {} : { help: `did you mean ${join(dirname(path), near)}?` }),
    });
  }

  #glob(pattern: string): void {
    const { base } = picomatch.scan(pattern);
    const matches = picomatch(pattern);
    const before = this.files.length + this.diagnostics.length;
    const walk = new Walk(true);
    walk.files(base === '' ? '.' : base, (path) => {
      if (matches(path)) this.#file(path);
    });
    this.#sayUnread(walk);
    if (this.files.length + this.diagnostics.length === before) {
      this.#say('RS421', 'error', `no file matches ${pattern}`);
    }
  }

  #directory(root: string): void {
    const { recursive, content } = this.#options;
    const walk = new Walk(recursive);
    let found = 0;
    let others = 0;
    const named: string[] = [];
    walk.files(root, (path) => {
      if (this.#unwanted(path, root)) return;
      if (!this.#wanted(path, root)) {
        others++;
        if (named.length < MOST_NAMED) named.push(basename(path));
        return;
      }
      found++;
      this.#file(path);
    });
    this.#sayUnread(walk);
    const leftOut = [
      ...(others > 0 ? [`${plural(others, 'other file')} (${someOf(named, others)})`] : []),
      ...(walk.hidden > 0 ? [plural(walk.hidden, 'hidden directory')] : []),
      ...(walk.notEntered > 0 ? [plural(walk.notEntered, 'subdirectory')] : []),
      ...(walk.special > 0 ? [plural(walk.special, 'pipe or device', 'pipes or devices')] : []),
    ].join(', ');
    if (found === 0) {
      const why = leftOut === '' ? '' : `; left out: ${leftOut}`;
      this.#say('RS424', 'warning', `found no ${content} in ${root}${why}`, root, {
        help: 'name the files, or choose them with --include',
      });
    } else if (leftOut !== '') {
      this.#say('RS424', 'info', `left out: ${leftOut}`, root);
    }
  }

  #file(path: string): void {
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      this.#say('RS422', 'error', `cannot be read: ${reasonOf(error)}`, path);
      return;
    }
    const { dev, ino } = statSync(path, { bigint: true });
    this.#once(path, `${dev}:${ino}`);
  }

  #once(path: string, identity: string): void {
    const known = this.#names.get(identity);
    if (known !== undefined) {
      const same = known === path ? 'given twice' : `the same file as ${known}`;
      this.#say('RS423', 'info', `${same}; read once`, path);
      return;
    }
    this.#names.set(identity, path);
    this.files.push(path);
  }

  #sayUnread(walk: Walk): void {
    for (const { path, reason } of walk.unread) {
      this.#say('RS422', 'error', `cannot be read: ${reason}`, path);
    }
  }

  #say(
    code: IoCode,
    severity: Severity,
    message: string,
    path?: string,
    more: Pick<Diagnostic, 'help'> = {},
  ): void {
    const place = path === undefined ? {} : { place: { name: path } };
    this.diagnostics.push({ code, severity, message, ...place, ...more });
  }
}

/** One walk through a directory; counts what it passes by. */
class Walk {
  hidden = 0;
  notEntered = 0;
  special = 0;
  readonly unread: { readonly path: string; readonly reason: string }[] = [];
  readonly #recursive: boolean;
  /** Directories that were entered, by device and inode: links may lead in a circle. */
  readonly #entered = new Set<string>();

  constructor(recursive: boolean) {
    this.#recursive = recursive;
  }

  /** Calls `visit` with every file in `directory`, links followed, in order. */
  files(directory: string, visit: (path: string) => void): void {
    let entries: Dirent[];
    try {
      const { dev, ino } = statSync(directory, { bigint: true });
      if (this.#entered.has(`${dev}:${ino}`)) return;
      this.#entered.add(`${dev}:${ino}`);
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      this.unread.push({ path: directory, reason: reasonOf(error) });
      return;
    }
    entries.sort((a, b) => compareNames(a.name, b.name));
    for (const entry of entries) {
      const path = join(directory, entry.name);
      const kind = entry.isSymbolicLink() ? this.#target(path) : entry;
      if (kind === null) continue;
      if (kind.isFile()) visit(path);
      else if (!kind.isDirectory()) this.special++;
      else if (entry.name.startsWith('.')) this.hidden++;
      else if (this.#recursive) this.files(path, visit);
      else this.notEntered++;
    }
  }

  #target(path: string): { isFile(): boolean; isDirectory(): boolean } | null {
    try {
      return statSync(path);
    } catch (error) {
      const reason = codeOf(error) === 'ENOENT' ? 'the link leads nowhere' : reasonOf(error);
      this.unread.push({ path, reason });
      return null;
    }
  }
}

/** A test for paths found under a root: by name, by whole path, or by path from the root on. */
function testOf(globs: readonly string[]): PathTest {
  const tests = globs.map((glob) => picomatch(glob, { dot: true, basename: !glob.includes('/') }));
  return (path, root) => {
    const fromRoot = path.slice(root.length).replace(/^[\\/]+/, '');
    return tests.some((test) => test(path) || test(fromRoot));
  };
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The names, and that there are more than these. */
function someOf(names: readonly string[], count: number): string {
  return [...names, ...(count > names.length ? ['…'] : [])].join(', ');
}

function plural(count: number, one: string, many = one.replace(/y$/, 'ie') + 's'): string {
  return `${count} ${count === 1 ? one : many}`;
}
