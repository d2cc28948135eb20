// Which configuration files a run reads. Directories of input are never searched: a file in a folder of evidence must not change what is
// found in it. Where the working directory is such a folder, the file must be of the person who runs the program, and its use is told.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../source/index.js';
import { usageError } from '../usage-error.js';

export const CONFIG_FILE = '.rshell-scan.toml';

/** A configuration file. */
export interface ConfigFile {
  readonly path: string;
  /** `named`: by `--config` or the environment. `project`: found from the working directory upwards. */
  readonly kind: 'named' | 'project' | 'user';
}

/** Where to look. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's number; null where the system has none. */
  readonly uid: number | null;
}

/** Files to read, what counts more first. `option`: the value of `--config`, or false for `--no-config`. */
export function findConfig(
  option: string | false | undefined,
  surroundings: Surroundings,
): { readonly files: readonly ConfigFile[]; readonly diagnostics: readonly Diagnostic[] } {
  if (option === false) return { files: [], diagnostics: [] };
  const { env, cwd } = surroundings;
  const named = option ?? valueOf(env, 'RSHELL_SCAN_CONFIG');
  if (named !== undefined) {
    const file = path.resolve(cwd, named);
    if (existsSync(file)) return { files: [{ path: file, kind: 'named' }], diagnostics: [] };
    const by = option === undefined ? 'RSHELL_SCAN_CONFIG' : '--config';
    throw usageError('RS473', `no configuration file ${named}`, `\`${by}\` names it`);
  }
  const project = projectConfig(surroundings);
  const user = userConfig(env);
  const diagnostics = project !== null && !isOwn(project, surroundings) ? [foreign(project)] : [];
  return {
    files: [
      ...(project === null || diagnostics.length > 0
        ? []
        : [{ path: project, kind: 'project' } as const]),
      ...(user === null ? [] : [{ path: user, kind: 'user' } as const]),
    ],
    diagnostics,
  };
}

/**
 * The nearest file from the working directory up to the root of its repository, or to the home directory. Where neither is above,
 * only the working directory itself counts: `/tmp` belongs to everybody.
 */
function projectConfig({ cwd, env }: Surroundings): string | null {
  const directories: string[] = [];
  for (let at = path.resolve(cwd); ; at = path.dirname(at)) {
    directories.push(at);
    if (existsSync(path.join(at, '.git')) || at === env['HOME']) break;
    if (path.dirname(at) === at) {
      directories.length = 1;
      break;
    }
  }
  const files = directories.map((directory) => path.join(directory, CONFIG_FILE));
  return files.find((file) => existsSync(file)) ?? null;
}

function userConfig(env: Surroundings['env']): string | null {
  const home = valueOf(env, 'HOME');
  const base =
    valueOf(env, 'XDG_CONFIG_HOME') ??
    (home === undefined ? undefined : path.join(home, '.config'));
  if (base === undefined) return null;
  const file = path.join(base, 'rshell-scan', 'config.toml');
  return existsSync(file) ? file : null;
}

/** A variable; one that is empty is not set. */
function valueOf(env: Surroundings['env'], name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

function isOwn(file: string, { uid }: Surroundings): boolean {
  if (uid === null) return true;
  const owner = statSync(file).uid;
  return owner === uid || owner === 0;
}

function foreign(file: string): Diagnostic {
  return {
    code: 'RS472',
    severity: 'warning',
    message: `${file} belongs to another user and is not used`,
    help: `name it to use it: --config ${file}; --no-config says that it is not wanted`,
  };
}
