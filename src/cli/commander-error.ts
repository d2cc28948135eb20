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
  const value = wrongValue(text);
  if (value !== null) {
    const { of, found, known } = value;
    const guess = suggest(found, known);
    const wanted =
      known.length === 0 ? 'a value' : known.join(', ').replace(/, (?=[^,]*$)/, ' or ');
    return usageError(
      'RS402',
      `expected ${wanted} for \`${of}\`, found "${found}"`,
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

/** A value that an option or an argument does not take, and those that it does take, if they can be told. */
interface WrongValue {
  readonly of: string;
  readonly found: string;
  readonly known: readonly string[];
}

function wrongValue(text: string): WrongValue | null {
  const option = /^option '[^']*?(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.*)\.$/s.exec(text);
  const argument =
    /^command-argument value '(.*)' is invalid for argument '([^']*)'\. (.*)\.$/s.exec(text);
  const [, of, found, why] = option ?? [null, argument?.[2], argument?.[1], argument?.[3]];
  if (of === undefined || found === undefined) return null;
  const choices = /^Allowed choices are (.*)$/s.exec(why ?? '')?.[1];
  return { of, found, known: choices?.split(', ') ?? [] };
}

/** `'--x'` as `--x` in backticks, and no full stop at the end. */
function backticked(text: string): string {
  return text
    .replaceAll(/'([^']*)'/g, '`$1`')
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
}
