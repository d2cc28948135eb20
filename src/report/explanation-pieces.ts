// The parts that texts of explanations share: a mark, a clause with what it saw, the name of an event.
import type {
  Clause,
  ClauseExplanation,
  EventIdentity,
  EventPlace,
  Mark,
  SeenField,
  SubqueryRole,
} from '../explain/index.js';
import {
  cutPieces,
  flow,
  padded,
  piece,
  spaces,
  widthOf,
  wrap,
  type Line,
  type Piece,
} from './layout.js';
import type { Style } from './palette.js';
import { counted, cutText, dateTime, grouped, listed } from './words.js';

/** Columns of a mark with the spaces behind it. */
export const MARKS = 4;
const INDENT = 2;
/** Most UTF-16 units of a clause, of a value, and of all values of a field. */
const LONGEST_CLAUSE = 400;
const LONGEST_VALUE = 160;
/** Clauses are no wider than this part of a line where values stand beside them. */
const CLAUSE_SHARE = 0.55;
/** Values of a list that are shown beside the one that decided. */
const SHOWN_VALUES = 4;

const MARK_TEXTS: Readonly<Record<Mark, readonly [text: string, style: Style]>> = {
  true: ['ok', 'good'],
  false: ['no', 'warning'],
  unknown: ['--', 'medium'],
};

/** `ok`, `no` or `--`: they differ without colour, too. */
export function markPiece(mark: Mark): Piece {
  return piece(...MARK_TEXTS[mark]);
}

/** A line that begins with a mark; what does not fit hangs below its text. */
export function marked(mark: Mark, line: Line, columns: number, indent = INDENT): readonly Line[] {
  const [first = [], ...rest] = wrap(line, columns - indent - MARKS);
  const head = padded([markPiece(mark)], MARKS);
  return [
    [spaces(indent), ...head, ...first],
    ...rest.map((each) => [spaces(indent + MARKS), ...each]),
  ];
}

/** A condition, one clause a line. `first`: the clause to point at. */
export function conditionLines(
  explanation: ClauseExplanation,
  first: Clause | null,
  columns: number,
  indent = INDENT,
): readonly Line[] {
  if (explanation.kind === 'clause')
    return clauseLines(explanation, explanation === first, columns, indent);
  const { kind, of, mark, holds } = explanation;
  const parts = of.flatMap((part) => conditionLines(part, first, columns, indent));
  // The condition as a whole has its verdict in its heading; `and` in `and` says nothing new.
  if (kind === 'all' && indent === INDENT) return parts;
  const held = of.filter((part) => part.holds).length;
  const said = kind === 'any' ? (holds ? 'any of' : 'none of') : 'all of';
  const count = kind === 'all' && !holds ? ` (${held} of ${of.length} hold)` : '';
  const heading = marked(mark, [piece(`${said}${count}:`, 'faint')], columns, indent);
  const shown = kind === 'any' && holds ? of.filter((part) => part.holds) : of;
  return [
    ...heading,
    ...shown.flatMap((part) => conditionLines(part, first, columns, indent + MARKS)),
    ...(shown.length < of.length
      ? [[spaces(indent + 2 * MARKS), piece(othersText(of.length - shown.length), 'faint')]]
      : []),
  ];
}

/** Of alternatives: those that do not hold where one does. */
function othersText(count: number): string {
  return `${counted(count, 'other')} ${count === 1 ? 'does' : 'do'} not`;
}

/** A clause with its mark, the values it saw, and its hints below. */
function clauseLines(
  clause: Clause,
  isFirst: boolean,
  columns: number,
  indent: number,
): readonly Line[] {
  const { kept, left } = cutText(clause.text, LONGEST_CLAUSE);
  const text = left === 0 ? kept : `${kept}…`;
  const pointer = isFirst ? [piece('  <- first that fails', 'warning')] : [];
  // That a clause holds for want of a value is said beside "missing".
  const [absent] = clause.hints.filter(({ kind }) => kind === 'absent');
  const hints = clause.hints.filter((hint) => hint !== absent);
  const holds = absent === undefined ? [] : [piece(', so it holds', 'faint')];
  const seen: Line = [...seenPieces(clause), ...holds, ...pointer];
  const room = columns - indent - MARKS;
  const share = Math.floor(columns * CLAUSE_SHARE) - indent;
  const beside = piece(text).width <= share && share + 2 + widthOf(seen) <= room;
  const lines = beside
    ? marked(clause.mark, [...padded([piece(text)], share), spaces(2), ...seen], columns, indent)
    : [
        ...marked(clause.mark, [piece(text)], columns, indent),
        ...(seen.length === 0 ? [] : below([piece('is ', 'faint'), ...seen], columns, indent)),
      ];
  return [
    ...lines,
    ...hints.flatMap(({ text: hint }) =>
      below([piece('> ', 'accent'), ...cutPieces(hint, 400)], columns, indent),
    ),
  ];
}

