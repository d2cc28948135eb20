import type { Command } from 'commander';
import type { Context } from '../context.js';
import { COVERAGE_FORMATS } from '../formats.js';
import { addHelp } from '../help/index.js';
import { addCommonOptions, addRuleOptions, outputOption } from '../options.js';
import type { CoverageFlags } from '../run/coverage.js';
import type { RulesFlags } from '../run/rules-list.js';

const COVERAGE_EXAMPLES = `
Examples:
  rshell-scan rules coverage                        a table by tactic
  rshell-scan rules coverage -v --tactic execution  with the names of rules
  rshell-scan rules coverage -r my-rules/ -o navigator=layer.json
  rshell-scan rules coverage -o markdown >> "$GITHUB_STEP_SUMMARY"
`;

const LIST_EXAMPLES = `
Examples:
  rshell-scan rules                                 all rule files, their state
  rshell-scan rules list --tactic execution --json  one JSON object a rule file
`;

const SHOW_EXAMPLES = `
Examples:
  rshell-scan rules show 'Potential Reverse Shell'  a rule by its name
  rshell-scan rules show 259be2d8                   by the start of its id
`;

/** `rshell-scan rules [list|show ID|coverage]`: what there is to run. */
export function registerRules(program: Command, context: Context): void {
  const rules = program
    .command('rules')
    .summary('list rules, show one, tell what they cover')
    .description('List rules, show one, tell what they cover on ATT&CK.');
  const list = rules
    .command('list', { isDefault: true })
    .description('List every rule file with its state, then the rules.')
    .option('--json', 'one JSON object a rule file');
  addHelp(addCommonOptions(addRuleOptions(list)), LIST_EXAMPLES).action(
    async (flags: RulesFlags) => {
      const { listRules } = await import('../run/rules-list.js');
      await listRules(context, flags);
    },
  );
  const show = rules
    .command('show')
    .description('Show one rule: metadata, ATT&CK mapping, guidance and query.')
    .argument('<id|name>', 'rule id, or its first digits, or its name')
    .option('--json', 'as one JSON object');
  addHelp(addCommonOptions(addRuleOptions(show)), SHOW_EXAMPLES).action(
    async (name: string, flags: RulesFlags) => {
      const { showRule } = await import('../run/rules-show.js');
      await showRule(context, name, flags);
    },
  );
  const coverage = rules
    .command('coverage')
    .description('What the rules cover on MITRE ATT&CK.')
    .addOption(outputOption(COVERAGE_FORMATS));
  addHelp(addCommonOptions(addRuleOptions(coverage)), COVERAGE_EXAMPLES).action(
    async (flags: CoverageFlags) => {
      const { runCoverage } = await import('../run/coverage.js');
      await runCoverage(context, flags);
    },
  );
}
