// A query in words, for people: what it asks for, of which data, with nothing to look at but the rule.
import type { ClauseWords, QueryExplanation, SubqueryWords } from '../explain/index.js';
import type { ExplainedRule } from './explanation-document.js';
import { placeName } from './explanation-pieces.js';
import {
  cutPieces,
  flow,
  labelled,
  LABELS,
  paint,
  piece,
  spaces,
  wrap,
  type Line,
} from './layout.js';
import type { Palette } from './palette.js';
import { SHORT_ID, usableWidth } from './text.js';
import { duration } from './words.js';

/** What is explained, in a line or two; ends with a newline. */
export function renderRuleHeading(
  rule: ExplainedRule | null,
  palette: Palette,
  width?: number,
): string {
  if (rule === null) return '';
  const lines = flow(
    [
      cutPieces(rule.name, 300, 'strong'),
      cutPieces(rule.id.slice(0, SHORT_ID), 40, 'accent'),
      [piece(`${rule.file}:${rule.line}`, 'faint')],
    ],
    usableWidth(width),
    { gap: 2, hanging: 2 },
  );
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

/** The text of a query in words; ends with a newline. */
export function renderQueryExplanation(
  query: QueryExplanation,
  palette: Palette,
  width?: number,
): string {
  const columns = usableWidth(width);
  const room = columns - LABELS;
  const lines: readonly Line[] = [
    ...labelled('asks for', wrap([piece(whatItAsks(query))], room)),
    ...query.subqueries.flatMap((subquery) => [[], ...subqueryLines(subquery, columns)]),
    [],
    ...(query.keys.length === 0
      ? []
      : labelled('same', flow(query.keys.map(keyPieces), room, { gap: 2 }))),
    ...(query.never === null
      ? []
      : labelled(
          'matches',
          wrap([piece('never', 'warning'), piece(': '), ...cutPieces(query.never, 600)], room),
        )),
    ...labelled('reads', wrap(dataSets(query), room)),
    ...labelled('fields', flow(query.fields.map(fieldPieces), room, { gap: 2 })),
    ...query.fields.flatMap(({ path, type, known }) =>
      type === null
        ? labelled(
            '',
            wrap(
              [
                piece(`${path} is not a known field`, 'warning'),
                piece(known === null ? '' : `: did you mean ${known}?`),
              ],
              room,
            ),
          )
        : [],
    ),
  ];
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

function whatItAsks({ kind, subqueries, maxspanMs, pipes }: QueryExplanation): string {
  const tail = pipes
    .map(
      (pipe) =>
        ` Of all matches only the ${pipe.kind === 'head' ? 'first' : 'last'} ${pipe.count}.`,
    )
    .join('');
  switch (kind) {
    case 'event':
      return `one event; every event that satisfies it is a match.${tail}`;
    case 'sample': {
      const events = subqueries.length;
      return `${events} different events in any order, at any time apart, one for each member; one match for each join key.${tail}`;
    }
    case 'sequence': {
      const stages = subqueries.reduce(
        (sum, { role, places }) => sum + (role === 'stage' ? places.length : 0),
        0,
      );
      const span =
        maxspanMs === null ? '' : `, the last at most ${spanText(maxspanMs)} after the first`;
      const missing = subqueries.some(({ role }) => role === 'missing')
        ? ' Events that must be missing keep it from matching.'
        : '';
      const until = subqueries.some(({ role }) => role === 'until')
        ? ' An until event between two of them ends it.'
        : '';
      return `${stages} events one after the other${span}.${missing}${until}${tail}`;
    }
  }
}

function spanText(ms: number): string {
  return ms % 1000 === 0 && ms < 60_000 ? `${ms / 1000} s` : duration(ms * 1e6);
}

function subqueryLines(
  { role, places, category, condition }: SubqueryWords,
  columns: number,
): readonly Line[] {
  const name =
    role === 'event'
      ? 'an event'
      : role === 'missing'
        ? `no ${placeName('stage', places)}`
        : placeName(role, places);
  const what = category === null ? 'of any category' : `of category ${category}`;
  const all = condition.kind === 'all' ? condition.of : [condition];
  return [
    [piece(name, 'strong'), piece(` ${what}, of which holds:`)],
    ...all.flatMap((part) => clauseLines(part, columns, 2)),
  ];
}

function clauseLines(words: ClauseWords, columns: number, indent: number): readonly Line[] {
  const bullet = (line: Line): readonly Line[] =>
    wrap([spaces(indent), piece('- ', 'faint'), ...line], columns, indent + 2);
  if (words.kind === 'clause') return bullet(cutPieces(words.text, 600));
  return [
    ...bullet([piece(words.kind === 'any' ? 'any of' : 'all of', 'faint')]),
    ...words.of.flatMap((part) => clauseLines(part, columns, indent + 2)),
  ];
}

function keyPieces({ fields, optional }: QueryExplanation['keys'][number]): Line {
  return [piece(fields.join(' = ')), piece(optional ? ' (may be absent in all)' : '', 'faint')];
}

function dataSets({ patterns }: QueryExplanation): Line {
  return patterns.length === 0
    ? [piece('events of every data set: the rule names no index')]
    : [piece(patterns.join(', '))];
}

function fieldPieces({ path, type }: QueryExplanation['fields'][number]): Line {
  return [piece(path), piece(` ${type ?? 'unknown'}`, 'faint')];
}
