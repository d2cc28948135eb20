// A report as the page works with it: rows with what filters, charts and lists ask of them worked out once.
import type { AlertRule } from '../../../../alert/index.js';
import type { HeadData, RowData, RuleData, RunData } from '../../data.js';

export type Severity = AlertRule['severity'];

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A technique, or a sub-technique with an id such as `T1059.004`. */
export interface TechniqueOfRule {
  readonly id: string;
  readonly name: string;
  /** Page at MITRE; null for what is no id of ATT&CK. */
  readonly link: string | null;
}

export interface TacticOfRule extends TechniqueOfRule {
  /** Sub-techniques stand behind their technique. */
  readonly techniques: readonly TechniqueOfRule[];
}

/** A rule that fired. */
export interface ReportRule {
  readonly index: number;
  readonly data: RuleData;
  readonly name: string;
  readonly severity: Severity;
  readonly tactics: readonly TacticOfRule[];
  /** Ids of tactics, techniques and sub-techniques: what an alert can be filtered by. */
  readonly attack: ReadonlySet<string>;
}

/** An alert in lists. */
export interface ReportRow extends Omit<RowData, 'rule'> {
  /** Its place among the alerts of the run. */
  readonly index: number;
  readonly rule: ReportRule;
  /** Of {@link SEVERITIES}. */
  readonly rank: number;
  /** What a search looks through, in lower case. */
  readonly haystack: string;
}

export interface Report {
  readonly head: HeadData;
  readonly rules: readonly ReportRule[];
  readonly rows: readonly ReportRow[];
  /** Of the rows, those that the run reports, and the others. */
  readonly reported: number;
  readonly suppressed: number;
  /** Null: the page was cut off while it was written. */
  readonly run: RunData | null;
  /** Earliest and latest time of reported alerts; null where none has a time. */
  readonly span: TimeSpan | null;
  /** The same with those that were suppressed. */
  readonly spanOfAll: TimeSpan | null;
}

/** Milliseconds since 1970, both included. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Name of what alerts without a host are filed under. */
export const NO_HOST = '(no host)';

export function reportOf(
  head: HeadData,
  rules: readonly RuleData[],
  rows: readonly RowData[],
  run: RunData | null,
): Report {
  const known = rules.map(ruleOf);
  const all = rows.flatMap((row, index) => {
    const rule = known[row.rule];
    return rule === undefined ? [] : [rowOf(row, index, rule)];
  });
  const reported = all.filter(({ suppressed }) => suppressed === null).length;
  const suppressed = all.length - reported;
  return {
    ...{ head, rules: known, rows: all, reported, suppressed, run },
    span: spanOf(all.filter((row) => row.suppressed === null)),
    spanOfAll: spanOf(all),
  };
}

/** From the earliest to the latest of `rows`; null where none has a time. */
export function spanOf(rows: readonly ReportRow[]): TimeSpan | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { time } of rows) {
    if (time === null) continue;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return from > to ? null : { from, to };
}

export function hostOf({ host }: ReportRow): string {
  return host ?? NO_HOST;
}

function ruleOf(data: RuleData, index: number): ReportRule {
  const { rule, threat } = data;
  const tactics = threat.map(({ tactic, technique }): TacticOfRule => ({
    ...attackEntry(tactic),
    techniques: technique.flatMap((entry) => [
      attackEntry(entry),
      ...entry.subtechnique.map(attackEntry),
    ]),
  }));
  const ids = tactics.flatMap(({ id, techniques }) => [id, ...techniques.map((each) => each.id)]);
  return {
    index,
    data,
    name: rule.name,
    severity: rule.severity,
    tactics,
    attack: new Set(ids),
  };
}

function rowOf(row: RowData, index: number, rule: ReportRule): ReportRow {
  const texts = [row.gist, row.chain, row.also, rule.name, row.host, row.user, row.id];
  return {
    ...row,
    index,
    rule,
    rank: SEVERITIES.indexOf(rule.severity),
    haystack: `${texts.join('\n')}\n${[...rule.attack].join(' ')}`.toLowerCase(),
  };
}

function attackEntry({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): TechniqueOfRule {
  return { id, name, link: attackLink(id) };
}

/** The page of a tactic or technique, made from its id alone: what a rule links to may be anything. */
export function attackLink(id: string): string | null {
  const [, tactic, technique, sub] = /^(?:(TA\d{4})|(T\d{4})(?:\.(\d{3}))?)$/.exec(id) ?? [];
  if (tactic !== undefined) return `https://attack.mitre.org/tactics/${tactic}/`;
  if (technique === undefined) return null;
  return `https://attack.mitre.org/techniques/${technique}/${sub === undefined ? '' : `${sub}/`}`;
}
