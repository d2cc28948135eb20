import type { Command } from 'commander';
import { EXPLAIN_FORMATS } from '../formats.js';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import type { ExplainFlags } from '../run/explain-flags.js';
import {
  addCommonOptions,
  addFieldOptions,
  addFileOptions,
  addGateOption,
  collect,
  countFor,
  eofOption,
  outputOption,
} from '../options.js';

const HELP = `
Marks: ok: the clause holds, no: it does not, --: the event lacks its field.

Examples:
  rshell-scan explain 259be2d8                           the rule in words
  rshell-scan explain 259be2d8 events.ndjson             what came nearest
  rshell-scan explain 259be2d8 events.ndjson --event 27  one event by its line
  rshell-scan explain 166bb23c events.ndjson             an alert by its id
  rshell-scan explain my.toml events.ndjson --id b86dccd3a6b8f56e5797
  rshell-scan explain --eql 'process where process.name == "nc"' events.ndjson

Exit codes:
  0 explained   2 no such rule, event or alert, or no input   4 could not finish
`;

/** `rshell-scan explain RULE|ALERT [PATH…]`: why a rule did, or did not, match. */
export function registerExplain(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .summary('say why a rule matched, or did not')
    .description(
      'Say why a rule matched, or did not: one event clause by clause; a whole input with the nearest events, and how far ' +
        'sequences and samples got; an alert with all its events; without input the rule in words.',
    )
    .argument(
      '<rule>',
      'id, its first digits, name, glob of either, or a rule file; or the id of an alert',
    )
    .argument('[paths...]', 'event files, directories or globs; - is stdin')
    .optionsGroup('Rules:')
    .option('-r, --rules <path>', 'rule file, directory or glob (repeatable)', collect)
    .option('--no-bundled', 'leave out the bundled rules')
    .option('--eql', 'the rule is an EQL query');
  command
    .optionsGroup('Which event:')
    .option('--event <place>', 'by its place, as alerts show it: LINE, FILE:LINE, LINE#N')
    .option('--id <id>', 'by its `_id` or `event.id`');
  addGateOption(addFileOptions(command));
  addFieldOptions(command);
  command
    .addOption(eofOption())
    .optionsGroup('Output:')
    .addOption(outputOption(EXPLAIN_FORMATS))
    .option('--top <n>', 'nearest events, sequences or keys to list', countFor('--top', 1), 5);
  addHelp(command, HELP);
  addCommonOptions(command).action(
    async (rule: string, paths: readonly string[], flags: ExplainFlags) => {
      const { runExplain } = await import('../run/explain.js');
      await runExplain(context, rule, paths, flags);
    },
  );
}
