/** The ways in which a goal fails for one of its clauses alone. */
import type { Span } from '../source/index.js';
import { allOf, demandsIn, opposite, type Demand, type Goal } from './goal.js';

/** One clause that fails while everything beside it holds. */
export interface Failure {
  /** The clause as the author wrote it. */
  readonly clause: string;
  /** Its place in the text of the query; null for the category. */
  readonly span: Span | null;
  /** Reached exactly where only this clause fails. */
  readonly goal: Goal;
  /** The demands of the clause itself. */
  readonly own: readonly Demand[];
}

/**
 * One failure for each clause that can decide. A group of plain alternatives is one clause: it fails when all of them do.
 * An alternative of several parts fails for each of its parts, the other alternatives being false.
 */
export function failuresOf(goal: Goal): readonly Failure[] {
  switch (goal.kind) {
    case 'demand':
      return [failure(goal)];
    case 'all':
      return goal.of.flatMap((clause, index) =>
        failuresOf(clause).map((inner) => ({
          ...inner,
          goal: allOf([inner.goal, ...goal.of.toSpliced(index, 1)]),
        })),
      );
    case 'any': {
      if (goal.of.every((alternative) => !hasParts(alternative))) return [failure(goal)];
      return goal.of.filter(hasParts).flatMap((alternative) => {
        const others = goal.of.filter((item) => item !== alternative).map(opposite);
        return failuresOf(alternative).map((inner) => ({
          ...inner,
          goal: allOf([inner.goal, ...others]),
        }));
      });
    }
  }
}

function failure(clause: Goal): Failure {
  const goal = opposite(clause);
  return { clause: clause.text(), span: clause.span, goal, own: demandsIn(goal) };
}

/** Whether something in the goal could hold while another part of it fails. */
function hasParts(goal: Goal): boolean {
  if (goal.kind === 'demand') return false;
  return goal.kind === 'all' || goal.of.some(hasParts);
}
