// One plain file read by several threads. It goes out in ranges, whose results are merged in the order of the file, so that it is as if one
// thread had read it all. Lines that a kernel left are read here. So is everything where a line turns out to be more than a line, up to the
// end of the range; where that happens again and again, the rest of the file.
import { setImmediate } from 'node:timers/promises';
import type { DocumentReader } from '../input/index.js';
import type { Input } from '../io/index.js';
import { readLeads } from '../kernel/index.js';
import type { Crew, CrewResult, Order } from './crew.js';
import type { ReadingSink, ScanHalf } from './half.js';
import type { InputLog } from './input-log.js';
import type { LearntKinds } from './kernel-screen.js';
import type { RangeResult } from './range-reader.js';

/** Files smaller than this are not worth the trouble. */
const SMALLEST_FILE = 4 * 1024 * 1024;
const RANGE_BYTES = 8 * 1024 * 1024;
/** What is read here to see what the file is. */
const FIRST_BYTES = 32 * 1024;
/** What is read here at a time. */
const BLOCK_BYTES = 64 * 1024;
/** After so many ranges in a row that had to be read here, in part or as a whole, threads are no help. */
const MOST_FAILURES = 4;
const NEWLINE = 0x0a;

/** What is needed to read a file with a crew. */
export interface ParallelReading {
  readonly half: ScanHalf;
  readonly crew: Crew;
  readonly input: Input;
  readonly reader: DocumentReader;
  readonly sink: ReadingSink;
  readonly log: InputLog;
}

/** Whether an input may be read in ranges. */
export function isWorthSplitting({ file, size }: Input): boolean {
  return file !== null && (size ?? 0) >= SMALLEST_FILE;
}

/** How many ranges there are to read. */
export function rangesOf(inputs: readonly Input[]): number {
  return inputs
    .filter(isWorthSplitting)
    .reduce((sum, { size }) => sum + Math.ceil((size ?? 0) / RANGE_BYTES), 0);
}

export class ParallelFile {
  readonly #reading: ParallelReading;
  readonly #size: number;
  /** Ranges that are not asked for yet start here. */
  #next: number;
  /** Everything before is read. */
  #done = 0;
  /** Ranges in a row that had to be read here. */
  #failures = 0;
  readonly #orders: (Order & { readonly end: number })[] = [];

  /** Reads the first lines. */
  constructor(reading: ParallelReading) {
    this.#reading = reading;
    this.#size = reading.input.size ?? 0;
    this.#readOn(FIRST_BYTES);
    this.#next = reading.reader.isBetweenLines ? this.#done : this.#size;
  }

  /** Asks for ranges, as many as the crew will start soon. */
  orderMore(): void {
    const { crew, input } = this.#reading;
    while (this.#next < this.#size && input.file !== null && crew.isHungry) {
      const end = Math.min(this.#next + RANGE_BYTES, this.#size);
      const range = { start: this.#next, end };
      const order = crew.order({ kind: 'range', ...input.file, range });
      this.#orders.push({ ...order, end });
      this.#next = end;
    }
  }

  /** Whether all ranges have been asked for. */
  get isOrdered(): boolean {
    return this.#next >= this.#size;
  }

  /**
   * Merges the results; gives the offset up to which the file is read. What is behind it is for the reader alone: the last line without an
   * end, or a file that threads are no help with. `onMerge` is called after each range with its number of bytes, and says whether to go on.
   */
  async merge(onMerge: (bytes: number) => boolean): Promise<number> {
    try {
      this.orderMore();
      for (let order = this.#orders.shift(); order !== undefined; order = this.#orders.shift()) {
        const before = this.#done;
        try {
          this.#mergeResult(await order.result, order.end);
        } finally {
          order.release();
        }
        if (this.#failures === MOST_FAILURES) this.#next = this.#size;
        else this.orderMore();
        // Signals have their turn.
        await setImmediate();
        if (!onMerge(this.#done - before) || this.#failures === MOST_FAILURES) break;
      }
      return this.#done;
    } finally {
      for (const order of this.#orders) order.release();
    }
  }

  /** Takes what was found in the range that ends at `end`, as far as it fits to what was read before; reads the rest of it here. */
  #mergeResult({ result, learnt }: CrewResult, end: number): void {
    const { reader, half } = this.#reading;
    // A text of several lines may have gone on into the range.
    const fits = result !== null && result.start === this.#done && reader.isBetweenLines;
    if (fits) {
      this.#mergePieces(result, learnt);
      half.kernel.addHosts(result.hosts);
    }
    if (this.#done >= end) {
      this.#failures = 0;
    } else {
      this.#failures += 1;
      this.#readOn(end);
    }
  }

  #mergePieces(result: RangeResult, learnt: LearntKinds): void {
    const { half, log, reader } = this.#reading;
    let leads = 0;
    for (const piece of result.pieces) {
      this.#mergeLeads(result, leads, piece.leads, reader.line);
      leads = piece.leads;
      log.countEvents(half.addCensus(learnt, piece.census));
      reader.skip(piece.offset - this.#done, piece.lines);
      this.#done = piece.offset;
      if (piece.left === 0) return;
      this.#readOn(piece.offset + piece.left);
      if (!reader.isBetweenLines) return;
    }
  }

  #mergeLeads({ leads, start }: RangeResult, from: number, to: number, firstLine: number): void {
    const { sink } = this.#reading;
    readLeads(leads.subarray(from, to), {
      line: (offset, length, line, ms, latestMs, latestNs) => {
        const at = start + offset;
        sink.line(firstLine + line, at, NO_BYTES, 0, length, ms, latestMs, latestNs);
      },
      lead: sink.lead,
      lineEnd: sink.lineEnd,
    });
  }

  /** Reads here: to the end of the last line that starts before `end`, or to the end of the file. */
  #readOn(end: number): void {
    const { input, reader } = this.#reading;
    for (;;) {
      const bytes = input.readAt(this.#done, BLOCK_BYTES);
      const last = Math.max(0, end - 1 - this.#done);
      const newline = last < bytes.length ? bytes.indexOf(NEWLINE, last) : -1;
      // Without an end the line may still be being written: it is left to the reader of the rest.
      const isAtEnd = bytes.length < BLOCK_BYTES;
      const length =
        newline !== -1 ? newline + 1 : isAtEnd ? bytes.lastIndexOf(NEWLINE) + 1 : bytes.length;
      reader.push(bytes.subarray(0, length));
      this.#done += length;
      if (newline !== -1 || isAtEnd || reader.stopped) return;
    }
  }
}

const NO_BYTES = Buffer.alloc(0);
