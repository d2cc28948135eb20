// Leads of a whole run: what may be part of a match is told from what cannot be, before any event is read again.
import type { Plan } from '../eql/index.js';
import type { BulkAction } from '../input/index.js';
import { invariant } from '../source/index.js';
import { actionBytes, readAction } from './action-bytes.js';
import { chainOf, ChainPruner, type ChainPart } from './chain-prune.js';
import { ExternalSort } from './external-sort.js';
import { KeyGroups, maskOf } from './key-groups.js';
import { neededSubqueries } from './query.js';
import { RecordLog, type Records } from './record-log.js';
import { Spool } from './spool.js';

/** A subquery that an event may satisfy. */
export interface LeadProbe {
  readonly query: number;
  readonly subquery: number;
}

/** A query, for what its matches need. */
export interface LeadQuery {
  readonly plan: Plan;
  /** Whether it orders events by the time given to {@link LeadStore.event}. If not, no lead is dropped for its time. */
  readonly usesMainTime: boolean;
}

/** An event that must be read again, with the probes that it may satisfy. */
export interface Survivor {
  readonly input: number;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly index: number;
  /** Place of its text in a {@link Spool}; -1 where its input can be read again. */
  readonly text: number;
  readonly action: BulkAction | null;
  /** Numbers of probes, ascending. */
  readonly probes: readonly number[];
}

/** What a {@link LeadStore} saw and kept. */
export interface LeadStats {
  readonly events: number;
  readonly leads: number;
  /** By probe. */
  readonly leadsByProbe: readonly number[];
  readonly survivingEvents: number;
  readonly survivingLeads: number;
  /** Bytes that did not fit into memory. */
  readonly spilledBytes: number;
}

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** Events and probes are numbered below these: together they make a whole number that a double holds. */
const MAX_EVENTS = 2 ** 32;
const MAX_PROBES = 2 ** 20;
// Columns of an event: offset, line, text; in pairs of words: input and length, index and bytes of the action.
const EVENT_WIDTH = 5;
// Columns of a survivor: input, offset, index, probe; line, text, action; length and bytes of the action in one.
const SURVIVOR_WIDTH = 8;
const SURVIVOR_ORDER = 4;

/**
 * Takes leads in any order and gives the events that may be part of a match: those of queries and join keys that have
 * leads for all that a match needs (see {@link KeyGroups}) and, in a sequence, that are on a chain of them (see
 * {@link ChainPruner}). Some 24 bytes a lead and 40 an event, in memory up to a bound, then in temporary files. Every
 * method may throw the RshellError RS522.
 */
export class LeadStore {
  readonly #parts: readonly ChainPart[];
  readonly #needed: readonly number[];
  /** By probe: whether its leads are matches by themselves. */
  readonly #isAlone: readonly boolean[];
  readonly #leadsByProbe: Float64Array;
  readonly #eventSpool: Spool;
  readonly #events: RecordLog;
  readonly #actions: Spool;
  readonly #groups: KeyGroups;
  readonly #chains: ChainPruner;
  /** What is left of the leads: the number of the event times {@link MAX_PROBES}, plus the probe. */
  readonly #kept: ExternalSort;
  readonly #survivors: ExternalSort;
  #event = -1;
  #ms = Number.NaN;
  #leads = 0;
  #survivingEvents = 0;
  #survivingLeads = 0;