function below(line: Line, columns: number, indent: number): readonly Line[] {
  const at = indent + MARKS + 2;
  return wrap(line, columns - at, 2).map((each) => [spaces(at), ...each]);
}

/** `"bash"`, `args[2] "-i" of 3 values`, `missing`; by which literal, where that is another text. */
function seenPieces({ fields, metBy, mark }: Clause): Line {
  return fields.flatMap((field, index): Line => [
    ...(index === 0 ? [] : [piece(', ')]),
    ...(fields.length > 1 ? [piece(`${field.path} `, 'faint')] : []),
    ...valuePieces(field),
    ...(metBy === null || index > 0
      ? []
      : [piece(mark === 'true' ? ' meets ' : ' excluded by ', 'faint'), piece(valueText(metBy))]),
  ]);
}

/** What a field holds, in a few words. */
export function valuePieces({ path, state, values, from, count, hit }: SeenField): Line {
  switch (state) {
    case 'missing':
      return [piece('missing', 'medium')];
    case 'null':
      return [piece('null', 'medium')];
    case 'empty':
      return [piece('[] (no values)', 'medium')];
    case 'object':
      return [piece('an object, no value', 'medium')];
    case 'present':
      break;
  }
  const hitValue = hit === null ? undefined : values[hit - from];
  if (count === 1) return [piece(valueText(values[0] ?? ''))];
  if (hit !== null && hitValue !== undefined) {
    const name = path.slice(path.lastIndexOf('.') + 1);
    return [piece(`${name}[${hit}] `, 'faint'), piece(valueText(hitValue))];
  }
  const shown = values.slice(0, SHOWN_VALUES).map(valueText).join(', ');
  const rest = count - Math.min(values.length, SHOWN_VALUES);
  return [piece(`[${shown}${rest > 0 ? `, … ${grouped(rest)} more` : ''}]`)];
}

/** A value as JSON has it, so that `""` and blanks can be seen; cut. */
export function valueText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const { kept, left } = cutText(value, LONGEST_VALUE);
  return left === 0 ? `"${kept}"` : `"${kept}"… ${counted(left, 'more character')}`;
}

/** `events.ndjson:118#2` */
export function placeText({ file, line, index }: EventPlace): string {
  return `${file}:${line}${index === 0 ? '' : `#${index + 1}`}`;
}

/** The name of an event with all that tells it apart. */
export function identityLines(event: EventIdentity, columns: number): readonly Line[] {
  const { place, time, label, host, id } = event;
  const groups: Line[] = [
    ...(place === null ? [] : [[piece(placeText(place), 'faint')]]),
    ...(time === null ? [] : [[piece(dateTime(time))]]),
    cutPieces(label, 120, 'strong'),
    ...(host === null ? [] : [[piece('on ', 'faint'), ...cutPieces(host, 80)]]),
    ...(place === null && id !== null ? [[piece('id ', 'faint'), ...cutPieces(id, 80)]] : []),
  ];
  return flow(groups, columns, { gap: 2, hanging: 2 });
}

/** `events.ndjson:118 process exec bash(5107)`: one event in a sentence. `file`: what need not be said. */
export function briefly({ place, label, id }: EventIdentity, file: string | null): Line {
  const isSaid = place !== null && place.file === file;
  const where =
    place !== null ? placeText(isSaid ? { ...place, file: '' } : place) : (id ?? 'event');
  return [piece(where, 'accent'), piece(' '), ...cutPieces(label, 80)];
}

/** `stage 2`, `stages 2 to 4`, `until`, `event` */
export function placeName(role: SubqueryRole, places: readonly number[]): string {
  const [first, ...rest] = places;
  const last = rest.at(-1);
  switch (role) {
    case 'event':
      return 'event';
    case 'until':
      return 'until';
    case 'stage':
    case 'missing':
    case 'member': {
      const noun = role === 'member' ? 'member' : 'stage';
      if (first === undefined) return noun;
      if (last === undefined) return `${noun} ${first}`;
      const isRun = last - first === rest.length;
      return isRun ? `${noun}s ${first} to ${last}` : `${noun}s ${listed(places.map(String))}`;
    }
  }
}

/** The same for a heading: what must be missing is told apart, and `events` of an event query. */
export function subqueryName({
  role,
  places,
}: {
  readonly role: SubqueryRole;
  readonly places: readonly number[];
}): string {
  if (role === 'event') return 'events';
  return role === 'missing' ? `no ${placeName('stage', places)}` : placeName(role, places);
}
