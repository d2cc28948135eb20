import {
  findInputs,
  openInput,
  type Input,
  type InputFile,
  type OpenOptions,
} from '../io/index.js';
import { RshellError, suggest, type Diagnostic } from '../source/index.js';
import { jobsOf, type InputFlags } from './options.js';
import type { Streams } from './streams.js';
import { usageError } from './usage-error.js';

/** The verbs: a first path that is nearly one of these and no file is a slip. */
export const VERBS: readonly string[] = [
  'scan',
  'query',
  'report',
  'explain',
  'shell',
  'rules',
  'lint',
  'fields',
  'test',
  'init',
  'generate',
  'help',
  'demo',
  'schema',
  'completion',
];

/** What a run reads. */
export interface OpenedInputs {
  readonly inputs: readonly Input[];
  /** All that was found, files that could not be opened included. */
  readonly files: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds and opens what `paths` name; without any, a pipe on stdin. A thread reads ahead of one that is alone. Throws when there is nothing
 * to read.
 */
export function openInputs(
  paths: readonly string[],
  flags: Partial<InputFlags> & Pick<InputFlags, 'recursive'>,
  { stdin }: Pick<Streams, 'stdin'>,
  options: OpenOptions = {},
): OpenedInputs {
  const asked = paths.length > 0 ? paths : stdin.isTTY ? [] : ['-'];
  if (asked.length === 0) {
    throw usageError(
      'RS404',
      'no input: name a file or a directory, or pipe events in',
      'rshell-scan events.ndjson, or rshell-scan --help',
    );
  }
  const { inputs: files, diagnostics } = findInputs(asked, {
    recursive: flags.recursive,
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
  });
  refuseSlip(asked, diagnostics);
  const problems = [...diagnostics];
  const ahead = files.length === 1 && jobsOf(flags) > 1;
  const inputs = files.flatMap((file) => {
    try {
      return [openInput(file, { ...options, ahead })];
    } catch (error) {
      if (!(error instanceof RshellError)) throw error;
      problems.push(error.diagnostic);
      return [];
    }
  });
  if (inputs.length === 0) throw nothingToRead(asked, problems);
  return { inputs, files, diagnostics: problems };
}

/** By input: its SHA-256; null where it has none, or `signal` was aborted before it was known. */
export async function digestsOf(
  inputs: readonly Input[],
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const digests: (string | null)[] = [];
  for (const input of inputs) digests.push((await input.sha256?.(signal)) ?? null);
  return digests;
}

/**
 * A first path that is no file and nearly a verb is a slip, whatever stands behind it: the files that `lnt rules/` names are not for the scan
 * that it would be.
 */
function refuseSlip([path = '']: readonly string[], diagnostics: readonly Diagnostic[]): void {
  const missing = diagnostics.find(({ code }) => code === 'RS421');
  const verb = suggest(path, VERBS);
  if (missing?.message.endsWith(`: ${path}`) !== true || verb === undefined) return;
  throw new RshellError({ ...missing, help: `did you mean \`rshell-scan ${verb}\`?` });
}

function nothingToRead(paths: readonly string[], diagnostics: readonly Diagnostic[]): RshellError {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (first !== undefined) return new RshellError(first);
  const [remark] = diagnostics;
  return usageError(
    'RS404',
    remark?.message ?? `no event files in ${paths.join(', ')}`,
    'name the files themselves to read them whatever they are called, or choose with --include',
  );
}
