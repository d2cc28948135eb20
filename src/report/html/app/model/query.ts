// The text of a query in pieces to show: its syntax, and what of it an alert met.
import type { ClauseData, MarkData, RuleData } from '../../data.js';

export interface QueryPiece {
  readonly text: string;
  /** Style of the syntax. */
  readonly style: string;
  /** `held`: of a clause that held; `idle`: of one that did not; null: of none. */
  readonly state: 'held' | 'idle' | null;
  /** Of the literal that decided. */
  readonly isDecisive: boolean;
  /** Index of the clause. */
  readonly clause: number | null;
}

/** All of the query in order; `marks` are those of all events of the alert. */
export function queryPieces(rule: RuleData, marks: readonly MarkData[]): readonly QueryPiece[] {
  const held = new Set(marks.map(({ clause }) => clause));
  const literals = marks.flatMap(({ literal }) => (literal === null ? [] : [literal]));
  const edges = new Set<number>();
  for (const { start, end } of rule.clauses) edges.add(start).add(end);
  for (const [start, end] of literals) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const pieces: QueryPiece[] = [];
  let at = 0;
  for (const [style, text] of rule.query) {
    const end = at + text.length;
    const inner = cuts.filter((cut) => cut > at && cut < end);
    for (const stop of [...inner, end]) {
      pieces.push({
        text: text.slice(text.length - (end - at), text.length - (end - stop)),
        style,
        ...stateAt(at, rule.clauses, held),
        isDecisive: literals.some(([from, to]) => from <= at && at < to),
      });
      at = stop;
    }
  }
  return pieces;
}

function stateAt(
  at: number,
  clauses: readonly ClauseData[],
  held: ReadonlySet<number>,
): Pick<QueryPiece, 'state' | 'clause'> {
  const clause = clauses.findIndex(({ start, end }) => start <= at && at < end);
  if (clause === -1) return { state: null, clause: null };
  return { state: held.has(clause) ? 'held' : 'idle', clause };
}

/** The text of a clause. */
export function clauseText(rule: RuleData, clause: number): string {
  const { start = 0, end = 0 } = rule.clauses[clause] ?? {};
  return rule.rule.query.slice(start, end);
}
