// What commander finds wrong with a command line, said the way everything else is said.
import type { CommanderError } from 'commander';
import { suggest, type RshellError } from '../source/index.js';
import { VERBS } from './input-set.js';
import { usageError } from './usage-error.js';

/** Commander's complaint about `argv` as a usage error. */
export function fromCommander(
  { code, message }: CommanderError,
  argv: readonly string[],
): RshellError {
  const [, text = message, near] =
    /^(?:error: )?(.*?)(?:\n\(Did you mean (.*)\?\))?$/s.exec(message) ?? [];
  const command = argv.find((word) => VERBS.includes(word));
  const choice =
    /^option '[^']*?(--[\w-]+)[^']*' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(
      text,
    );
  if (choice !== null) {
    const [, option = '', found = '', known = ''] = choice;
    const guess = suggest(found, known.split(', '));
    return usageError(
      'RS402',
      `expected ${known.replace(/, (?=[^,]*$)/, ' or ')} for \`${option}\`, found "${found}"`,
      guess === undefined
        ? `see \`rshell-scan ${command ?? 'scan'} --help\``
        : `did you mean \`${guess}\`?`,
    );
  }
  const asksForFormat = /^unknown option '(?:-o|--output|--json)/.test(text);
  if (command === 'query' && code === 'commander.unknownOption' && asksForFormat) {
    return usageError(
      'RS407',
      backticked(text),
      '`query` always prints NDJSON: leave the option out',
    );
  }
  const help =
    near === undefined
      ? `see \`rshell-scan ${command === undefined ? '' : `${command} `}--help\``
      : `did you mean ${near.replaceAll(/--[\w-]+|(?<=^|, )[\w-]+$/g, '`$&`')}?`;
  return usageError('RS407', backticked(text), help);
}

/** `'--x'` as `--x` in backticks, and no full stop at the end. */
function backticked(text: string): string {
  return text
    .replaceAll(/'([^']*)'/g, '`$1`')
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
}
