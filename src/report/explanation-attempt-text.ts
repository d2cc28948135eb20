// How far sequences, or the join keys of a sample, got: what each had, what it lacked, and what the input has in place of that.
import type {
  Attempt,
  AttemptOutcome,
  Blame,
  EventIdentity,
  EventPart,
  RunExplanation,
  SubqueryCounts,
} from '../explain/index.js';
import type { Scalar } from '../event/index.js';
import {
  briefly,
  conditionLines,
  markPiece,
  MARKS,
  placeName,
  subqueryName,
  valuePieces,
  valueText,
} from './explanation-pieces.js';
import { cutPieces, padded, piece, spaces, wrap, type Line } from './layout.js';
import { shortId } from './text.js';
import { counted, duration } from './words.js';

const OUTCOMES: Readonly<Record<AttemptOutcome, string>> = {
  completed: 'complete',
  unstarted: 'never started',
  maxspan: 'maxspan over',
  until: 'ended by until',
  missing: 'ended by an event that had to be missing',
  superseded: 'replaced by a newer one of the same key',
  unfinished: 'not complete at the end of the input',
  pending: 'complete, but whether the missing event stays missing is not decided',
  dropped: 'given up: too many at once',
};

/** Attempts that are listed beside matches. */
const MOST_BESIDES = 2;

/** Columns of a number in a list, and of the name of a place. */
const INDENT = 3;
const NAMES = 10;

/** The counts of all attempts, then the best of them. */
export function attemptLines(run: RunExplanation, columns: number, top: number): readonly Line[] {
  const { attempts, attemptCounts, kind, needed, matches } = run;
  if (kind === 'event') return [];
  const noun = kind === 'sequence' ? 'sequence' : 'join key';
  const counts = attemptCounts.map(({ reached, outcome, count }): Line => [
    spaces(2),
    piece(`${counted(count, noun)} with ${reached} of ${needed}: `),
    piece(OUTCOMES[outcome], outcome === 'completed' ? 'good' : null),
  ]);
  if (counts.length === 0 && attempts.length === 0) {
    return [[piece(kind === 'sequence' ? 'no sequence started' : 'no event took part', 'warning')]];
  }
  return [
    [piece(kind === 'sequence' ? 'how far sequences got' : 'how far join keys got', 'strong')],
    ...counts.flatMap((line) => wrap(line, columns, 4)),
    ...attempts
      // Where something matched, what did not is of less interest.
      .slice(0, matches > 0 ? Math.min(top, MOST_BESIDES) : top)
      .flatMap((attempt, index) => [[], ...oneAttempt(attempt, run, columns, `${index + 1}.`)]),
  ];
}

/** What an event did in one sequence or sample. */
export function partLines(
  { subquery, attempt, tooLateFor, key }: EventPart,
  run: RunExplanation,
  columns: number,
): readonly Line[] {
  if (attempt !== null) return oneAttempt(attempt, run, columns, '');
  const own = run.subqueries[subquery];
  const name = own === undefined ? 'stage' : subqueryName(own);
  const why =
    tooLateFor === null ? 'no sequence of its join key waited for it' : 'too late for this one:';
  return [
    ...wrap([piece(`as ${name}: `, 'strong'), piece(why, 'warning')], columns, INDENT),
    ...(tooLateFor === null
      ? row(null, 'join key', keyPieces(key), columns)
      : oneAttempt(tooLateFor, run, columns, '')),
  ];
}

/** `host.id "a1"  process.entity_id = process.parent.entity_id "x"` */
export function keyPieces(key: Attempt['key']): Line {
  return key.flatMap(({ fields, value }, index) => [
    ...(index === 0 ? [] : [piece('  ')]),
    piece(`${fields.join(' = ')} `, 'faint'),
    ...cutPieces(keyText(value), 80),
  ]);
}

function oneAttempt(
  attempt: Attempt,
  run: RunExplanation,
  columns: number,
  number: string,
): readonly Line[] {
  const { key, events, reached, span, outcome, lacks, blame } = attempt;
  const { needed, subqueries, file } = run;
  const time = span === null || reached < 2 ? '' : ` in ${duration(span)}`;
  const head = [
    ...padded([piece(number, 'faint')], INDENT),
    piece(`${reached} of ${needed}${time}, `, 'strong'),
    piece(OUTCOMES[outcome]),
  ];
  const rows = placesOf(subqueries).flatMap(([place, index, { role }]): readonly Line[] => {
    const event = events[place - 1] ?? null;
    const name = placeName(role, [place]);
    if (event !== null) return row('true', name, briefly(event, file), columns);
    if (!lacks.includes(index)) return [];
    // With runs, the first that is lacking stands for all.
    const isRepeated = subqueries[index]?.places.includes(place - 1) === true;
    if (isRepeated && (events[place - 2] ?? null) === null) return [];
    return lackLines(attempt, index, name, run, columns);
  });
  const ended = blame?.kind === 'ended' ? blame : null;
  return [
    ...wrap(head, columns, INDENT),
    ...(key.length === 0 ? [] : row(null, 'join key', keyPieces(key), columns)),
    ...rows,
    ...(ended === null ? [] : row('false', 'ended by', endPieces(ended, attempt, run), columns)),
  ];
}

