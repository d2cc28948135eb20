// What is found in a live input: lines with leads are judged at once, by the fields that the kernel has read, and kept where they matter.
import type { Candidate } from '../engine/index.js';
import type { Timestamp } from '../event/index.js';
import { RecordedEvent, recordedOfText } from '../input/index.js';
import type { EventRef } from './event-ref.js';
import type { ReadingSink, ScanHalf } from './half.js';
import type { InputLog } from './input-log.js';
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

/** A line with leads, or those of the records of an event, `[start, end)` of `bytes`, as long as these are there. */
interface LineAtHand {
  readonly line: number;
  readonly offset: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Of records: what stands before them in a text that is kept. */
  readonly head: string | null;
}

/** Hands on what `half` finds; `log` is that of the input. */
export function liveSink(half: ScanHalf, log: InputLog, taker: LiveTaker): ReadingSink {
  const { evaluator, kernel, probes, clock } = half;
  const possible: Probe[] = [];
  let line: LineAtHand | null = null;

  /** Hands on the candidates of the event that the evaluator has turned to. */
  const accept = (
    ref: () => EventRef,
    satisfied: readonly Probe[],
    suspected: readonly Probe[],
  ): void => {
    taker.count(suspected, satisfied);
    if (satisfied.length === 0) return;
    clock?.start();
    evaluator.emit(ref(), (query, candidate) => {
      taker.accept(query, candidate);
      clock?.lap(query);
    });
  };

  const begin = (next: LineAtHand, latestMs: number, latestNs: number): void => {
    if (Number.isFinite(latestMs)) taker.see({ ms: latestMs, ns: latestNs });
    line = next;
  };

  const judge = ({ line: number, offset, bytes, start, end, head }: LineAtHand): void => {
    const lines = bytes.subarray(start, end);
    const ref = (text: Buffer): EventRef => {
      const raw = apart(text);
      const { length } = raw;
      return { line: number, offset, input: taker.file(), index: 0, length, raw, action: null };
    };
    if (head === null) {
      evaluator.turnToLine(kernel.event);
      accept(() => ref(lines), evaluator.satisfied(possible, clock), possible);
      half.tellCurtailed(log, { line: number, offset, index: 0 });
      return;
    }
    // The kernel has gone on: what is left of the event are its records.
    const raw = Buffer.concat([Buffer.from(head), lines]);
    const event = recordedOfText(raw);
    if (event === undefined) return;
    half.parsedBytes += raw.length;
    evaluator.turnToRecorded(event);
    accept(() => ref(raw), evaluator.satisfied(possible, clock), possible);
    half.tellCurtailed(log, { line: number, offset, index: 0 });
  };

  return {
    eachLine: true,
    line: (number, offset, bytes, start, end, _ms, latestMs, latestNs) => {
      begin({ line: number, offset, bytes, start, end, head: null }, latestMs, latestNs);
    },
    records: (number, offset, bytes, start, end, _ms, latestMs, latestNs, around) => {
      const head = RecordedEvent.head(around);
      begin({ line: number, offset, bytes, start, end, head }, latestMs, latestNs);
    },
    lead: (number) => {
      const probe = probes[number];
      // One that is possible with several join keys comes several times.
      if (probe !== undefined && possible.at(-1) !== probe) possible.push(probe);
    },
    lineEnd: () => {
      if (line !== null) judge(line);
      possible.length = 0;
    },
    document: (place, satisfied) => {
      taker.see(kernel.latest);
      const ref = (): EventRef => {
        const { file, offset, line: number, index, action } = place;
        const raw = apart(place.copyText());
        const { length } = raw;
        return { input: file, offset, index, length, line: number, raw, action };
      };
      if (satisfied.length > 0) accept(ref, satisfied, satisfied);
      taker.see(evaluator.time());
    },
  };
}

/** A copy in memory of its own: small buffers share theirs, and one that is kept for hours would keep all of that. */
function apart(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
