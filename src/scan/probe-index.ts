// Decides which subqueries are worth evaluating for an event. Tables are made from the rules alone, so no input can
// defeat them: for each field that conditions require values of, a map from value to the set of subqueries that this
// value leaves possible, and one set for values that no rule names.
import type { Event, Value } from '../event/index.js';
import type { Requirement, Subquery } from '../eql/index.js';
import { addAll, bitsFor, keepOnly, setBit, type Bits } from './bitset.js';

/** One subquery of one query, as the scan half evaluates it. */
export interface Probe {
  /** Index of its query in the scan. */
  readonly query: number;
  /** Index of the subquery in its query. */
  readonly subquery: number;
  readonly run: Subquery;
  /** The subqueries of a candidate that satisfies this one only: shared by all of them. */
  readonly alone: readonly number[];
  /** A number for its list of key fields: probes with the same fields have the same keys for an event. */
  readonly keyList: number;
}

/** The probes that look at events of one category, indexed by what they require. */
export class ProbeIndex {
  readonly probes: readonly Probe[];
  readonly #tables: readonly RequirementTable[];
  readonly #live: Bits;
  readonly #scratch: Bits;

  constructor(probes: readonly Probe[]) {
    this.probes = probes;
    this.#tables = buildTables(probes);
    this.#live = bitsFor(probes.length);
    this.#scratch = bitsFor(probes.length);
  }

  /**
   * Appends to `satisfied` every probe among `allowed` that `event` satisfies, in the order of `probes`.
   * `allowed` has a bit for each probe; it is not changed.
   */
  collect(event: Event, allowed: Bits, satisfied: Probe[]): void {
    const live = this.#live;
    for (let word = 0; word < live.length; word++) live[word] = allowed[word] ?? 0;
    for (const table of this.#tables) {
      if (!keepOnly(live, this.#possible(table, event))) return;
    }
    for (let word = 0; word < live.length; word++) {
      let left = live[word] ?? 0;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        left &= left - 1;
        const probe = this.probes[(word << 5) + bit];
        if (probe?.run.matches(event) === true) satisfied.push(probe);
      }
    }
  }

  /** The probes that the event's value of the table's field leaves possible. */
  #possible(table: RequirementTable, event: Event): Bits {
    const value: Value = table.folded ? event.folded(table.slot) : event.get(table.slot);
    if (typeof value === 'string') return table.byValue.get(value) ?? table.anyValue;
    if (value === null) return table.absent;
    if (typeof value !== 'object') return table.byValue.get(String(value)) ?? table.anyValue;
    const union = this.#scratch;
    union.set(table.anyValue);
    for (const item of value) {
      const more = table.byValue.get(String(item));
      if (more !== undefined) addAll(union, more);
    }
    return union;
  }
}

/** What the values of one field say about the probes of a category. */
interface RequirementTable {
  readonly slot: number;
  readonly folded: boolean;
  /** Probes possible when the field is absent: those that require nothing of it. */
  readonly absent: Bits;
  /** Probes possible for a value that none names. */
  readonly anyValue: Bits;
  /** Probes possible for a value that some name, those of `anyValue` included. */
  readonly byValue: ReadonlyMap<string, Bits>;
}

/** A table costs a lookup for every event of the category; it must rule out at least this share of the probes. */
const WORTHWHILE_SHARE = 1 / 40;

function buildTables(probes: readonly Probe[]): readonly RequirementTable[] {
  const byField = new Map<string, Map<number, Requirement>>();
  for (const [number, probe] of probes.entries()) {
    for (const requirement of probe.run.requirements) {
      const field = `${requirement.folded ? '~' : '='}${requirement.path}`;
      const holders = byField.get(field) ?? new Map<number, Requirement>();
      byField.set(field, holders);
      holders.set(number, narrower(holders.get(number), requirement));
    }
  }
  return [...byField.values()]
    .filter((holders) => {
      const narrowing = [...holders.values()].filter(({ values }) => values !== null).length;
      return narrowing > 0 && narrowing >= probes.length * WORTHWHILE_SHARE;
    })
    .sort((a, b) => b.size - a.size)
    .map((holders) => buildTable(probes.length, holders));
}

/** Of two requirements on the same field, both necessary, the one that rules out more. */
function narrower(a: Requirement | undefined, b: Requirement): Requirement {
  if (a === undefined || a.values === null) return b;
  return b.values !== null && b.values.size < a.values.size ? b : a;
}

function buildTable(size: number, holders: ReadonlyMap<number, Requirement>): RequirementTable {
  const absent = bitsFor(size);
  const anyValue = bitsFor(size);
  for (let number = 0; number < size; number++) {
    const requirement = holders.get(number);
    if (requirement === undefined) setBit(absent, number);
    if (requirement === undefined || requirement.values === null) setBit(anyValue, number);
  }
  const byValue = new Map<string, Bits>();
  for (const [number, requirement] of holders) {
    for (const value of requirement.values ?? []) {
      let bits = byValue.get(value);
      if (bits === undefined) byValue.set(value, (bits = anyValue.slice()));
      setBit(bits, number);
    }
  }
  const [{ slot, folded } = { slot: 0, folded: false }] = holders.values();
  return { slot, folded, absent, anyValue, byValue };
}