/** What ended the attempt: another event, or its own last one, which satisfies `until`, too. */
function endPieces(
  blame: Extract<Blame, { readonly kind: 'ended' }>,
  { events }: Attempt,
  run: RunExplanation,
): Line {
  const own = events.findLastIndex((event) => event !== null);
  const isOwn = isSameEvent(events[own] ?? null, blame.event);
  if (!isOwn) return blamePieces(blame, run);
  return [
    piece(`the event of stage ${own + 1} itself`, 'warning'),
    piece(': it satisfies `until`, too'),
  ];
}

function isSameEvent(a: EventIdentity | null, b: EventIdentity): boolean {
  const [first, second] = [a?.place ?? null, b.place];
  return (
    first !== null &&
    second !== null &&
    first.file === second.file &&
    first.line === second.line &&
    first.index === second.index
  );
}

/** The places of the query in their order, each with its subquery and that one's index; `until` has none. */
function placesOf(
  subqueries: readonly SubqueryCounts[],
): readonly (readonly [place: number, index: number, subquery: SubqueryCounts])[] {
  return subqueries
    .flatMap((subquery, index) => subquery.places.map((place) => [place, index, subquery] as const))
    .sort(([a], [b]) => a - b);
}

/** What is known about a subquery that an attempt lacks. */
function lackLines(
  { blame, lacks }: Attempt,
  index: number,
  name: string,
  run: RunExplanation,
  columns: number,
): readonly Line[] {
  const isOwn =
    blame !== null && blame.kind !== 'ended' && (blame.subquery === index || lacks.length === 1);
  if (!isOwn) {
    const why =
      blame?.kind === 'ended' ? 'had not come by then' : 'no such event with this join key';
    return row('false', name, [piece(why, 'warning')], columns);
  }
  const failing = blame.kind === 'near' ? blame.failing : [];
  return [
    ...row('false', name, blamePieces(blame, run), columns),
    ...failing.flatMap((clause) => conditionLines(clause, null, columns, INDENT + MARKS)),
  ];
}

function row(
  mark: 'true' | 'false' | null,
  name: string,
  line: Line,
  columns: number,
): readonly Line[] {
  const at = INDENT + MARKS + NAMES;
  const [first = [], ...rest] = wrap(line, columns - at);
  return [
    [
      spaces(INDENT),
      ...padded(mark === null ? [] : [markPiece(mark)], MARKS),
      ...padded([piece(name, 'faint')], NAMES),
      ...first,
    ],
    ...rest.map((each) => [spaces(at), ...each]),
  ];
}

function blamePieces(blame: Blame, run: RunExplanation): Line {
  const event = briefly(blame.event, run.file);
  switch (blame.kind) {
    case 'late':
      return [
        ...event,
        piece(` came ${duration(blame.span)} after the first event: `),
        piece(`${duration(blame.over)} over maxspan`, 'warning'),
      ];
    case 'early':
      return [
        ...event,
        piece(` came ${duration(blame.before)} `),
        piece('before', 'warning'),
        piece(' the first event, not after it'),
      ];
    case 'ended':
      return [...event, ...afterPieces(blame.after, run, '')];
    case 'near':
      return [
        ...event,
        ...afterPieces(blame.after, run),
        piece(' is '),
        piece(`${counted(blame.failing.length, 'clause')} short:`, 'warning'),
      ];
    case 'no-key':
      return [
        ...event,
        ...afterPieces(blame.after, run),
        piece(' satisfies it, but has no join key: ', 'warning'),
        ...blame.fields.flatMap((field) => [piece(`${field.path} `), ...valuePieces(field)]),
      ];
    case 'other-key': {
      const { field, wanted, seen } = blame.differs;
      return [
        ...event,
        ...afterPieces(blame.after, run),
        piece(' satisfies it with '),
        piece('another join key', 'warning'),
        piece(`: ${field} ${differing(seen, wanted)}, not ${differing(wanted, seen)}`),
      ];
    }
  }
}

/** When an event came, seen from the last one that the attempt has. */
function afterPieces(after: number | null, { kind }: RunExplanation, end: ',' | '' = ','): Line {
  if (after === null || kind === 'sample') return [];
  const text =
    after === 0
      ? 'at the same time'
      : after < 0
        ? `${duration(-after)} before`
        : `${duration(after)} later`;
  return [piece(`, ${text}${end}`, 'faint')];
}

function keyText(value: Scalar | null): string {
  return value === null ? 'null' : valueText(typeof value === 'string' ? shortId(value) : value);
}

/** A value as short as tells it from `other`. */
function differing(value: Scalar | null, other: Scalar | null): string {
  const short = keyText(value);
  return value === null || short !== keyText(other) ? short : valueText(value);
}