  /** `maxBytes`: memory to use (default 32 MiB). */
  constructor(
    probes: readonly LeadProbe[],
    queries: readonly LeadQuery[],
    { maxBytes = DEFAULT_MAX_BYTES }: { readonly maxBytes?: number } = {},
  ) {
    invariant(probes.length <= MAX_PROBES, 'a probe has a number below 2^20');
    const chains = queries.map(({ plan, usesMainTime }) => (usesMainTime ? chainOf(plan) : null));
    this.#parts = probes.map(({ query, subquery }) => ({
      query,
      subquery,
      mask: maskOf([subquery]),
      chain: chains[query] ?? null,
    }));
    this.#needed = queries.map(({ plan }) => maskOf(neededSubqueries(plan)));
    this.#isAlone = probes.map(({ query }) => queries[query]?.plan.kind === 'event');
    this.#leadsByProbe = new Float64Array(probes.length);
    this.#eventSpool = new Spool(maxBytes / 4);
    this.#events = new RecordLog(EVENT_WIDTH, this.#eventSpool);
    this.#actions = new Spool(maxBytes / 16);
    this.#groups = new KeyGroups(this.#parts, maxBytes / 2);
    this.#chains = new ChainPruner(this.#parts, maxBytes / 4);
    this.#kept = new ExternalSort(1, 1, maxBytes / 8);
    this.#survivors = new ExternalSort(SURVIVOR_WIDTH, SURVIVOR_ORDER, maxBytes / 4);
  }

  /**
   * Starts an event, whose leads follow: where it is (see {@link Survivor}), and when, in whole milliseconds, rounded
   * down; NaN for an event without a readable time.
   */
  event(
    input: number,
    offset: number,
    length: number,
    line: number,
    index: number,
    ms: number,
    text: number,
    action: BulkAction | null,
  ): void {
    this.#event += 1;
    this.#ms = ms;
    invariant(this.#event < MAX_EVENTS, 'an event has a number below 2^32');
    const at = this.#events.add();
    const { data, words } = this.#events;
    data[at] = offset;
    data[at + 1] = line;
    data[at + 2] = text;
    words[at * 2 + 6] = input;
    words[at * 2 + 7] = length;
    words[at * 2 + 8] = index;
    words[at * 2 + 9] = action === null ? 0 : this.#keepAction(action);
  }

  /**
   * Says that the event started last may satisfy a probe. `hashLow` and `hashHigh`, 32 bits each: a hash of its join
   * key, equal for equal keys. One lead for each of its keys.
   */
  lead(probe: number, hashLow: number, hashHigh: number): void {
    this.#leads += 1;
    this.#leadsByProbe[probe] = (this.#leadsByProbe[probe] ?? 0) + 1;
    if (this.#isAlone[probe] === true) this.#keep(probe, this.#event);
    else this.#groups.add(probe, hashLow, hashHigh, this.#event, this.#ms);
  }

  /** Leads taken. */
  get size(): number {
    return this.#leads;
  }

  /** Complete once all survivors have been read. */
  get stats(): LeadStats {
    return {
      events: this.#event + 1,
      leads: this.#leads,
      leadsByProbe: [...this.#leadsByProbe],
      survivingEvents: this.#survivingEvents,
      survivingLeads: this.#survivingLeads,
      spilledBytes: this.#spilledBytes,
    };
  }

  /** What is left, each event once, by input, offset and index. To be read once, when there are no more leads. */
  *survivors(): Generator<Survivor> {
    try {
      this.#prune();
      yield* this.#grouped();
    } finally {
      this.close();
    }
  }

  /** Gives memory and temporary files back; not needed where all survivors have been read. */
  close(): void {
    for (const part of [this.#groups, this.#chains, this.#kept, this.#survivors]) part.close();
    this.#eventSpool.close();
    this.#actions.close();
  }

  get #spilledBytes(): number {
    const parts = [this.#groups, this.#chains, this.#kept, this.#survivors];
    const spools = [this.#eventSpool, this.#actions];
    return [...parts, ...spools].reduce((sum, { spilledBytes }) => sum + spilledBytes, 0);
  }

  /** Actions stand in the order of their events: their lengths are enough to find one. */
  #keepAction(action: BulkAction): number {
    const bytes = actionBytes(action);
    this.#actions.append(bytes);
    return bytes.length;
  }

  #keep(probe: number, event: number): void {
    const at = this.#kept.add();
    this.#kept.data[at] = event * MAX_PROBES + probe;
  }

  /** Drops leads, step by step; each gives its memory back before the next one takes some. */
  #prune(): void {
    const keep = (probe: number, event: number): void => {
      this.#keep(probe, event);
    };
    this.#groups.complete(this.#needed, (group, probe, event, ms) => {
      if (this.#parts[probe]?.chain === null) keep(probe, event);
      else this.#chains.add(group, probe, event, ms);
    });
    this.#groups.close();
    this.#chains.prune(keep);
    this.#chains.close();
    this.#locate();
    this.#kept.close();
    this.#eventSpool.close();
  }

  /** Joins the leads that are left with the places of their events, going through both once. */
  #locate(): void {
    const kept = this.#kept.sorted();
    const events = this.#events.read();
    let last = -1;
    let event = -1;
    let action = 0;
    while (kept.next()) {
      const lead = kept.data[kept.at] ?? 0;
      if (lead === last) continue;
      last = lead;
      for (const wanted = Math.floor(lead / MAX_PROBES); event < wanted; event++) {
        if (event >= 0) action += events.words[events.at * 2 + 9] ?? 0;
        events.next();
      }
      this.#addSurvivor(events, lead % MAX_PROBES, action);
    }
  }

  #addSurvivor({ data, words, at: from }: Records, probe: number, action: number): void {
    this.#survivingLeads += 1;
    const to = this.#survivors.add();
    const target = this.#survivors.data;
    target[to] = words[from * 2 + 6] ?? 0;
    target[to + 1] = data[from] ?? 0;
    target[to + 2] = words[from * 2 + 8] ?? 0;
    target[to + 3] = probe;
    target[to + 4] = data[from + 1] ?? 0;
    target[to + 5] = data[from + 2] ?? 0;
    target[to + 6] = action;
    this.#survivors.words[(to + 7) * 2] = words[from * 2 + 7] ?? 0;
    this.#survivors.words[(to + 7) * 2 + 1] = words[from * 2 + 9] ?? 0;
  }

  /** The leads of one event together. */
  *#grouped(): Generator<Survivor> {
    const records = this.#survivors.sorted();
    let isLeft = records.next();
    while (isLeft) {
      const probes: number[] = [];
      const survivor = this.#survivorAt(records, probes);
      do {
        const probe = records.data[records.at + 3] ?? 0;
        if (probes.at(-1) !== probe) probes.push(probe);
        isLeft = records.next();
      } while (isLeft && isAt(records, survivor));
      this.#survivingEvents += 1;
      yield survivor;
    }
  }

  #survivorAt({ data, words, at }: Records, probes: readonly number[]): Survivor {
    const length = words[(at + 7) * 2 + 1] ?? 0;
    return {
      input: data[at] ?? 0,
      offset: data[at + 1] ?? 0,
      index: data[at + 2] ?? 0,
      line: data[at + 4] ?? 0,
      text: data[at + 5] ?? 0,
      length: words[(at + 7) * 2] ?? 0,
      action: length === 0 ? null : readAction(this.#actions.read(data[at + 6] ?? 0, length)),
      probes,
    };
  }
}

function isAt({ data, at }: Records, { input, offset, index }: Survivor): boolean {
  return data[at] === input && data[at + 1] === offset && data[at + 2] === index;
}
