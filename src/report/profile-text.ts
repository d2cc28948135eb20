// The table behind `--profile`: where the time of the rules went.
import type { RuleCost, RunProfile } from './cost.js';
import { paint, piece, spaces, truncated, wrap, type Line } from './layout.js';
import { PLAIN_PALETTE } from './palette.js';
import type { SummaryOptions } from './summary-text.js';
import { usableWidth } from './text.js';
import { counted, grouped, seconds } from './words.js';

/** Rules that have a line of their own without `verbose`. */
const MOST_RULES = 20;
const GAP = 2;

/** A line of the table: its numbers, and what they are the numbers of. */
interface Row {
  readonly cells: readonly string[];
  readonly name: string;
  readonly isRule: boolean;
}

/** The profile as a person reads it on stderr; ends with a newline. */
export function renderProfile(profile: RunProfile, options: SummaryOptions = {}): string {
  const { palette = PLAIN_PALETTE, verbose = false } = options;
  const width = usableWidth(options.width);
  const lines = [...table(profile.rules, width, verbose), ...explanation(profile, width)];
  return `${lines.map((line) => paint(line, palette)).join('\n')}\n`;
}

function table(rules: readonly RuleCost[], width: number, verbose: boolean): readonly Line[] {
  const busy = rules.filter(({ leads }) => leads > 0);
  // "1 more rule" is no shorter than the one.
  const shown = verbose || busy.length <= MOST_RULES + 1 ? busy : busy.slice(0, MOST_RULES);
  const rest = busy.slice(shown.length);
  const idle = rules.filter(({ leads }) => leads === 0);
  const total = sumOf(rules);
  const row = (cost: Costs, name: string, isRule = false): Row => ({
    cells: cellsOf(cost, total.ms),
    name,
    isRule,
  });
  const rows = [
    ...shown.map((rule) => row(rule, rule.name, true)),
    ...(rest.length === 0 ? [] : [row(sumOf(rest), `${grouped(rest.length)} more (-v tells all)`)]),
    ...(idle.length === 0 ? [] : [row(sumOf(idle), `${grouped(idle.length)} without leads`)]),
    row(total, `all ${counted(rules.length, 'rule')}`),
  ];
  const columns = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const left = width - columns.reduce((sum, column) => sum + column + GAP, 0);
  const cellLine = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(columns[column] ?? 0)).join(' '.repeat(GAP));
  return [
    [piece(cellLine(HEADS), 'faint'), spaces(GAP), piece('rule', 'faint')],
    ...rows.map(({ cells, name, isRule }) => [
      piece(cellLine(cells)),
      spaces(GAP),
      truncated(name, left, isRule ? null : 'faint'),
    ]),
  ];
}

const HEADS = ['ms', 'share', 'leads', 'candidates', 'alerts'] as const;

type Costs = Pick<RuleCost, 'leads' | 'candidates' | 'alerts' | 'ms'>;

function cellsOf({ ms, leads, candidates, alerts }: Costs, totalMs: number): readonly string[] {
  const share = totalMs === 0 ? 0 : (100 * ms) / totalMs;
  const [whole = '', tenth = ''] = ms.toFixed(1).split('.');
  return [
    `${grouped(Number(whole))}.${tenth}`,
    `${share.toFixed(1)}%`,
    grouped(leads),
    grouped(candidates),
    grouped(alerts),
  ];
}

function sumOf(rules: readonly RuleCost[]): Costs {
  const sum = (of: (rule: RuleCost) => number): number =>
    rules.reduce((total, rule) => total + of(rule), 0);
  return {
    ms: sum(({ ms }) => ms),
    leads: sum(({ leads }) => leads),
    candidates: sum(({ candidates }) => candidates),
    alerts: sum(({ alerts }) => alerts),
  };
}

/** What the columns are, and what no column has. */
function explanation({ sharedMs }: RunProfile, width: number): readonly Line[] {
  const text =
    'A lead is an event that may satisfy a part of the rule, a candidate one that does. ms: testing parsed events and ' +
    `correlating candidates; reading and screening, shared by all rules, took ${seconds(sharedMs)}.`;
  return wrap([piece(text, 'faint')], width);
}
