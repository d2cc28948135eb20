import type { Command } from 'commander';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import { addCommonOptions, type CommonFlags } from '../options.js';

const HELP = `
Examples:
  rshell-scan init                  into this directory
  rshell-scan init detections/      into another one, made where it is not there

Writes rules/, a rule with its test, .rshell-scan.toml, which has them used in
every scan below, and .github/workflows/rules.yml, which checks and tests them.
A file that is there already is kept as it is.
`;

/** `rshell-scan init [DIR]`: a place for rules of one's own. */
export function registerInit(program: Command, context: Context): void {
  const command = program
    .command('init')
    .summary('write a sample rule, its test and a CI job')
    .description('Write a sample rule, its test and a CI job. Nothing is overwritten.')
    .argument('[directory]', 'where to (default: this directory)');
  addHelp(command, HELP);
  addCommonOptions(command).action(async (directory: string | undefined, flags: CommonFlags) => {
    const { runInit } = await import('../run/init.js');
    await runInit(context, directory ?? '.', flags);
  });
}
