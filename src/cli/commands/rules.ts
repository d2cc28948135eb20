import type { Command } from 'commander';
import { ruleDocument, threatDocument } from '../../alert/index.js';
import type { Rule, RuleOutcome, ThreatMapping } from '../../rule/index.js';
import { counted, SHORT_ID } from '../../report/index.js';
import { escapeControl } from '../../source/index.js';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import { findRule } from '../find-rule.js';
import {
  addCommonOptions,
  addRuleOptions,
  collect,
  type CommonFlags,
  type RuleFlags,
} from '../options.js';
import { chalkFor } from '../colour.js';
import { loadReportedRules } from '../reported-rules.js';
import type { CoverageFlags } from '../run/coverage.js';
import { widthOf } from '../streams.js';

interface RulesFlags extends CommonFlags, RuleFlags {
  readonly json?: boolean;
}

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
      await showRule(context, name, flags);
    },
  );
  const coverage = rules
    .command('coverage')
    .description('What the rules cover on MITRE ATT&CK.')
    .option('-o, --output <format[=path]>', 'text, markdown or navigator (repeatable)', collect);
  addHelp(addCommonOptions(addRuleOptions(coverage)), COVERAGE_EXAMPLES).action(
    async (flags: CoverageFlags) => {
      const { runCoverage } = await import('../run/coverage.js');
      await runCoverage(context, flags);
    },
  );
}

async function listRules(context: Context, flags: RulesFlags): Promise<void> {
  const rules = await loadReportedRules(context, flags);
  const left = new Map(rules.leftOut.map(({ rule, reason }) => [rule, reason]));
  const rows = rules.outcomes
    .map((outcome) => rowOf(outcome, left))
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  if (flags.json === true) {
    for (const row of rows) await context.out.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const { stdout, env } = context.streams;
  const chalk = chalkFor(stdout, env, flags.color);
  const columns = columnsOf(rows, flags.verbose === true);
  // A name cut short on a terminal can be had whole from a pipe, or with a wider window.
  const room = stdout.isTTY ? (widthOf(stdout, env) ?? Infinity) - columns.width : Infinity;
  for (const row of rows) {
    const note = row.reason === null ? '' : `  (${row.reason})`;
    const text = shortened(escapeControl((row.name ?? row.file) + note), room);
    const name = text.slice(0, text.length - note.length);
    const shown = text.endsWith(note) ? chalk.bold(name) + note : chalk.bold(text);
    await context.out.write(`${chalk.dim(columns.of(row))}${shown}\n`);
  }
  if (flags.quiet === true) return;
  const count = (state: RuleOutcome['state']): number =>
    rows.filter((row) => row.state === state).length;
  const parts = STATES.flatMap((state) =>
    count(state) === 0 ? [] : [`${count(state)} ${STATE_WORDS[state]}`],
  );
  const selected = `; ${rules.runnable.length} selected`;
  await context.note(`${counted(rows.length, 'rule file')}: ${parts.join(', ')}${selected}\n`);
}

/** What can be run comes first. */
const STATES: readonly RuleOutcome['state'][] = [
  'evaluable',
  'deprecated',
  'not-evaluable',
  'error',
];

const STATE_WORDS: Readonly<Record<RuleOutcome['state'], string>> = {
  evaluable: 'evaluable',
  deprecated: 'deprecated',
  'not-evaluable': 'not evaluable',
  error: 'in error',
};

const GAP = 2;

/** The columns in front of the name, each as wide as its widest cell. */
function columnsOf(
  rows: readonly Row[],
  wholeIds: boolean,
): { readonly width: number; readonly of: (row: Row) => string } {
  const cells = ({ state, severity, kind, id }: Row): readonly string[] => [
    state,
    severity ?? '',
    kind ?? '',
    (wholeIds ? id : id?.slice(0, SHORT_ID)) ?? '',
  ];
  const widths = rows
    .map(cells)
    .reduce<readonly number[]>(
      (widest, row) => row.map((cell, n) => Math.max(cell.length, widest[n] ?? 0)),
      [],
    )
    .map((width) => (width === 0 ? 0 : width + GAP));
  return {
    width: widths.reduce((sum, width) => sum + width, 0),
    of: (row) =>
      cells(row)
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join(''),
  };
}

/** `text` in at most `columns`, cut behind a word. */
function shortened(text: string, columns: number): string {
  const most = Math.max(columns, 12);
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  const space = kept.lastIndexOf(' ');
  const end = text[most - 1] === ' ' || space < most / 2 ? kept : kept.slice(0, space);
  return `${end.trimEnd()}…`;
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
  const rules = await loadReportedRules(context, flags);
  const all = rules.outcomes.flatMap((outcome) => ('rule' in outcome ? [outcome.rule] : []));
  const rule = findRule(wanted, all);
  if (flags.json === true) {
    await context.out.write(`${JSON.stringify(showDocument(rule), null, 2)}\n`);
    return;
  }
  const chalk = chalkFor(context.streams.stdout, context.streams.env, flags.color);
  await context.out.write(describe(rule, (text) => chalk.bold(text)));
}

/** A rule with the keys that it has in alerts, and all that alerts leave out. */
function showDocument(rule: Rule): object {
  return {
    ...ruleDocument(rule),
    kind: rule.query.kind,
    threat: rule.threat.map(threatDocument),
    index: rule.index,
    integrations: rule.integrations,
    created: rule.created,
    updated: rule.updated,
    investigation_fields: rule.investigationFields,
    event_category_field: rule.eventCategoryField,
    timestamp_field: rule.timestampField,
    tiebreaker_field: rule.tiebreakerField,
  };
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
        .map((line) => `  ${escapeControl(line)}`.trimEnd()),
    );
  }
  return `${lines.join('\n')}\n`;
}
