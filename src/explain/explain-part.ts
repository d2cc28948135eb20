import type { EventView } from './event-view.js';
import type { Clause, ClauseExplanation, ClauseGroup, Mark } from './explanation.js';
import {
  absenceHint,
  firstHit,
  hintsFor,
  isNullTest,
  literalMet,
  type HintContext,
} from './hints.js';
import type { Group, Leaf, Part } from './parts.js';

/** Judges a part of a condition for the event of `context`, and all that it is made of. */
export function explainPart(part: Part, context: HintContext): ClauseExplanation {
  return part.kind === 'clause' ? explainLeaf(part, context) : explainGroup(part, context);
}

/** The first clause, as written, that keeps the condition from holding; of alternatives that of the nearest. */
export function firstFalse(explanation: ClauseExplanation): Clause | null {
  if (explanation.holds) return null;
  if (explanation.kind === 'clause') return explanation;
  const failing = explanation.of.filter(({ holds }) => !holds);
  const next = explanation.kind === 'all' ? failing[0] : nearestOf(failing);
  return next === undefined ? null : firstFalse(next);
}

/** A clause, judged. */
export function explainLeaf(leaf: Leaf, context: HintContext): Clause {
  const { view, compiler } = context;
  const { text, expression, paths } = leaf;
  const holds = leaf.test(view.event);
  // Of a negated clause, the value that decides is the one that speaks against it.
  const positive = leaf.negated ? compiler.test(leaf.positive) : leaf.test;
  const [path] = paths;
  const hit = path !== undefined && paths.length === 1 ? firstHit(positive, path, view) : null;
  const value = hit === null || path === undefined ? undefined : view.values(path)[hit];
  const met =
    value === undefined || path === undefined ? null : literalMet(leaf, path, value, context);
  const absent = holds ? absenceHint(leaf, view) : null;
  return {
    kind: 'clause',
    text,
    span: expression.span,
    holds,
    mark: markOf(leaf, holds, view),
    shortBy: holds ? 0 : 1,
    needs: 1,
    fields: paths.map((each) => view.seen(each, hit)),
    metBy: met === String(value) ? null : met,
    hints: holds ? (absent === null ? [] : [absent]) : hintsFor(leaf, context),
  };
}

function markOf(leaf: Leaf, holds: boolean, view: EventView): Mark {
  if (holds) return 'true';
  const { paths } = leaf;
  const isAbsent = paths.length > 0 && paths.every((path) => view.values(path).length === 0);
  return isAbsent && !isNullTest(leaf) ? 'unknown' : 'false';
}

function explainGroup(group: Group, context: HintContext): ClauseGroup {
  const { kind, text, expression } = group;
  const of = group.of.map((part) => explainPart(part, context));
  const holds = group.test(context.view.event);
  const nearest = nearestOf(of);
  const isAll = kind === 'all';
  return {
    kind,
    text,
    span: expression.span,
    holds,
    mark: holds ? 'true' : groupMark(kind, of),
    shortBy: isAll ? of.reduce((sum, { shortBy }) => sum + shortBy, 0) : (nearest?.shortBy ?? 0),
    needs: isAll ? of.reduce((sum, { needs }) => sum + needs, 0) : (nearest?.needs ?? 0),
    of,
  };
}

/** Something that is false decides `all`, unless nothing is; only where everything is false is `any`. */
function groupMark(kind: Group['kind'], of: readonly ClauseExplanation[]): Mark {
  const hasFalse = of.some(({ mark }) => mark === 'false');
  const hasUnknown = of.some(({ mark }) => mark === 'unknown');
  return (kind === 'all' ? hasFalse : !hasUnknown) ? 'false' : 'unknown';
}

/** The alternative with the fewest clauses that fail; of several, the one with the most that hold, then the first. */
function nearestOf(of: readonly ClauseExplanation[]): ClauseExplanation | undefined {
  return of.reduce<ClauseExplanation | undefined>((best, next) => {
    if (best === undefined || next.shortBy < best.shortBy) return next;
    return next.shortBy === best.shortBy && next.needs > best.needs ? next : best;
  }, undefined);
}
