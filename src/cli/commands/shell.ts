import type { Command } from 'commander';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import {
  addCommonOptions,
  addFieldOptions,
  addFileOptions,
  addGateOption,
  addRuleOptions,
  countFor,
  eofOption,
} from '../options.js';
import type { ShellFlags } from '../shell/session.js';

const EXAMPLES = `
Examples:
  rshell-scan shell events.ndjson               ask about a file
  rshell-scan shell -r my-rules/ exports/       with your rules at hand
  echo 'network where true' | rshell-scan shell events.ndjson
  rshell-scan shell events.ndjson < statements  exit 2: a statement has errors
`;

/** `rshell-scan shell [PATH…]`: an EQL prompt over events that are held in memory. */
export function registerShell(program: Command, context: Context): void {
  const command = program
    .command('shell')
    .summary('ask about events at an EQL prompt')
    .description(
      'Hold events in memory and answer EQL about them: with completion, colours and history at a terminal, ' +
        'else statements from standard input. `.help` lists its commands.',
    )
    .argument('[paths...]', 'event files, directories or globs');
  addHelp(command, EXAMPLES);
  addFileOptions(command).option(
    '--max-events <n>',
    'hold no more events than this, and say so',
    countFor('--max-events', 1),
    1_000_000,
  );
  addFieldOptions(command);
  addRuleOptions(command);
  addGateOption(command.optionsGroup('Session:'))
    .addOption(eofOption())
    .option('--no-history', 'neither read nor keep the history of statements');
  addCommonOptions(command).action(async (paths: readonly string[], flags: ShellFlags) => {
    const { runShell } = await import('../run/shell.js');
    await runShell(context, paths, flags);
  });
}
