import type { Command } from 'commander';
import { FIELDS_FORMATS } from '../formats.js';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import {
  addCommonOptions,
  addFieldOptions,
  addGateOption,
  addFileOptions,
  addRuleOptions,
  outputOption,
  strictOption,
} from '../options.js';
import type { FieldsFlags } from '../run/fields.js';

const EXAMPLES = `
Examples:
  rshell-scan fields                          the fields that the rules read
  rshell-scan fields events.ndjson            what events have, what rules miss
  zcat x.gz | rshell-scan fields - --missing  only what rules miss, of a pipe
  rshell-scan fields exports/ -r my-rules/ --no-bundled -o json=fields.json
`;

/** `rshell-scan fields [PATH…]`: fields of the input, of ECS and of the rules. */
export function registerFields(program: Command, context: Context): void {
  const command = program
    .command('fields')
    .summary('fields of events and rules: present, missing, of another type')
    .description(
      'Hold the fields of events against those that rules read: how many events have each, what type they should be, ' +
        'and which rules cannot match for want of a field. Without a path: the fields that the rules read.',
    )
    .argument('[paths...]', 'event files, directories or globs; - is stdin');
  addFileOptions(command).addOption(strictOption());
  addRuleOptions(command);
  addGateOption(command);
  addFieldOptions(command);
  command
    .optionsGroup('Output:')
    .addOption(outputOption(FIELDS_FORMATS))
    .option('--missing', 'only what rules want and the events lack');
  addHelp(addCommonOptions(command), EXAMPLES).action(
    async (paths: readonly string[], flags: FieldsFlags) => {
      const { runFields } = await import('../run/fields.js');
      await runFields(context, paths, flags);
    },
  );
}
