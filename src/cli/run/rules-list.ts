// `rshell-scan rules list`: every rule file with its state.
import { counted, SHORT_ID } from '../../report/index.js';
import type { Rule, RuleOutcome, ThreatMapping } from '../../rule/index.js';
import { escapeControl } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import type { CommonFlags, RuleFlags } from '../options.js';
import { loadReportedRules } from '../reported-rules.js';
import { widthOf } from '../streams.js';

export interface RulesFlags extends CommonFlags, RuleFlags {
  readonly json?: boolean;
}

/** Lists the rule files that `flags` name, those that can be run first. */
export async function listRules(context: Context, flags: RulesFlags): Promise<void> {
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
  // A name cut short can be had whole from a pipe, or with more columns.
  const room = (widthOf(stdout, env) ?? Infinity) - columns.width;
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
