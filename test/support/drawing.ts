import type { SamplePlan, SequencePlan } from '../../src/eql/index.js';
import {
  compareMatches,
  createMatcher,
  type Candidate,
  type Match,
  type MatcherOptions,
  type MatcherStats,
} from '../../src/engine/index.js';
import { keyText, NO_KEY, type JoinKey, type Ordinal } from '../../src/event/index.js';

/**
 * A drawing of the events that a sequence or sample sees. Columns are moments, rows are subqueries:
 *
 *     maxspan  10s
 *     at       0    1     2    10.5
 *     A        A1   .     .    .
 *     !M       .    M1/k  .    .
 *     B*2      .    .     B1   B2
 *     until    .    .     B1   .
 *
 * A row is a label and one cell a column, parted by spaces. Rows of subqueries stand in the order of the stages.
 * - `.`: nothing. Anything else names an event that satisfies the subquery of the row; the name in several rows of a
 *   column is one event. A column holds one event.
 * - `e/k`: the event has the join key `k` for this subquery; `e/k,l`: both of these; `e/-`: the null key.
 * - `!M`: a missing event. `B*2`: with runs=2. A label without cells repeats an earlier subquery as another stage.
 * - `until`: the until subquery. `maxspan`: in seconds.
 * - `at`: the time of each column in seconds, up to nine decimals; `?` for an event without timestamp. Without this
 *   row a second lies between columns.
 *
 * Matches are written `A1 - B1 B2 /k`: the events by name, `-` for a missing one, and the join key where there is one.
 */
export interface Drawing {
  readonly sequence: SequencePlan;
  readonly sample: SamplePlan;
  /** In ordinal order. */
  readonly candidates: readonly Candidate[];
  /** The match as drawings write it. */
  readonly show: (match: Match) => string;
}

/** Reads a drawing. Throws when it is not one. */
export function readDrawing(text: string): Drawing {
  const subqueries: Row[] = [];
  const stages: { readonly subquery: number; readonly missing: boolean }[] = [];
  let until: number | null = null;
  let times: readonly string[] | null = null;
  let maxspanMs: number | null = null;
  for (const line of text.trim().split('\n')) {
    const [label = '', ...cells] = line.trim().split(/\s+/);
    if (label === 'maxspan') {
      maxspanMs = Math.round(Number.parseFloat(cells.join('')) * 1000);
    } else if (label === 'at') {
      times = cells;
    } else {
      const [, bang, name = '', runs = '1'] = /^(!?)(\w+)(?:\*(\d+))?$/.exec(label) ?? [];
      let subquery = subqueries.findIndex((row) => row.name === name);
      if (subquery < 0) subquery = subqueries.push({ name, cells }) - 1;
      else if (cells.length > 0) throw new Error(`drawing: row ${name} has cells twice`);
      if (name === 'until') until = subquery;
      else
        for (let run = Number(runs); run > 0; run--)
          stages.push({ subquery, missing: bang === '!' });
    }
  }
  const names = new Map<number, string>();
  return {
    sequence: { kind: 'sequence', stages, until, maxspanMs, pipes: [] },
    sample: { kind: 'sample', size: subqueries.length },
    candidates: candidatesOf(subqueries, times, names),
    show: ({ events, key }) => {
      const shown = events.map((event) =>
        event === null ? '-' : (names.get(event.position.offset) ?? '?'),
      );
      if (key.values.length > 0) shown.push(`/${key.values.join()}`);
      return shown.join(' ');
    },
  };
}

/** What a matcher makes of candidates: all matches in official order, and the stats at the end. */
export function play(
  plan: SequencePlan | SamplePlan,
  candidates: readonly Candidate[],
  options: MatcherOptions = {},
): { readonly matches: readonly Match[]; readonly stats: MatcherStats } {
  const matcher = createMatcher(plan, options);
  const matches = candidates.flatMap((candidate) => matcher.accept(candidate));
  matches.push(...matcher.end());
  return { matches: matches.sort(compareMatches(plan)), stats: matcher.stats };
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

function candidatesOf(
  rows: readonly Row[],
  times: readonly string[] | null,
  names: Map<number, string>,
): Candidate[] {
  const width = times?.length ?? rows[0]?.cells.length ?? 0;
  for (const { name, cells } of rows) {
    if (cells.length !== width) throw new Error(`drawing: row ${name} has not ${width} cells`);
  }
  const candidates: Candidate[] = [];
  for (let column = 0; column < width; column++) {
    const ordinal: Ordinal = {
      time: readTime(times?.[column] ?? String(column)),
      tiebreaker: null,
      position: { input: 0, offset: column, index: 0 },
    };
    const byKey = new Map<string, Candidate & { readonly subqueries: number[] }>();
    for (const [subquery, { cells }] of rows.entries()) {
      const cell = cells[column] ?? '.';
      if (cell === '.') continue;
      const [name = '', keys] = cell.split('/');
      if ((names.get(column) ?? name) !== name) throw new Error(`drawing: two events in ${column}`);
      names.set(column, name);
      for (const key of keys === undefined ? [NO_KEY] : keys.split(',').map(readKey)) {
        const candidate = byKey.get(key.text);
        if (candidate === undefined) byKey.set(key.text, { ordinal, key, subqueries: [subquery] });
        else candidate.subqueries.push(subquery);
      }
    }
    candidates.push(...byKey.values());
  }
  return candidates;
}

function readTime(seconds: string): Ordinal['time'] {
  if (seconds === '?') return null;
  const [whole = '', fraction = ''] = seconds.split('.');
  const digits = fraction.padEnd(9, '0');
  return { ms: Number(whole) * 1000 + Number(digits.slice(0, 3)), ns: Number(digits.slice(3)) };
}

function readKey(text: string): JoinKey {
  const values = [text === '-' ? null : text];
  return { values, text: keyText(values) };
}
