// A query over a whole input, for people: whether it matched; how many events got how far; which were nearest, and what they lacked.
import type { Clause, NearMiss, RunExplanation, SubqueryCounts } from '../explain/index.js';
import { attemptLines, partLines } from './explanation-attempt-text.js';
import { matchLines } from './explanation-match-text.js';
import { briefly, conditionLines, markPiece, subqueryName } from './explanation-pieces.js';
import { explanationLines } from './explanation-text.js';
import { cutPieces, flow, padded, paint, piece, spaces, wrap, type Line } from './layout.js';
import type { Palette } from './palette.js';
import { usableWidth } from './text.js';
import { counted, grouped, listed } from './words.js';

export interface RunTextOptions {
  readonly width?: number | undefined;
  readonly palette: Palette;
  /** Most attempts and near misses to list. */
  readonly top: number;
}

/** The text of an explanation over an input; ends with a newline. */
export function renderRunExplanation(run: RunExplanation, options: RunTextOptions): string {
  const columns = usableWidth(options.width);
  return linesOf(run, columns, options.top)
    .map((line) => `${paint(line, options.palette)}\n`)
    .join('');
}

function linesOf(run: RunExplanation, columns: number, top: number): readonly Line[] {
  if (run.focus !== null) {
    const { event, parts } = run.focus;
    return [
      ...explanationLines(event, columns),
      ...parts.flatMap((part) => [[], ...partLines(part, run, columns)]),
    ];
  }
  const sections = [
    resultLines(run, columns),
    inputLines(run, columns),
    countLines(run, columns),
    absentLines(run, columns),
    matchedLines(run, columns),
    attemptLines(run, columns, top),
    nearMissLines(run, columns, top),
    nearestLines(run, columns),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}

function resultLines({ matches, events, never }: RunExplanation, columns: number): readonly Line[] {
  const verdict =
    matches > 0
      ? piece(`MATCHES  ${counted(matches, 'match', 'matches')}`, 'good')
      : piece('NO MATCH', 'warning');
  return [
    ...wrap([verdict, piece(` in ${counted(events, 'event')}`)], columns, 2),
    ...(matches > 0 || never === null
      ? []
      : wrap([piece('in any input: '), ...cutPieces(never, 600, 'warning')], columns, 2)),
  ];
}

/** Which data sets were let in, and that some did not tell theirs. */
function inputLines(
  { origins, patterns, withoutTime, kind }: RunExplanation,
  columns: number,
): readonly Line[] {
  const lines = origins.slice(0, MOST_ORIGINS).flatMap(({ name, events, isOpen }) => {
    const told = name ?? 'data set not told';
    const what = isOpen
      ? name === null
        ? 'let in all the same'
        : 'let in'
      : 'kept out by the gate';
    const mark = isOpen ? (name === null ? 'unknown' : 'true') : 'false';
    return wrap(
      [
        spaces(2),
        ...padded([markPiece(mark)], 4),
        ...cutPieces(told, 120),
        piece(`  ${counted(events, 'event')}, ${what}`, 'faint'),
      ],
      columns,
      6,
    );
  });
  const more = origins.length - MOST_ORIGINS;
  const isShut = origins.some(({ isOpen }) => !isOpen);
  const reads = cutPieces(
    `the rule reads ${patterns.join(', ')}; --gate off lets all in`,
    400,
    'faint',
  );
  // Without patterns there is no gate.
  const isAsked = patterns.length > 0 && origins.length > 0;
  return [
    ...(isAsked ? [[piece('gate', 'strong')], ...lines] : []),
    ...(isAsked && more > 0
      ? [[spaces(6), piece(`and ${counted(more, 'more data set')}`, 'faint')]]
      : []),
    ...(isShut ? wrap([spaces(6), ...reads], columns, 6) : []),
    ...(kind === 'sequence' && withoutTime > 0
      ? [
          [
            spaces(6),
            piece(
              `${counted(withoutTime, 'event')} without a time take no part in a sequence`,
              'warning',
            ),
          ],
        ]
      : []),
  ];
}

const MOST_ORIGINS = 6;

function countLines({ subqueries }: RunExplanation, columns: number): readonly Line[] {
  const names = subqueries.map(subqueryName);
  const width = Math.max(...names.map(({ length }) => length)) + GAP;
  return subqueries.flatMap((subquery, number) => {
    const { category, ofCategory, satisfied, oneShort, withoutKey } = subquery;
    const kind = category === null ? 'of any category' : `of category ${category}`;
    const parts = [
      [piece(`${grouped(ofCategory)} let in ${kind}`)],
      [piece(`${grouped(satisfied)} satisfy it`, satisfied > 0 ? 'good' : 'warning')],
      ...(oneShort > 0 ? [[piece(`${grouped(oneShort)} one clause short`)]] : []),
      ...(withoutKey > 0
        ? [[piece(`${grouped(withoutKey)} of the satisfying lack a join key`, 'warning')]]
        : []),
    ];
    const texts = parts.map((part, index) =>
      index === 0 ? part : [piece('· ', 'faint'), ...part],
    );
    const [first = [], ...rest] = flow(texts, columns - width);
    return [
      [...padded([piece(names[number] ?? '', 'strong')], width), ...first],
      ...rest.map((line) => [spaces(width), ...line]),
    ];
  });
}

/** Columns between a name and what is said of it. */
const GAP = 2;

/** What the query asks for and no event has: categories, with those that there are, and fields. */
function absentLines(run: RunExplanation, columns: number): readonly Line[] {
  return [...absentCategoryLines(run, columns), ...absentFieldLines(run, columns)];
}

function absentCategoryLines(
  { subqueries, categories }: RunExplanation,
  columns: number,
): readonly Line[] {
  const seen = new Set(categories.map(({ name }) => name));
  const wanted = subqueries.flatMap(({ category }) => category ?? []);
  const absent = [...new Set(wanted)].filter((category) => !seen.has(category));
  const there = categories.map(({ name, events }) => `${name} ${grouped(events)}`);
  return absent.flatMap((category) =>
    wrap(
      [
        piece('category ', 'faint'),
        ...cutPieces(category, 120, 'strong'),
        piece(' is of no event', 'warning'),
        ...cutPieces(
          there.length === 0 ? ': none tells its category' : `: there are ${listed(there, 8)}`,
          300,
        ),
      ],
      columns,
      2,
    ),
  );
}

function absentFieldLines({ absentFields }: RunExplanation, columns: number): readonly Line[] {
  return absentFields.flatMap(({ path, isKnown, known, seen }) => {
    const hints = [
      ...(isKnown ? [] : ['not a known field']),
      ...(known === null ? [] : [`did you mean \`${known}\`?`]),
      ...(seen === null || seen === known ? [] : [`the input has \`${seen}\``]),
    ];
    return wrap(
      [
        piece('field ', 'faint'),
        ...cutPieces(path, 120, 'strong'),
        piece(' is in no event', 'warning'),
        ...(hints.length === 0 ? [] : [piece(`: ${hints.join('; ')}`)]),
      ],
      columns,
      2,
    );
  });
}

/** The first match, clause by clause; of the others the places. */
function matchedLines(
  { kind, matched, matches, subqueries, file }: RunExplanation,
  columns: number,
): readonly Line[] {
  const [first, ...others] = matched;
  if (first === undefined) return [];
  const more = others.flatMap(({ events }) => {
    const event = events.find((each) => each !== null);
    return event === undefined ? [] : [briefly(event.event, file)];
  });
  const rest = matches - 1 - more.length;
  return [
    ...(kind === 'event' ? [] : [[piece('first match', 'strong')]]),
    ...matchLines(first, { kind, subqueries }, file, columns),
    ...(more.length === 0 ? [] : [[], [piece('more matches', 'strong')]]),
    ...more.flatMap((line) => wrap([spaces(2), ...line], columns, 4)),
    ...(rest > 0 ? [[spaces(2), piece(`and ${grouped(rest)} more`, 'faint')]] : []),
  ];
}

/** Events that nearly are what a subquery asks for: one line for all that fail alike. */
function nearMissLines(run: RunExplanation, columns: number, top: number): readonly Line[] {
  const { nearMisses, kind, subqueries, matches } = run;
  // Where something matched, what nearly did is of less interest than what did.
  if (matches > 0 || nearMisses.length === 0) return [];
  // How far sequences got tells more.
  const shown = nearMisses.slice(0, kind === 'event' ? top : Math.min(top, MOST_BESIDES));
  const more = nearMisses.length - shown.length;
  return [
    [piece('nearest events', 'strong')],
    ...shown.flatMap((miss, index) =>
      oneMiss(
        miss,
        kind === 'event' ? null : (subqueries[miss.subquery] ?? null),
        index + 1,
        run.file,
        columns,
      ),
    ),
    ...(more > 0
      ? [
          [
            spaces(3),
            piece(
              `and ${counted(more, 'other way')} to miss (${kind === 'event' ? '--top' : '-o json'})`,
              'faint',
            ),
          ],
        ]
      : []),
  ];
}

function oneMiss(
  { event, shortBy, needs, failing, alike }: NearMiss,
  subquery: SubqueryCounts | null,
  number: number,
  file: string | null,
  columns: number,
): readonly Line[] {
  const head: Line = [
    ...padded([piece(`${number}.`, 'faint')], 3),
    ...(subquery === null ? [] : [piece(`${subqueryName(subquery)}  `, 'faint')]),
    ...briefly(event, file),
    piece(`  ${needs - shortBy} of ${needs} clauses`, 'strong'),
    ...(alike > 1 ? [piece(`, as ${counted(alike - 1, 'other event')}`, 'faint')] : []),
  ];
  return [
    ...wrap(head, columns, 3),
    ...failing.flatMap((clause: Clause) => conditionLines(clause, null, columns, 3)),
  ];
}

function nearestLines({ nearest, kind }: RunExplanation, columns: number): readonly Line[] {
  if (nearest === null || kind !== 'event') return [];
  return [
    [piece('the nearest, clause by clause', 'strong')],
    ...explanationLines(nearest, columns),
  ];
}

/** Nearest events that are listed beside sequences or join keys. */
const MOST_BESIDES = 3;
