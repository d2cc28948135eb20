// A run over one live input: correlated as it comes, within a window for events out of order. Lines with leads are parsed at once.
import type { MatcherStats } from '../engine/index.js';
import type { Timestamp } from '../event/index.js';
import { documentsOfText } from '../input/index.js';
import type { Input } from '../io/index.js';
import { StreamCorrelator, type DecidedMatch } from './correlator.js';
import type { EventRef } from './event-ref.js';
import type { FlatMemory } from './flat-memory.js';
import type { ReadingSink, ScanHalf } from './half.js';
import { idle, withIdle } from './idle.js';
import type { InputLog } from './input-log.js';
import type { Probe } from './probe.js';
import type { ScanQuery } from './query.js';
import type { ScanSettings } from './settings.js';

/**
 * Sequences and sample keys that a query holds over a stream, unless told otherwise: a stream may go on for months, and a
 * sample has no time bound. Giving one up is counted and reported.
 */
export const STREAM_MAX_IN_FLIGHT = 100_000;

export class Stream {
  readonly #input: Input;
  readonly #settings: ScanSettings;
  readonly #half: ScanHalf;
  readonly #memory: FlatMemory;
  readonly #correlator: StreamCorrelator;
  /** By probe: events that may satisfy it, and that do. */
  readonly possible: Float64Array;
  readonly verified: Float64Array;
  #decided: DecidedMatch[] = [];

  constructor(
    input: Input,
    queries: readonly ScanQuery[],
    settings: ScanSettings,
    half: ScanHalf,
    memory: FlatMemory,
  ) {
    this.#input = input;
    this.#settings = settings;
    this.#half = half;
    this.#memory = memory;
    this.#correlator = new StreamCorrelator(
      queries.map(({ compiled }) => compiled.plan),
      { maxInFlight: STREAM_MAX_IN_FLIGHT, ...settings.matcher },
      settings.reorderWindowMs,
    );
    this.possible = new Float64Array(half.probes.length);
    this.verified = new Float64Array(half.probes.length);
  }

  get stats(): readonly MatcherStats[] {
    return this.#correlator.stats;
  }

  get late(): number {
    return this.#correlator.late;
  }

  /** Reads to the end, or until `signal` is aborted; hands matches to `deliver` as they are decided. */
  async read(
    log: InputLog,
    signal: AbortSignal | undefined,
    deliver: (decided: readonly DecidedMatch[]) => Promise<void>,
  ): Promise<void> {
    const { kernel } = this.#half;
    const reader = this.#half.reader(this.#input, log, this.#sink());
    const quietAfter = Math.max(this.#settings.reorderWindowMs, 1);
    try {
      for await (const block of withIdle(this.#input.blocks(kernel.window), quietAfter, signal)) {
        if (block === idle) {
          reader.idle();
          this.#hold(this.#correlator.flush());
        } else {
          reader.push(block);
          this.#see(kernel.latest);
          this.#memory.read(block.length, this.#half.parsedBytes);
        }
        await deliver(this.#take());
        if (reader.stopped) break;
      }
      if (signal?.aborted !== true) reader.end();
    } finally {
      log.lookedLike(reader);
      log.countEvents(this.#half.report());
    }
  }

  /** Decides what is left, when there is no more to read. */
  async end(deliver: (decided: readonly DecidedMatch[]) => Promise<void>): Promise<void> {
    this.#hold(this.#correlator.end());
    await deliver(this.#take());
  }

  #sink(): ReadingSink {
    const { evaluator, kernel, probes, clock } = this.#half;
    const possible: Probe[] = [];
    let line: EventRef | null = null;
    return {
      line: (number, offset, bytes, start, end, _ms, latestMs, latestNs) => {
        if (Number.isFinite(latestMs)) this.#see({ ms: latestMs, ns: latestNs });
        const raw = Buffer.from(bytes.subarray(start, end));
        const length = end - start;
        line = { input: 0, offset, index: 0, length, line: number, raw, action: null };
      },
      lead: (number) => {
        const probe = probes[number];
        // One that is possible with several join keys comes several times.
        if (probe !== undefined && possible.at(-1) !== probe) possible.push(probe);
      },
      lineEnd: () => {
        const { raw } = line ?? {};
        const document =
          raw === undefined || raw === null ? undefined : documentsOfText(raw)[0]?.document;
        if (line !== null && document !== undefined) {
          evaluator.turnTo(document, null);
          this.#half.parsedBytes += line.length;
          this.#accept(line, evaluator.satisfied(possible, clock), possible);
        }
        possible.length = 0;
      },
      document: (place, satisfied) => {
        this.#see(kernel.latest);
        if (satisfied.length > 0) {
          const { offset, length, line: number, index, action } = place;
          const raw = place.copyText();
          this.#accept(
            { input: 0, offset, index, length, line: number, raw, action },
            satisfied,
            satisfied,
          );
        }
        this.#see(evaluator.time());
      },
    };
  }

  /** Hands on the candidates of the event that the evaluator has turned to. */
  #accept(ref: EventRef, satisfied: readonly Probe[], possible: readonly Probe[]): void {
    for (const { number } of possible) this.possible[number] = (this.possible[number] ?? 0) + 1;
    for (const { number } of satisfied) this.verified[number] = (this.verified[number] ?? 0) + 1;
    if (satisfied.length === 0) return;
    const { evaluator, clock } = this.#half;
    clock?.start();
    evaluator.emit(ref, (query, candidate) => {
      this.#hold(this.#correlator.accept(query, candidate));
      clock?.lap(query);
    });
  }

  /** Notes how far event time has come, and decides what that decides. */
  #see(time: Timestamp | null): void {
    const until = time === null ? null : this.#correlator.see(time);
    if (until !== null) this.#hold(this.#correlator.advance(until));
  }

  #hold(matches: Iterable<DecidedMatch>): void {
    for (const match of matches) this.#decided.push(match);
  }

  #take(): readonly DecidedMatch[] {
    const decided = this.#decided;
    this.#decided = [];
    return decided;
  }
}
