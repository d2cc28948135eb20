import { ALERT_FORMAT_NAMES } from '../../report/index.js';
import type { Command } from 'commander';
import { bundledDirectory } from '../../io/index.js';
import type { Context } from '../context.js';
import { addHelp } from '../help/index.js';
import { addCommonOptions, outputOption, type CommonFlags } from '../options.js';

const EXAMPLES = `
Examples:
  rshell-scan demo                       three alerts on the terminal
  rshell-scan demo -o json | less        the same as a document
`;

const SAMPLE = 'samples/attack.ndjson';

interface DemoFlags extends CommonFlags {
  readonly output?: readonly string[];
}

/** `rshell-scan demo`: what alerts look like, without a file of one's own. */
export function registerDemo(program: Command, context: Context): void {
  const command = program
    .command('demo')
    .summary('scan a sample that comes with the program')
    .description('Scan a sample that comes with the program: ordinary work, and a reverse shell.')
    .addOption(outputOption(ALERT_FORMAT_NAMES, 'as of scan (repeatable)'));
  addHelp(addCommonOptions(command), EXAMPLES).action(
    async ({ output = [], color, quiet, verbose }: DemoFlags) => {
      if (quiet !== true) await context.note(`rshell-scan ${SAMPLE}\n\n`);
      const scan = program.commands.find((each) => each.name() === 'scan');
      const words = [
        bundledDirectory(SAMPLE),
        // It is a show, not a finding.
        ...['--fail-on', 'never', '--color', color],
        ...output.flatMap((each) => ['--output', each]),
        ...(quiet === true ? ['--quiet'] : []),
        ...(verbose === true ? ['--verbose'] : []),
      ];
      await scan?.parseAsync(words, { from: 'user' });
    },
  );
}
