import type { Command } from 'commander';
import { FieldSet } from '../../event/index.js';
import { counted } from '../../report/index.js';
import { DEFAULT_EVENT_FIELDS } from '../../scan/index.js';
import { placeOf, RshellError, type Diagnostic } from '../../source/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { addCommonOptions, type CommonFlags } from '../options.js';
import { loadRuleSet } from '../rule-set.js';
import { usageError } from '../usage-error.js';

interface LintFlags extends CommonFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** `rshell-scan lint [RULE…]`: checks rules; needs no events. */
export function registerLint(program: Command, context: Context): void {
  const command = program
    .command('lint')
    .summary('check rule files')
    .description('Check rule files: TOML, metadata, EQL, types and field names. Reads no events.')
    .argument('[rules...]', 'rule files, directories or globs (default: the bundled rules)')
    .option('--json', 'one JSON object a finding')
    .option('--strict', 'exit 1 for warnings, too');
  addCommonOptions(command).action(async (paths: readonly string[], flags: LintFlags) => {
    await runLint(context, paths, flags);
  });
}

async function runLint(
  context: Context,
  paths: readonly string[],
  flags: LintFlags,
): Promise<void> {
  const rules = loadRuleSet(
    { rules: paths, bundled: paths.length === 0 },
    new FieldSet(),
    DEFAULT_EVENT_FIELDS,
  );
  if (rules.outcomes.length === 0) {
    const error = rules.diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined) throw new RshellError(error);
    const message = rules.diagnostics[0]?.message ?? `no rule files in ${paths.join(', ')}`;
    throw usageError('RS403', message, 'rule files end in .toml; name others themselves');
  }
  const found = rules.diagnostics.filter(
    ({ severity }) => severity !== 'info' || flags.verbose === true,
  );
  if (flags.json === true) {
    for (const finding of found) await context.out.write(`${JSON.stringify(toJson(finding))}\n`);
  } else {
    await context.reportTo(context.out, found, flags.color);
  }
  const count = (severity: Diagnostic['severity']): number =>
    found.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (flags.quiet !== true) {
    const files = rules.outcomes.length;
    const problems =
      errors + warnings === 0
        ? 'no problems'
        : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
    await context.note(`${problems} in ${counted(files, 'rule file')}\n`);
  }
  if (errors > 0 || (flags.strict === true && warnings > 0)) context.exitWith(EXIT.found);
}

function toJson(finding: Diagnostic): object {
  const { code, severity, message, help, notes } = finding;
  return { code, severity, place: placeOf(finding) ?? null, message, help, notes };
}
