import type { Command } from 'commander';
import { FieldSet } from '../../event/index.js';
import type { Rule, RuleOutcome, ThreatMapping } from '../../rule/index.js';
import { DEFAULT_EVENT_FIELDS } from '../../scan/index.js';
import { escapeControl, suggest } from '../../source/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { addCommonOptions, addRuleOptions, type CommonFlags, type RuleFlags } from '../options.js';
import { chalkFor } from '../colour.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { usageError } from '../usage-error.js';

interface RulesFlags extends CommonFlags, RuleFlags {
  readonly json?: boolean;
}

/** `rshell-scan rules [list|show ID]`: what there is to run. */
export function registerRules(program: Command, context: Context): void {
  const rules = program
    .command('rules')
    .summary('list and show rules')
    .description('List and show rules.');
  const list = rules
    .command('list', { isDefault: true })
    .description('List every rule file with its state, then the rules.')
    .option('--json', 'one JSON object a rule file');
  addCommonOptions(addRuleOptions(list)).action(async (flags: RulesFlags) => {
    await listRules(context, flags);
  });
  const show = rules
    .command('show')
    .description('Show one rule: metadata, ATT&CK mapping, guidance and query.')
    .argument('<id|name>', 'rule id, or its first digits, or its name')
    .option('--json', 'as one JSON object');
  addCommonOptions(addRuleOptions(show)).action(async (name: string, flags: RulesFlags) => {
    await showRule(context, name, flags);
  });
}

async function listRules(context: Context, flags: RulesFlags): Promise<void> {
  const rules = await loadAll(context, flags);
  const left = new Map(rules.leftOut.map(({ rule, reason }) => [rule, reason]));
  const rows = rules.outcomes.map((outcome) => rowOf(outcome, left));
  if (flags.json === true) {
    for (const row of rows) await context.out.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const chalk = chalkFor(context.streams.stdout, context.streams.env, flags.color);
  for (const { state, severity, kind, id, name, file, reason } of rows) {
    const head = [state.padEnd(13), (severity ?? '').padEnd(8), (kind ?? '').padEnd(8)].join('  ');
    const note = reason === null ? '' : `  (${reason})`;
    const line = `${chalk.dim(head)}  ${(id ?? '').padEnd(36)}  ${chalk.bold(escapeControl(name ?? file))}${note}`;
    await context.out.write(`${line.trimEnd()}\n`);
  }
  if (flags.quiet === true) return;
  const count = (state: RuleOutcome['state']): number =>
    rows.filter((row) => row.state === state).length;
  const parts = [
    `${rows.length} rule ${rows.length === 1 ? 'file' : 'files'}: ${count('evaluable')} evaluable`,
    `${count('deprecated')} deprecated`,
    `${count('not-evaluable')} not evaluable`,
    `${count('error')} in error`,
  ];
  const selected = `; ${rules.runnable.length} selected`;
  await context.err.write(`${parts.join(', ')}${selected}\n`);
}

interface Row {
  readonly state: RuleOutcome['state'];
  readonly id: string | null;
  readonly name: string | null;
  readonly severity: string | null;
  readonly risk_score: number | null;
  readonly kind: string | null;
  readonly techniques: readonly string[];
  readonly file: string;
  /** Why it does not run; null when it does. */
  readonly reason: string | null;
}

function rowOf(outcome: RuleOutcome, left: ReadonlyMap<Rule, string>): Row {
  const { state, source } = outcome;
  if (outcome.state === 'error' || outcome.state === 'not-evaluable') {
    return {
      state,
      id: outcome.id,
      name: outcome.name,
      severity: null,
      risk_score: null,
      kind: null,
      techniques: [],
      file: source.name,
      reason:
        outcome.state === 'error' ? (outcome.diagnostics[0]?.message ?? null) : outcome.reason,
    };
  }
  const { rule } = outcome;
  return {
    state,
    id: rule.id,
    name: rule.name,
    severity: rule.severity,
    risk_score: rule.riskScore,
    kind: rule.query.kind,
    techniques: rule.threat.flatMap(techniqueIds),
    file: source.name,
    reason: left.get(rule) ?? null,
  };
}

/** The most exact ids of a mapping: sub-techniques where there are any. */
function techniqueIds({ techniques }: ThreatMapping): readonly string[] {
  return techniques.flatMap(({ id, subtechniques }) =>
    subtechniques.length === 0 ? [id] : subtechniques.map((sub) => sub.id),
  );
}

async function showRule(context: Context, wanted: string, flags: RulesFlags): Promise<void> {
  const rules = await loadAll(context, flags);
  const all = rules.outcomes.flatMap((outcome) => ('rule' in outcome ? [outcome.rule] : []));
  const rule =
    all.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase()) ??
    only(all.filter(({ id }) => wanted.length >= 4 && id.startsWith(wanted)));
  if (rule === undefined) {
    const near = suggest(
      wanted,
      all.flatMap(({ id, name }) => [id, name]),
    );
    throw usageError(
      'RS401',
      `no rule with the id or name "${wanted}"`,
      near === undefined ? 'see `rshell-scan rules list`' : `did you mean "${near}"?`,
    );
  }
  if (flags.json === true) {
    const { querySource, source, ...metadata } = rule;
    const document = { ...metadata, query: querySource.text, file: source.name };
    await context.out.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const chalk = chalkFor(context.streams.stdout, context.streams.env, flags.color);
  await context.out.write(describe(rule, (text) => chalk.bold(text)));
}

function describe(rule: Rule, strong: (text: string) => string): string {
  const lines: string[] = [strong(rule.name)];
  const row = (label: string, value: string | null): void => {
    if (value !== null && value !== '') lines.push(`${label.padEnd(12)}${escapeControl(value)}`);
  };
  row('id', rule.id);
  row('severity', `${rule.severity}, risk ${rule.riskScore}`);
  row('kind', rule.query.kind);
  row('maturity', rule.deprecated ? `${rule.maturity} (deprecated: see the note)` : rule.maturity);
  row('version', rule.version === null ? null : String(rule.version));
  row('author', rule.author.join(', '));
  row('licence', rule.license);
  row('index', rule.index.join(', '));
  row('tags', rule.tags.join('; '));
  for (const { tactic, techniques } of rule.threat) {
    const tacticText = `${tactic.id} ${tactic.name}`;
    if (techniques.length === 0) row('ATT&CK', tacticText);
    for (const technique of techniques) {
      const names = [technique, ...technique.subtechniques].map(({ id, name }) => `${id} ${name}`);
      row('ATT&CK', [tacticText, ...names].join(' > '));
    }
  }
  row('file', rule.source.name);
  for (const [title, text] of [
    ['Description', rule.description],
    ['False positives', rule.falsePositives.join('\n')],
    ['Triage', rule.note],
    ['Setup', rule.setup],
    ['References', rule.references.join('\n')],
    ['Query', rule.querySource.text],
  ] as const) {
    if (text === null || text.trim() === '') continue;
    lines.push(
      '',
      strong(title),
      ...text
        .trim()
        .split('\n')
        .map((line) => `  ${escapeControl(line)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

async function loadAll(context: Context, flags: RulesFlags): Promise<RuleSet> {
  const rules = loadRuleSet(flags, new FieldSet(), DEFAULT_EVENT_FIELDS);
  const shown = rules.diagnostics.filter(
    ({ severity }) => severity === 'error' || (flags.verbose === true && flags.quiet !== true),
  );
  await context.report(shown, flags.color);
  if (rules.outcomes.length === 0) context.exitWith(EXIT.usage);
  return rules;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
