import type { Command } from 'commander';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import type { GenerateFlags } from '../run/generate-flags.js';
import { addCommonOptions, addRuleOptions, countFor } from '../options.js';

const HELP = `
Each event tells what it is for: labels.rshell_scan_rule is the name of a rule,
labels.rshell_scan_case is "witness", or "near miss: " and what fails.

Examples:
  rshell-scan generate > events.ndjson          all bundled rules fire on these
  rshell-scan generate my-rules/ --near-misses  some that just do not fire
  rshell-scan generate 259be2d8 --start now     one rule, as if it happened now
  rshell-scan generate a.toml --seed 2          other values, the same each time
  rshell-scan generate my-rules/ | rshell-scan -r my-rules/ -

Exit codes:
  0 events for every rule   1 a rule without any   2 no rules
`;

/** `rshell-scan generate [RULE…]`: events that rules fire on, and events that they just do not. */
export function registerGenerate(program: Command, context: Context): void {
  const command = program
    .command('generate')
    .summary('make events that a rule fires on, or just does not')
    .description(
      'Make events that rules fire on, as NDJSON for this or any other SIEM; and near misses, which fail for one clause ' +
        'each. All are tried on the rule before they are written.',
    )
    .argument(
      '[rules...]',
      'rule files, directories, globs, or ids and names (default: all bundled)',
    )
    .optionsGroup('Events:')
    .option('--near-misses', 'for each clause, also events that fail for it alone')
    .option('--seed <n>', 'other values for another number', countFor('--seed', 0), 1)
    .option('--start <time>', 'time of the first event, ISO 8601 or now', '2026-01-01T00:00:00Z');
  addHelp(command, HELP);
  addCommonOptions(addRuleOptions(command)).action(
    async (rules: readonly string[], flags: GenerateFlags) => {
      const { runGenerate } = await import('../run/generate.js');
      await runGenerate(context, rules, flags);
    },
  );
}
