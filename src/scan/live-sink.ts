// What is found in a live input: lines with leads are parsed at once, for they cannot be read again.
import type { Candidate } from '../engine/index.js';
import type { Timestamp } from '../event/index.js';
import { documentsOfText } from '../input/index.js';
import type { EventRef } from './event-ref.js';
import type { ReadingSink, ScanHalf } from './half.js';
import type { Probe } from './probe.js';

/** Takes what is found. */
export interface LiveTaker {
  /** Number of the file at hand. */
  readonly file: () => number;
  /** The time of an event, or of several the latest, before those that follow are taken; null: it has none. */
  readonly see: (time: Timestamp | null) => void;
  readonly accept: (query: number, candidate: Candidate) => void;
  /** An event that may satisfy some probes, and does satisfy some of these. */
  readonly count: (possible: readonly Probe[], satisfied: readonly Probe[]) => void;
}

/** Hands on what `half` finds. */
export function liveSink(half: ScanHalf, taker: LiveTaker): ReadingSink {
  const { evaluator, kernel, probes, clock } = half;
  const possible: Probe[] = [];
  let line: EventRef | null = null;

  /** Hands on the candidates of the event that the evaluator has turned to. */
  const accept = (
    ref: EventRef,
    satisfied: readonly Probe[],
    suspected: readonly Probe[],
  ): void => {
    taker.count(suspected, satisfied);
    if (satisfied.length === 0) return;
    clock?.start();
    evaluator.emit(ref, (query, candidate) => {
      taker.accept(query, candidate);
      clock?.lap(query);
    });
  };

  return {
    line: (number, offset, bytes, start, end, _ms, latestMs, latestNs) => {
      if (Number.isFinite(latestMs)) taker.see({ ms: latestMs, ns: latestNs });
      const raw = Buffer.from(bytes.subarray(start, end));
      const length = end - start;
      line = { input: taker.file(), offset, index: 0, length, line: number, raw, action: null };
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
        half.parsedBytes += line.length;
        accept(line, evaluator.satisfied(possible, clock), possible);
      }
      possible.length = 0;
    },
    document: (place, satisfied) => {
      taker.see(kernel.latest);
      if (satisfied.length > 0) {
        const { offset, line: number, index, action } = place;
        const raw = place.copyText();
        const { length } = raw;
        const input = taker.file();
        accept({ input, offset, index, length, line: number, raw, action }, satisfied, satisfied);
      }
      taker.see(evaluator.time());
    },
  };
}
