// Decides which subqueries are worth evaluating for an event. Tables are made from the rules alone, so no input can
// defeat them: for each field that conditions require values of, one that tells which subqueries a value leaves possible.
import type { Event } from '../event/index.js';
import { sizeOf, type Requirement, type Subquery } from '../eql/index.js';
import { bitsFor, copyFrom, intersects, keepOnly, type Bits } from './bitset.js';
import { RequirementTable, type Holders } from './requirement-table.js';

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
  /** By probe: what the tables leave to test. */
  readonly #tests: readonly Subquery['matches'][];
  readonly #live: Bits;

  constructor(probes: readonly Probe[]) {
    const allHolders = worthwhile(holdersByField(probes), probes.length);
    const met = new Set(allHolders.flatMap((holders) => narrowingIn(holders)));
    this.probes = probes;
    this.#tables = allHolders.map((holders) => new RequirementTable(probes.length, holders));
    this.#tests = probes.map(({ run }) => run.matchesBeyond(met));
    this.#live = bitsFor(probes.length);
  }

  /**
   * Appends to `satisfied` every probe among `allowed` that `event` satisfies, in the order of `probes`.
   * `allowed` has a bit for each probe; it is not changed.
   */
  collect(event: Event, allowed: Bits, satisfied: Probe[]): void {
    const live = this.#live;
    copyFrom(live, allowed);
    for (const table of this.#tables) {
      // What earlier tables left may be none of this one's business. A field that no event had is asked for all the
      // same: that it never came is what the summary gives as the reason for a silent rule.
      if (table.seen && !intersects(live, table.narrowed)) continue;
      if (!keepOnly(live, table.possible(event))) return;
    }
    for (let word = 0; word < live.length; word++) {
      let left = live[word] ?? 0;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        left &= left - 1;
        const number = (word << 5) + bit;
        if (this.#tests[number]?.(event) !== true) continue;
        const probe = this.probes[number];
        if (probe !== undefined) satisfied.push(probe);
      }
    }
  }
}

/** For each field, by probe, what is required of it. */
function holdersByField(probes: readonly Probe[]): readonly Holders[] {
  const byField = new Map<string, Map<number, Requirement>>();
  for (const [number, probe] of probes.entries()) {
    for (const requirement of probe.run.requirements) {
      const field = `${requirement.folded ? '~' : '='}${requirement.path}`;
      const holders = byField.get(field) ?? new Map<number, Requirement>();
      byField.set(field, holders);
      holders.set(number, narrower(holders.get(number), requirement));
    }
  }
  return [...byField.values()];
}

/** A table costs a lookup for every event of the category; it must be able to rule out this share of the probes. */
const WORTHWHILE_SHARE = 1 / 40;

/** The fields that deserve a table, those that concern most probes first. */
function worthwhile(byField: readonly Holders[], probes: number): readonly Holders[] {
  return byField
    .map((holders) => ({ holders, narrowing: narrowingIn(holders).length }))
    .filter(({ narrowing }) => narrowing > 0 && narrowing >= probes * WORTHWHILE_SHARE)
    .sort((a, b) => b.narrowing - a.narrowing)
    .map(({ holders }) => holders);
}

/** Of two requirements on the same field, both necessary, the one that rules out more. */
function narrower(a: Requirement | undefined, b: Requirement): Requirement {
  if (a === undefined || a.texts === null) return b;
  return b.texts !== null && sizeOf(b.texts) < sizeOf(a.texts) ? b : a;
}

/** Those that are more than presence: what an event meets that has passed the table. */
function narrowingIn(holders: Holders): readonly Requirement[] {
  return [...holders.values()].filter(({ texts }) => texts !== null);
}
