// Options that are for one format of alerts. One that no report heeds is a slip, and is said to be one; a configuration may have it for
// the runs that need it.
import type { Command } from 'commander';
import type { AlertFormatName } from '../report/index.js';
import { usageError } from './usage-error.js';

interface FormatOption {
  readonly flag: string;
  /** As commander calls it. */
  readonly name: string;
  readonly format: AlertFormatName;
  readonly example: string;
}

const OPTIONS: readonly FormatOption[] = [
  { flag: '--columns', name: 'columns', format: 'csv', example: 'time,host,rule' },
  { flag: '--bulk-index', name: 'bulkIndex', format: 'bulk', example: 'my-index' },
];

/** Throws for an option of the command line whose format `command` is not to write. */
export function refuseUnheeded(command: Command): void {
  const { output = [] } = command.opts<{ readonly output?: readonly string[] }>();
  const formats = new Set(output.map((value) => value.split('=', 1)[0]));
  for (const { flag, name, format, example } of OPTIONS) {
    if (command.getOptionValueSource(name) !== 'cli' || formats.has(format)) continue;
    throw usageError(
      'RS402',
      `\`${flag}\` is for ${format}, which is not among the outputs`,
      `such as -o ${format} ${flag} ${example}`,
    );
  }
}
