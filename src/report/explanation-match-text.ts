// A match, for people: its join key, then each of its events with the clauses that let it in.
import type { MatchExplanation, QueryExplanation, SubqueryRole } from '../explain/index.js';
import { keyPieces } from './explanation-attempt-text.js';
import type { AlertExplanation } from './explanation-document.js';
import { briefly, conditionLines, placeName } from './explanation-pieces.js';
import { explanationLines } from './explanation-text.js';
import { paint, piece, wrap, type Line } from './layout.js';
import type { Palette } from './palette.js';
import { usableWidth } from './text.js';
import { counted, duration } from './words.js';

/** What of a query is needed to name the events of its matches. */
interface MatchedQuery {
  readonly kind: 'event' | 'sequence' | 'sample';
  readonly subqueries: readonly {
    readonly role: SubqueryRole;
    readonly places: readonly number[];
  }[];
}

/** Columns of a label, and of the name of a place. */
const NAMES = 11;

/** The text of why an alert was raised; ends with a newline. */
export function renderAlertExplanation(
  { id, match }: AlertExplanation,
  query: QueryExplanation,
  palette: Palette,
  width?: number,
): string {
  const columns = usableWidth(width);
  const head = query.kind === 'event' ? 'alert  ' : 'alert     ';
  const lines: readonly Line[] = [
    [piece(head, 'faint'), piece(id, 'accent')],
    ...matchLines(match, query, null, columns),
    ...(query.kind === 'event' ? [] : [[], resultLine(match)]),
  ];
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

/** A match, each of its events marked. `file`: what need not be said of places. */
export function matchLines(
  { key, events }: MatchExplanation,
  { kind, subqueries }: MatchedQuery,
  file: string | null,
  columns: number,
): readonly Line[] {
  const keyLines =
    key.length === 0 ? [] : wrap([piece('join key  ', 'faint'), ...keyPieces(key)], columns, 10);
  const lines = events.flatMap((event, place): readonly Line[] => {
    if (event === null) return [];
    if (kind === 'event') return explanationLines(event, columns);
    const number = subqueries.findIndex(({ places }) => places.includes(place + 1));
    const own = event.subqueries[number];
    if (own === undefined) return [];
    const name = piece(`${placeName(own.role, [place + 1])}  `, 'strong');
    return [
      ...wrap([name, ...briefly(event.event, file)], columns, NAMES),
      ...conditionLines(own.condition, null, columns),
    ];
  });
  return [...keyLines, ...lines];
}

function resultLine({ events, span }: MatchExplanation): Line {
  const count = events.filter((event) => event !== null).length;
  const time = span === null ? '' : ` in ${duration(span)}`;
  return [
    piece('result  ', 'faint'),
    piece('MATCH', 'good'),
    piece(`: ${counted(count, 'event')}${time}`),
  ];
}
