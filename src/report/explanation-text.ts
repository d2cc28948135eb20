// One event and one query, for people: the gate, then each subquery with every clause marked, then what follows.
import type {
  CategoryExplanation,
  EventExplanation,
  GateExplanation,
  SubqueryExplanation,
} from '../explain/index.js';
import {
  conditionLines,
  identityLines,
  marked,
  placeName,
  valuePieces,
  valueText,
} from './explanation-pieces.js';
import { cutPieces, padded, paint, piece, spaces, widthOf, wrap, type Line } from './layout.js';
import type { Palette } from './palette.js';
import { usableWidth } from './text.js';
import { counted, listed } from './words.js';

/** The text of an explanation, on lines of at most `width` columns; ends with a newline. */
export function renderExplanation(
  explanation: EventExplanation,
  palette: Palette,
  width?: number,
): string {
  return explanationLines(explanation, usableWidth(width))
    .map((line) => `${paint(line, palette)}\n`)
    .join('');
}

/** The lines of {@link renderExplanation}. */
export function explanationLines(explanation: EventExplanation, columns: number): readonly Line[] {
  const { event, gate, subqueries, kind } = explanation;
  const [only] = subqueries;
  const name = identityLines(event, columns - 7).map((line, index): Line => [
    index === 0 ? piece('event  ', 'faint') : spaces(7),
    ...line,
  ]);
  return [
    ...name,
    [],
    ...gateLines(gate, columns),
    ...(kind === 'event' && only !== undefined
      ? [...categoryLines(only.category, columns), [], ...subqueryLines(only, columns)]
      : subqueries.flatMap((subquery) => [[], ...subqueryLines(subquery, columns)])),
    [],
    ...verdictLines(explanation, columns),
  ];
}

/** What the gate did, and that it did not know where it did not. */
function gateLines(
  { mode, patterns, index, isOpen }: GateExplanation,
  columns: number,
): readonly Line[] {
  const say = (text: Line): readonly Line[] =>
    marked(isOpen ? 'true' : 'false', [piece('gate      ', 'faint'), ...text], columns);
  if (patterns.length === 0) return say([piece('the rule names no index: every event is for it')]);
  const names = cutPieces(listed(patterns, 6), 300, 'faint');
  if (mode === 'off') return say([piece('not asked (--gate off); index patterns: '), ...names]);
  if (index === null) {
    const end = isOpen
      ? 'it is let in (--gate strict keeps it out)'
      : 'it is kept out (--gate strict)';
    return [
      ...marked(
        isOpen ? 'unknown' : 'false',
        [
          piece('gate      ', 'faint'),
          piece(`the event does not tell its data set: ${end}; index patterns: `),
          ...names,
        ],
        columns,
      ),
    ];
  }
  return say([
    ...cutPieces(index, 120, 'strong'),
    piece(isOpen ? ' is among ' : ' is none of '),
    ...names,
    ...(isOpen ? [] : [piece(' (--gate off lets it in)', 'faint')]),
  ]);
}

function categoryLines(
  { field, wanted, seen, holds }: CategoryExplanation,
  columns: number,
): readonly Line[] {
  const label = piece('category  ', 'faint');
  const values = listed(seen.map(valueText), 6);
  const has = seen.length === 0 ? `has no ${field}` : `has ${values}`;
  const text =
    wanted === null
      ? [piece('any')]
      : holds
        ? [piece(values)]
        : [piece(`the query is for ${valueText(wanted)}, the event ${has}`)];
  return marked(
    holds ? 'true' : seen.length === 0 ? 'unknown' : 'false',
    [label, ...text],
    columns,
  );
}

function subqueryLines(subquery: SubqueryExplanation, columns: number): readonly Line[] {
  const { role, places, category, condition, isSatisfied, firstFalse, keys, joinKeys } = subquery;
  const name =
    role === 'event'
      ? ''
      : `${placeName(role, places)}${role === 'missing' ? ' (must be missing)' : ''}  `;
  const what = `${category.wanted ?? 'any'} where`;
  const verdict = isSatisfied ? piece('TRUE', 'good') : piece('FALSE', 'warning');
  const title = [piece(name, 'faint'), piece(what, 'strong')];
  const heading = [...padded(title, Math.min(columns, MOST_HEADING) - verdict.width), verdict];
  if (role !== 'event' && !category.holds) return [heading, ...categoryLines(category, columns)];
  const keyLines = keys.flatMap(({ field, optional }) =>
    field.state === 'present' || optional
      ? []
      : marked(
          'unknown',
          [
            piece('by ', 'faint'),
            piece(`${field.path}  `),
            ...valuePieces(field),
            piece('  no join key, so it takes no part', 'faint'),
          ],
          columns,
        ),
  );
  const many =
    joinKeys.length > 1 ? [[spaces(2), piece(counted(joinKeys.length, 'join key'), 'faint')]] : [];
  return [heading, ...conditionLines(condition, firstFalse, columns), ...keyLines, ...many];
}

/** Verdicts stand at the right end, but not out of sight. */
const MOST_HEADING = 80;

function verdictLines(
  { kind, gate, subqueries, isCandidate }: EventExplanation,
  columns: number,
): readonly Line[] {
  const head = piece('result  ', 'faint');
  const say = (text: Line): readonly Line[] => wrap([head, ...text], columns, head.width);
  if (kind === 'event') {
    if (isCandidate) return say([piece('MATCH', 'good')]);
    return say([piece('NO MATCH', 'warning'), piece(': '), ...whyNot(gate, subqueries[0])]);
  }
  const serving = subqueries.filter((subquery) => subquery.isCandidate);
  if (serving.length > 0) {
    const names = serving.map(({ role, places }) => placeName(role, places));
    return say([piece('TAKES PART', 'good'), piece(` as ${listed(names)}`)]);
  }
  const nearest = nearestOf(subqueries);
  return say([
    piece('TAKES NO PART', 'warning'),
    piece(': '),
    ...(gate.isOpen && nearest !== undefined && widthOf(whyNot(gate, nearest)) > 0
      ? [piece(`nearest to ${placeName(nearest.role, nearest.places)}, `), ...whyNot(gate, nearest)]
      : whyNot(gate, nearest)),
  ]);
}

function nearestOf(subqueries: readonly SubqueryExplanation[]): SubqueryExplanation | undefined {
  const distance = ({ category, condition }: SubqueryExplanation): number =>
    (category.holds ? 0 : 1000) + condition.shortBy;
  return subqueries.toSorted((a, b) => distance(a) - distance(b))[0];
}

function whyNot(gate: GateExplanation, subquery: SubqueryExplanation | undefined): Line {
  if (!gate.isOpen) return [piece('the gate keeps the event from the rule')];
  if (subquery === undefined) return [];
  const { category, condition, firstFalse, keys } = subquery;
  if (!category.holds) return [piece('another category')];
  if (condition.holds) {
    const lacking = keys.filter(({ field, optional }) => field.state !== 'present' && !optional);
    return [piece(`no join key: ${listed(lacking.map(({ field }) => field.path))} has no value`)];
  }
  const short = [piece(`${counted(condition.shortBy, 'clause')} of ${condition.needs} short`)];
  if (firstFalse === null) return short;
  return [...short, piece(', first: '), ...cutPieces(firstFalse.text, 120)];
}
