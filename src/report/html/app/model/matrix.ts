// The part of the ATT&CK matrix that alerts stand in.
import type { AttackEntry, CoveredTactic } from '../../data.js';
import { SEVERITIES, type Report, type ReportRow, type Severity } from './report.js';

export interface MatrixCell {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly worst: Severity;
  readonly subtechniques: readonly MatrixCell[];
}

export interface MatrixColumn {
  readonly id: string;
  readonly name: string;
  /** Alerts of the tactic. */
  readonly count: number;
  readonly worst: Severity;
  /** Most alerts first. */
  readonly techniques: readonly MatrixCell[];
}

interface Tally {
  readonly id: string;
  readonly name: string;
  readonly alerts: Set<number>;
  rank: number;
}

/**
 * All tactics in the order of the matrix, then those that ATT&CK does not know, with the techniques of `rows` and, without a
 * count, those that rules of the run look for. An alert counts once wherever it stands.
 */
export function matrixOf(report: Report, rows: readonly ReportRow[]): readonly MatrixColumn[] {
  const tactics = new Map<string, { tally: Tally; techniques: Map<string, Tally> }>();
  for (const { rule, index, rank } of rows) {
    for (const tactic of rule.tactics) {
      let entry = tactics.get(tactic.id);
      if (entry === undefined) {
        entry = { tally: tallyOf(tactic), techniques: new Map() };
        tactics.set(tactic.id, entry);
      }
      add(entry.tally, index, rank);
      for (const technique of tactic.techniques) {
        let tally = entry.techniques.get(technique.id);
        if (tally === undefined) {
          tally = tallyOf(technique);
          entry.techniques.set(technique.id, tally);
        }
        add(tally, index, rank);
      }
    }
  }
  // What the rules of the run look for, found or not; and the rest of the matrix.
  for (const tactic of [...(report.run?.covered ?? []), ...report.head.tactics.map(bare)]) {
    const entry = tactics.get(tactic.id) ?? { tally: tallyOf(tactic), techniques: new Map() };
    tactics.set(tactic.id, entry);
    for (const technique of tactic.techniques) {
      if (!entry.techniques.has(technique.id)) {
        entry.techniques.set(technique.id, tallyOf(technique));
      }
    }
  }
  const order = report.head.tactics.map(({ id }) => id);
  const placeOf = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...tactics.values()]
    .sort((a, b) => placeOf(a.tally.id) - placeOf(b.tally.id))
    .map(({ tally, techniques }) => {
      const cells = [...techniques.values()].map(cellOf);
      const subs = cells.filter(({ id }) => id.includes('.'));
      return {
        ...cellOf(tally),
        techniques: byCount(cells.filter(({ id }) => !id.includes('.'))).map((cell) => ({
          ...cell,
          subtechniques: byCount(subs.filter(({ id }) => id.startsWith(`${cell.id}.`))),
        })),
      };
    });
}

function bare(tactic: AttackEntry): CoveredTactic {
  return { ...tactic, techniques: [] };
}

function tallyOf({ id, name }: { readonly id: string; readonly name: string }): Tally {
  return { id, name, alerts: new Set(), rank: SEVERITIES.length - 1 };
}

function add(tally: Tally, alert: number, rank: number): void {
  tally.alerts.add(alert);
  tally.rank = Math.min(tally.rank, rank);
}

function cellOf({ id, name, alerts, rank }: Tally): MatrixCell {
  return { id, name, count: alerts.size, worst: SEVERITIES[rank] ?? 'low', subtechniques: [] };
}

function byCount(cells: readonly MatrixCell[]): readonly MatrixCell[] {
  return cells.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}
