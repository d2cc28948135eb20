import { findInputs, openInput, type Input } from '../io/index.js';
import { RshellError, suggest, type Diagnostic } from '../source/index.js';
import type { InputFlags } from './options.js';
import type { Streams } from './streams.js';
import { usageError } from './usage-error.js';

/** The verbs: a first path that is nearly one of these and no file is a slip. */
const VERBS = ['scan', 'query', 'rules', 'lint', 'help'];

/** Finds and opens what `paths` name; without any, a pipe on stdin. Throws when there is nothing to read. */
export function openInputs(
  paths: readonly string[],
  flags: InputFlags,
  { stdin }: Pick<Streams, 'stdin'>,
): { readonly inputs: readonly Input[]; readonly diagnostics: readonly Diagnostic[] } {
  const asked = paths.length > 0 ? paths : stdin.isTTY ? [] : ['-'];
  if (asked.length === 0) {
    throw usageError(
      'RS404',
      'no input: name a file or a directory, or pipe events in',
      'rshell-scan events.ndjson, or rshell-scan --help',
    );
  }
  const { inputs, diagnostics } = findInputs(asked, {
    recursive: flags.recursive,
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
  });
  const problems = [...diagnostics];
  const opened = inputs.flatMap((file) => {
    try {
      return [openInput(file)];
    } catch (error) {
      if (!(error instanceof RshellError)) throw error;
      problems.push(error.diagnostic);
      return [];
    }
  });
  if (opened.length === 0) throw nothingToRead(asked, problems);
  return { inputs: opened, diagnostics: problems };
}

function nothingToRead(paths: readonly string[], diagnostics: readonly Diagnostic[]): RshellError {
  const [first] = diagnostics;
  const [path = ''] = paths;
  const verb = suggest(path, VERBS);
  if (first === undefined) {
    return usageError(
      'RS404',
      `no event files in ${paths.join(', ')}`,
      'name the files themselves to read them whatever they are called',
    );
  }
  return new RshellError(
    verb === undefined ? first : { ...first, help: `did you mean \`rshell-scan ${verb}\`?` },
  );
}
