// Which queries and join keys have something for every subquery that a match needs: the cheapest reason why an event
// cannot be part of one, and the most frequent.
import { GroupTable, mix, randomSeed } from './group-table.js';
import { RecordLog, type Records } from './record-log.js';
import { Spool } from './spool.js';

/** What an event is to a query: one or more of its subqueries. */
export interface GroupPart {
  readonly query: number;
  /** See {@link maskOf}. */
  readonly mask: number;
}

/** What {@link KeyGroups.complete} gives; `group` is a number that only those of the same query and key have. */
export type PartVisitor = (group: number, part: number, item: number, value: number) => void;

const PARTITION_BITS = 6;
/** Groups that are told apart at a time: some 25 MB. */
const MAX_GROUPS = 1 << 20;
const WIDTH = 3;

/**
 * Parts of possible matches, grouped by query and by a hash of their join key: two keys may share one, which only
 * keeps parts that could go. They are split by that hash, so that each share has few enough groups to tell apart.
 */
export class KeyGroups {
  readonly #parts: readonly GroupPart[];
  readonly #spool: Spool;
  readonly #maxGroups: number;
  readonly #partitions: Partitions;
  readonly #table = new GroupTable();
  /** By query: the subqueries that some part was for, whatever its key. */
  readonly #masks: number[] = [];
  #size = 0;
  #groups = 0;

  /**
   * `parts`: the kinds of parts; may grow. `memoryBytes`: what is beyond goes to a temporary file. `maxGroups`: groups
   * to tell apart at a time.
   */
  constructor(parts: readonly GroupPart[], memoryBytes: number, maxGroups = MAX_GROUPS) {
    this.#parts = parts;
    this.#spool = new Spool(memoryBytes);
    this.#maxGroups = maxGroups;
    this.#partitions = new Partitions(this.#spool);
  }

  get size(): number {
    return this.#size;
  }

  get spilledBytes(): number {
    return this.#spool.spilledBytes;
  }

  /**
   * `part`: a number in `parts`. `low` and `high`: the hash, 32 bits each. `item`, a whole number below 2^32, and
   * `value` are given back with it.
   */
  add(part: number, low: number, high: number, item: number, value: number): void {
    this.#size += 1;
    const { query, mask } = this.#parts[part] ?? NO_PART;
    this.#masks[query] = (this.#masks[query] ?? 0) | mask;
    const log = this.#partitions.of(query, low, high);
    const at = log.add();
    const { data, words } = log;
    words[at * 2] = part;
    words[at * 2 + 1] = low;
    words[at * 2 + 2] = high;
    words[at * 2 + 3] = item;
    data[at + 2] = value;
  }

  /**
   * Gives the parts of those groups that have, taken together, all subqueries of `needed`, a mask by query. Those of
   * one group come in the order in which they were added, but not one after the other.
   */
  complete(needed: readonly number[], visit: PartVisitor): void {
    // Most queries lack something whatever the key: their parts need no grouping.
    const isHopeless = needed.map((mask, query) => (mask & ~(this.#masks[query] ?? 0)) !== 0);
    this.#completeIn(this.#partitions, { needed, isHopeless }, visit);
  }

  close(): void {
    this.#spool.close();
  }

  #completeIn(partitions: Partitions, wanted: Wanted, visit: PartVisitor): void {
    for (const log of partitions.logs) {
      if (this.#tell(log, wanted)) this.#visitComplete(log, wanted, visit);
      else this.#completeIn(this.#split(log), wanted, visit);
    }
  }

  /** Tells the groups of a partition apart; false when there are too many. */
  #tell(log: RecordLog, { isHopeless }: Wanted): boolean {
    const table = this.#table;
    table.clear(log.size);
    const records = log.read();
    while (records.next()) {
      const { query, mask } = this.#partOf(records);
      if (isHopeless[query] === true) continue;
      const { words, at } = records;
      table.include(table.group(query, words[at * 2 + 1] ?? 0, words[at * 2 + 2] ?? 0), mask);
      if (table.size > this.#maxGroups) return false;
    }
    return true;
  }

  #visitComplete(log: RecordLog, { needed, isHopeless }: Wanted, visit: PartVisitor): void {
    const table = this.#table;
    const records = log.read();
    while (records.next()) {
      const { words, data, at } = records;
      const { query } = this.#partOf(records);
      if (isHopeless[query] === true) continue;
      const group = table.group(query, words[at * 2 + 1] ?? 0, words[at * 2 + 2] ?? 0);
      if (!table.hasAll(group, needed[query] ?? 0)) continue;
      visit(
        this.#groups + group,
        words[at * 2] ?? 0,
        words[at * 2 + 3] ?? 0,
        data[at + 2] ?? Number.NaN,
      );
    }
    this.#groups += table.size;
  }

  /** The records of a partition in partitions of their own. */
  #split(log: RecordLog): Partitions {
    const partitions = new Partitions(this.#spool);
    const records = log.read();
    while (records.next()) {
      const { query } = this.#partOf(records);
      const from = records.at * 2;
      const { words } = records;
      const target = partitions.of(query, words[from + 1] ?? 0, words[from + 2] ?? 0);
      const to = target.add() * 2;
      for (let word = 0; word < WIDTH * 2; word++)
        target.words[to + word] = words[from + word] ?? 0;
    }
    return partitions;
  }

  #partOf({ words, at }: Records): GroupPart {
    return this.#parts[words[at * 2] ?? 0] ?? NO_PART;
  }
}

/** By query: the subqueries that its matches need, and whether one of them has no part at all. */
interface Wanted {
  readonly needed: readonly number[];
  readonly isHopeless: readonly boolean[];
}

const NO_PART: GroupPart = { query: 0, mask: 0 };

/** Records divided by the hash of their group. */
class Partitions {
  readonly #spool: Spool;
  /** By the first bits of the hash; null for those without records: a search of a few events fills one or two. */
  readonly #logs: (RecordLog | null)[] = Array.from({ length: 1 << PARTITION_BITS }, () => null);
  readonly #seed = randomSeed();

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get logs(): readonly RecordLog[] {
    return this.#logs.filter((log) => log !== null);
  }

  of(query: number, low: number, high: number): RecordLog {
    const number = mix(this.#seed, query, low, high) >>> (32 - PARTITION_BITS);
    return (this.#logs[number] ??= new RecordLog(WIDTH, this.#spool));
  }
}

/** Subqueries as bits. Those from the 32nd on are left out, which only makes more groups complete. */
export function maskOf(subqueries: readonly number[]): number {
  return subqueries.reduce((mask, subquery) => (subquery < 32 ? mask | (1 << subquery) : mask), 0);
}
