import type { Command } from 'commander';
import { LINT_FORMATS } from '../formats.js';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import { addCommonOptions, outputOption, collectList } from '../options.js';
import type { LintFlags } from '../run/lint.js';

const EXAMPLES = `
Examples:
  rshell-scan lint my-rules/                     what is wrong, how to mend it
  rshell-scan lint my-rules/ --strict -o github  for a CI job
  rshell-scan lint my-rules/ --fix --dry-run     what could be mended, as a diff
  rshell-scan lint --list-checks                 all checks, with their codes
`;

/** `rshell-scan lint [RULE…]`: checks rules; needs no events. */
export function registerLint(program: Command, context: Context): void {
  const command = program
    .command('lint')
    .summary('check rule files')
    .description(
      'Check rule files: TOML, metadata, ATT&CK, EQL, types and field names, and conditions that mean something else ' +
        'than they seem to. Reads no events.',
    )
    .argument('[rules...]', 'rule files, directories or globs (default: the bundled rules)')
    .optionsGroup('Checks:')
    .option('--strict', 'exit 1 for warnings, too')
    .option('--disable <code>', 'leave out a check, such as RS276 (repeatable)', collectList)
    .option('--require-tests', 'each rule needs a test beside it: x.test.toml for x.toml')
    .option('--list-checks', 'list the checks and exit')
    .optionsGroup('Mending:')
    .option('--fix', 'change the files where that is safe')
    .option('--dry-run', 'with --fix: show the changes as a diff and make none')
    .optionsGroup('Output:')
    .addOption(outputOption(LINT_FORMATS))
    .option('--json', 'the same as -o ndjson: one JSON object a finding');
  addHelp(command, EXAMPLES);
  addCommonOptions(command).action(async (paths: readonly string[], flags: LintFlags) => {
    const { runLint } = await import('../run/lint.js');
    await runLint(context, paths, flags);
  });
}
