/*
 * Which events of a sequence's candidates are on a chain: one event for each stage that is not a missing event, in
 * ascending order of time, no two neighbours the same, the last at most maxspan after the first. Events at the same
 * millisecond may stand in either order, and nothing else of a sequence is looked at, so every match is a chain.
 *
 * What is on no chain may go without changing a match. Say that event X at stage k is on none. The matcher holds, for
 * each stage, only the newest sequence that got there, so X can do two things to others: at stage k it takes the
 * sequence p that waits for it, and it replaces the sequence q that X's own stage holds. Were it not for X,
 *  - p might go on with a later event at stage k, then e(k+1), ..., e(n). But then p, X, e(k+1), ..., e(n) is a chain
 *    (for the last stage: p, X), since X comes after p and before that later event.
 *  - q might go on with e(k+1), ..., e(n). But then p, X, e(k+1), ..., e(n) is a chain as well: p is newer than q, so
 *    it started no earlier.
 * Either contradicts that X is on no chain: what X took or replaced could not have become a match. Nor does it get in
 * the way of what can, if X goes: what it would replace later started no later than it did, so where that can go on to
 * a match it can itself, and the same argument holds.
 *
 * `until` and missing events only ever end a sequence. Such an event further than maxspan from all that is left of its
 * key ends none that could have become a match. See engine/sequence.ts; test/scan/lead-store-properties.test.ts holds
 * matchers with and without the pruning against each other.
 */
import type { Plan } from '../eql/index.js';
import { ExternalSort } from './external-sort.js';
import type { GroupPart } from './key-groups.js';
import { RecordLog, type Records } from './record-log.js';
import { Spool } from './spool.js';

/** What a plan asks of a chain. */
export interface Chain {
  /** By subquery: the stages of the chain that it satisfies, counted without missing events. */
  readonly stages: readonly (readonly number[])[];
  /** The subqueries that may end a sequence: `until` and missing events. */
  readonly guards: ReadonlySet<number>;
  readonly lastStage: number;
  /** A chain takes less time than this. Times are whole milliseconds, rounded down: one more than maxspan. */
  readonly spanMs: number;
}

/** The chain of a sequence; null for another plan. */
export function chainOf(plan: Plan): Chain | null {
  if (plan.kind !== 'sequence') return null;
  const positive = plan.stages.filter(({ missing }) => !missing);
  const stages: number[][] = [];
  for (const [stage, { subquery }] of positive.entries()) (stages[subquery] ??= []).push(stage);
  const guards = new Set(
    plan.stages.filter(({ missing }) => missing).map(({ subquery }) => subquery),
  );
  if (plan.until !== null) guards.add(plan.until);
  return {
    stages,
    guards,
    lastStage: positive.length - 1,
    spanMs: (plan.maxspanMs ?? Number.POSITIVE_INFINITY) + 1,
  };
}

/** A subquery of a query, with the chain of that query. */
export interface ChainPart extends GroupPart {
  readonly subquery: number;
  readonly chain: Chain | null;
}

/** Told of what is left; may be told of the same twice. */
export type KeptVisitor = (part: number, item: number) => void;

/** In place of a stage: the event may end a sequence. Sorts before the stages. */
const GUARD = -1;
// Columns: group, time, stage, part and item in one; while pruning, the start of the chain.
const TIME = 1;
const STAGE = 2;
const PART_AND_ITEM = 3;
const START = 4;

/**
 * Drops what is on no chain. Goes through sorted records in one direction and back, so that its memory does not depend
 * on how many belong to one group.
 */
export class ChainPruner {
  readonly #parts: readonly ChainPart[];
  readonly #entries: ExternalSort;
  readonly #spool: Spool;
  readonly #mostStages: number;

  /** `maxBytes`: memory to use; a temporary file takes the rest. */
  constructor(parts: readonly ChainPart[], maxBytes: number) {
    this.#parts = parts;
    this.#entries = new ExternalSort(START, STAGE + 1, maxBytes / 2);
    this.#spool = new Spool(maxBytes / 2);
    this.#mostStages = Math.max(0, ...parts.map(({ chain }) => chain?.lastStage ?? 0)) + 1;
  }

  get spilledBytes(): number {
    return this.#entries.spilledBytes + this.#spool.spilledBytes;
  }

  /** Takes a part of a query with a chain. What has no time is dropped: a sequence cannot place it. */
  add(group: number, part: number, item: number, ms: number): void {
    const { chain, subquery } = this.#parts[part] ?? NO_PART;
    if (chain === null || Number.isNaN(ms)) return;
    for (const stage of chain.stages[subquery] ?? []) this.#enter(group, ms, stage, part, item);
    if (chain.guards.has(subquery)) this.#enter(group, ms, GUARD, part, item);
  }

  prune(keep: KeptVisitor): void {
    const begun = this.#forward(this.#entries.sorted());
    this.#entries.close();
    const undecided = this.#backward(begun.readBackward(), keep);
    keepNearBehind(undecided.readBackward(), this.#parts, keep);
  }

  close(): void {
    this.#entries.close();
    this.#spool.close();
  }

  #enter(group: number, ms: number, stage: number, part: number, item: number): void {
    const entries = this.#entries;
    const at = entries.add();
    const { data, words } = entries;
    data[at] = group;
    data[at + TIME] = ms;
    data[at + STAGE] = stage;
    words[(at + PART_AND_ITEM) * 2] = part;
    words[(at + PART_AND_ITEM) * 2 + 1] = item;
  }

