import type { Command } from 'commander';
import type { Context } from '../context.js';

/** `rshell-scan help [COMMAND|CODE]`: a command's help, or the page of a diagnostic. */
export function registerHelp(program: Command, context: Context): void {
  program
    .helpCommand(false)
    .command('help')
    .summary('show help for a command or a diagnostic')
    .description('Show help for a command, or what a diagnostic means and how to mend it.')
    .argument('[topic...]', 'a command, or a code such as RS201')
    .addHelpText(
      'after',
      `
Examples:
  rshell-scan help query       the options of a command
  rshell-scan help RS201       what error[RS201] means, with examples
`,
    )
    .action(async (topic: readonly string[]) => {
      const { runHelp } = await import('../run/help.js');
      await runHelp(program, context, topic);
    });
}
