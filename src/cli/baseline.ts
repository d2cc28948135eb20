// `--baseline`: alerts that an earlier run saved, in whatever `report` reads. All of it must be whole: a baseline with holes would call
// known alerts new.
import { findInputs, openInput, sha256, type Input, type InputFile } from '../io/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import { Baseline } from '../tuning/index.js';
import { readAlerts } from './saved-alerts.js';
import { usageError } from './usage-error.js';

const HELP = 'a baseline is what `-o ndjson=FILE` or `-o json=FILE` wrote, packed or not';

/** A baseline, null where it is not asked for or not whole. */
export interface BaselineRead {
  readonly baseline: Baseline | null;
  readonly files: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what `path` stands for. Of a pipe there is no second reading: `former` is what it gave before. */
export async function readBaseline(
  path: string | undefined,
  former: Baseline | null,
): Promise<BaselineRead> {
  if (path === undefined) return { baseline: null, files: [], diagnostics: [] };
  const { inputs: files, diagnostics } = findInputs([path]);
  if (files.some(({ path: file }) => file === null)) {
    throw usageError(
      'RS402',
      'expected a file for `--baseline`, found `-`',
      'stdin is for events; a shell can make a file of a command: --baseline <(…)',
    );
  }
  const baseline = new Baseline(sha256);
  const problems = [...diagnostics];
  for (const file of files) {
    try {
      const input = openInput(file);
      if (input.isStream && former !== null) {
        input.close();
        return { baseline: former, files, diagnostics };
      }
      problems.push(...(await addAlerts(baseline, input)));
    } catch (error) {
      if (!(error instanceof RshellError)) throw error;
      problems.push(error.diagnostic);
    }
  }
  const isWhole = files.length > 0 && problems.every(({ severity }) => severity !== 'error');
  return { baseline: isWhole ? baseline : null, files, diagnostics: problems };
}

/** Adds the alerts of a file; gives the first thing in it that is none. */
async function addAlerts(baseline: Baseline, input: Input): Promise<readonly Diagnostic[]> {
  const enough = new AbortController();
  const found: Diagnostic[] = [];
  try {
    await readAlerts(
      input,
      {
        alert: (alert) => {
          baseline.add(alert);
          return Promise.resolve();
        },
        problem: (problem) => {
          found.push({ ...problem, code: 'RS466', severity: 'error', help: HELP });
          enough.abort();
        },
      },
      enough.signal,
    );
  } finally {
    input.close();
  }
  return found.slice(0, 1);
}