  /** Entries that a chain can reach, each with the latest start of such a chain; and guards. */
  #forward(entries: Records): RecordLog {
    const begun = new RecordLog(START + 1, this.#spool);
    /** By stage: the start of a chain that has reached it. Where one can go on in time, that with the latest can. */
    const starts = new BestByItem(this.#mostStages);
    let group = -1;
    while (entries.next()) {
      const { data, at } = entries;
      if (data[at] !== group) {
        group = data[at] ?? 0;
        starts.clear();
      }
      const ms = data[at + TIME] ?? 0;
      const stage = data[at + STAGE] ?? 0;
      let start = ms;
      if (stage !== GUARD) {
        const item = itemAt(entries);
        if (stage > 0) start = starts.best(stage - 1, item);
        if (!(ms - start < chainAt(entries, this.#parts).spanMs)) continue;
        starts.note(stage, start, item);
      }
      const to = copyEntry(entries, begun);
      begun.data[to + START] = start;
    }
    return begun;
  }

  /**
   * From the last entry to the first: tells of those from which a chain can end in time. Gives what is left of those
   * groups that have guards, of these only such as have nothing close in front of them.
   */
  #backward(begun: Records, keep: KeptVisitor): RecordLog {
    const undecided = new RecordLog(START, this.#spool);
    /** By stage: the end of a chain that goes on from it, as a negative number: the earliest is the best. */
    const ends = new BestByItem(this.#mostStages);
    let group = -1;
    let next = Number.POSITIVE_INFINITY;
    while (begun.next()) {
      const { data, at } = begun;
      if (data[at] !== group) {
        group = data[at] ?? 0;
        ends.clear();
        next = Number.POSITIVE_INFINITY;
      }
      const { spanMs, lastStage, guards } = chainAt(begun, this.#parts);
      const ms = data[at + TIME] ?? 0;
      const stage = data[at + STAGE] ?? 0;
      if (stage === GUARD) {
        if (next - ms < spanMs) keepEntry(begun, keep);
        else copyEntry(begun, undecided);
        continue;
      }
      const item = itemAt(begun);
      const end = stage === lastStage ? ms : -ends.best(stage + 1, item);
      if (!(end - (data[at + START] ?? 0) < spanMs)) continue;
      ends.note(stage, -end, item);
      next = ms;
      keepEntry(begun, keep);
      if (guards.size > 0) copyEntry(begun, undecided);
    }
    return undecided;
  }
}

/**
 * By stage, the largest number that was noted, and the largest by another item: an event is not its own neighbour, and
 * without that, one event would be a chain of runs by itself.
 */
class BestByItem {
  readonly #best: Float64Array;
  readonly #item: Float64Array;
  readonly #bestOfOthers: Float64Array;

  constructor(stages: number) {
    this.#best = new Float64Array(stages);
    this.#item = new Float64Array(stages);
    this.#bestOfOthers = new Float64Array(stages);
  }

  clear(): void {
    this.#best.fill(Number.NEGATIVE_INFINITY);
    this.#bestOfOthers.fill(Number.NEGATIVE_INFINITY);
  }

  /** The largest number that another item than `item` has noted; -Infinity when none has. */
  best(stage: number, item: number): number {
    const numbers = this.#item[stage] === item ? this.#bestOfOthers : this.#best;
    return numbers[stage] ?? 0;
  }

  note(stage: number, number: number, item: number): void {
    const best = this.#best[stage] ?? 0;
    if (this.#item[stage] !== item) {
      if (number < best) {
        this.#bestOfOthers[stage] = Math.max(number, this.#bestOfOthers[stage] ?? 0);
        return;
      }
      this.#bestOfOthers[stage] = best;
      this.#item[stage] = item;
    }
    this.#best[stage] = Math.max(number, best);
  }
}

/** Tells of the guards that come close behind something that is left. */
function keepNearBehind(entries: Records, parts: readonly ChainPart[], keep: KeptVisitor): void {
  let group = -1;
  let last = Number.NEGATIVE_INFINITY;
  while (entries.next()) {
    const { data, at } = entries;
    if (data[at] !== group) {
      group = data[at] ?? 0;
      last = Number.NEGATIVE_INFINITY;
    }
    const ms = data[at + TIME] ?? 0;
    if (data[at + STAGE] !== GUARD) last = ms;
    else if (ms - last < chainAt(entries, parts).spanMs) keepEntry(entries, keep);
  }
}

function chainAt({ words, at }: Records, parts: readonly ChainPart[]): Chain {
  return parts[words[(at + PART_AND_ITEM) * 2] ?? 0]?.chain ?? NO_CHAIN;
}

function itemAt({ words, at }: Records): number {
  return words[(at + PART_AND_ITEM) * 2 + 1] ?? 0;
}

function keepEntry(entry: Records, keep: KeptVisitor): void {
  keep(entry.words[(entry.at + PART_AND_ITEM) * 2] ?? 0, itemAt(entry));
}

/** Appends the columns up to {@link START}; gives the place. */
function copyEntry({ data, words, at }: Records, log: RecordLog): number {
  const to = log.add();
  for (let column = 0; column < PART_AND_ITEM; column++)
    log.data[to + column] = data[at + column] ?? 0;
  // Not as a number: see ExternalSort.
  log.words[(to + PART_AND_ITEM) * 2] = words[(at + PART_AND_ITEM) * 2] ?? 0;
  log.words[(to + PART_AND_ITEM) * 2 + 1] = words[(at + PART_AND_ITEM) * 2 + 1] ?? 0;
  return to;
}

const NO_CHAIN: Chain = { stages: [], guards: new Set(), lastStage: 0, spanMs: 0 };
const NO_PART: ChainPart = { query: 0, mask: 0, subquery: 0, chain: null };
