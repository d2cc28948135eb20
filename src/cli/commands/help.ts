import { Argument, type Command } from 'commander';
import { diagnosticPages } from '../diagnostic-pages.js';
import { addHelp, offering } from '../help/index.js';
import type { HelpFlags } from '../run/help-flags.js';
import type { Context } from '../context.js';

const EXAMPLES = `
Examples:
  rshell-scan help query       the options of a command
  rshell-scan help RS201       what error[RS201] means, with examples
`;

/** `rshell-scan help [COMMAND|CODE]`: a command's help, or the page of a diagnostic. */
export function registerHelp(program: Command, context: Context): void {
  program.helpCommand(false);
  const command = program
    .command('help')
    .summary('show help for a command or a diagnostic')
    .description('Show help for a command, or what a diagnostic means and how to mend it.')
    .addArgument(
      offering(new Argument('[topic...]', 'a command, or a code such as RS201'), () => [
        ...program.commands.map((each) => each.name()),
        ...diagnosticPages().map(({ code }) => code),
      ]),
    )
    .option('--man', 'print the manual page: rshell-scan help --man | man -l -')
    .option('--markdown', 'print the reference of all commands');
  addHelp(command, EXAMPLES).action(async (topic: readonly string[], flags: HelpFlags) => {
    const { runHelp } = await import('../run/help.js');
    await runHelp(program, context, topic, flags);
  });
}
