// What `--follow` reads: the files that are named, there already or not, and those that are, or will be, in directories that are named.
import { closeSync, statSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../source/index.js';
import { RshellError } from '../source/index.js';
import type { IoCode } from './codes.js';
import { STDIN_PATH } from './expand.js';
import { findInputs, type FindOptions } from './find-inputs.js';
import { followInput, type FollowInput, type FollowOptions } from './follow-input.js';
import type { FilePosition, Input, Origin } from './input.js';
import { openInput } from './open-input.js';
import { headOf, isSameFile, openIfThere } from './open-file.js';
import { isCompressed, isCopy, isRotatedName } from './rotated.js';

export interface FollowSetOptions extends FindOptions, FollowOptions {
  /** Hears what becomes of files and directories. */
  readonly tell: (diagnostic: Diagnostic) => void;
  /** Where to go on in files that an earlier run has read, by name. */
  readonly positions?: ReadonlyMap<string, FilePosition & Origin>;
}

/** A file that is followed, or is known to be none to follow. */
type Known = Pick<BigIntStats, 'dev' | 'ino'>;

/** Make one, and {@link look} for inputs, at first and now and then. */
export class FollowSet {
  readonly #options: FollowSetOptions;
  /** Directories and globs: what they stand for changes. */
  readonly #places: readonly string[];
  #named: readonly string[];
  readonly #followed: FollowInput[] = [];
  /** Files of directories that are not followed, by path. */
  readonly #passedBy = new Map<string, Known>();
  #isFirst = true;

  /** `paths`: files, directories, globs of files that are there, `-` for standard input. */
  constructor(paths: readonly string[], options: FollowSetOptions) {
    this.#options = options;
    this.#places = paths.filter(isPlace);
    this.#named = paths.filter((name) => !this.#places.includes(name));
  }

  /** Inputs that are new since the last call. Throws an {@link RshellError} RS410 for a named file that cannot be followed. */
  look(): readonly Input[] {
    const named = this.#named.flatMap((name) => this.#open(name));
    this.#named = [];
    const found = this.#places.flatMap((place) => this.#lookInto(place));
    this.#isFirst = false;
    return [...named, ...found];
  }

  #open(name: string): readonly Input[] {
    if (name === STDIN_PATH) return [openInput({ name: '<stdin>', path: null })];
    if (isStream(name)) return [openInput({ name, path: name })];
    return this.#follow(name, this.#options);
  }

  #follow(name: string, options: FollowOptions): readonly Input[] {
    if (this.#followed.some((input) => path.resolve(input.name) === path.resolve(name))) return [];
    const from = this.#options.positions?.get(name);
    const input = followInput(
      { name, path: name },
      from === undefined ? options : { ...options, from },
    );
    this.#followed.push(input);
    return [input];
  }

  #lookInto(place: string): readonly Input[] {
    const { inputs, diagnostics } = findInputs([place], this.#options);
    if (this.#isFirst) for (const diagnostic of diagnostics) this.#options.tell(diagnostic);
    const found: Input[] = [];
    let leftOut = 0;
    for (const { name } of inputs) {
      if (this.#followed.some((input) => input.name === name)) continue;
      const reason = this.#whyNot(name);
      if (reason === 'known') continue;
      if (reason === 'done') leftOut += 1;
      else found.push(...this.#attempt(name));
    }
    if (leftOut > 0 && this.#isFirst) {
      this.#options.tell({
        code: 'RS424',
        severity: 'warning',
        message: `left out: ${leftOut} rotated or compressed ${leftOut === 1 ? 'file' : 'files'}, which no longer grow`,
        place: { name: place },
        help: `scan what is there already: rshell-scan ${place}`,
      });
    }
    return found;
  }

  /** Why a file of a directory is not followed: it does not grow any more, or that has been found out before. Null: it is. */
  #whyNot(name: string): 'done' | 'known' | null {
    const file = openIfThere(name);
    if (file === null) return 'known';
    try {
      const known = this.#passedBy.get(name);
      if (known !== undefined && isSameFile(known, file.stats)) return 'known';
      const head = headOf(file);
      const isPacked = isCompressed(head, name);
      const isRenamed = this.#followed.some(
        (input) => input.hasRead(file.stats) || input.heads.some((other) => isCopy(head, other)),
      );
      if (!isPacked && !isRotatedName(name) && !isRenamed) return null;
      this.#passedBy.set(name, file.stats);
      return 'done';
    } finally {
      closeSync(file.fd);
    }
  }

  /** Follows a file of a directory; one that cannot be is said, and the others are. */
  #attempt(name: string): readonly Input[] {
    try {
      const inputs = this.#follow(name, { ...this.#options, endsWithoutFile: true });
      if (!this.#isFirst)
        this.#say('RS326', 'is new in its directory, and is read from its start', name);
      return inputs;
    } catch (error) {
      if (!(error instanceof RshellError)) throw error;
      this.#options.tell(error.diagnostic);
      return [];
    }
  }

  #say(code: IoCode, message: string, name: string): void {
    this.#options.tell({ code, severity: 'info', message, place: { name } });
  }
}

/** Whether a path is standard input, a pipe, or a device: what is read of it is gone. */
export function isStream(name: string): boolean {
  if (name === STDIN_PATH) return true;
  const stats = statSync(name, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** Whether what a path stands for may become more. */
function isPlace(name: string): boolean {
  const stats = statSync(name, { throwIfNoEntry: false });
  return stats === undefined ? /[*?[{]|\/$/.test(name) : stats.isDirectory();
}
