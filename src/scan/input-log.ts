import type { DocumentReader, InputFormat, InputProblem } from '../input/index.js';
import type { Compression, Input } from '../io/index.js';
import type { Diagnostic } from '../source/index.js';

/** What was read from one input. */
export interface InputReport {
  readonly name: string;
  readonly events: number;
  /** Lines (or documents of an array) that could not be read as an event. */
  readonly badLines: number;
  /** Whether it turned out to hold no events at all: its one bad line is its first. */
  readonly isRefused: boolean;
  /** Bytes read, as stored: of a compressed file, compressed. */
  readonly bytes: number;
  /** What it was taken for; null when nothing in it was JSON. */
  readonly format: InputFormat | null;
  /** Audit records that events were made of, and entries beside them that hold none; null where events came as they are. */
  readonly records: { readonly read: number; readonly passedOver: number } | null;
  /** Null for a stream of which nothing came. */
  readonly compression: Compression | null;
  /** By code, all problems, shown or not. */
  readonly problems: ReadonlyMap<string, number>;
}

/** Problems of one kind that are kept word for word; the rest are counted. */
const KEPT = 5;

/** Counts what one input gave, and keeps the first few problems of each kind. */
export class InputLog {
  readonly #name: string;
  readonly #problems = new Map<string, number>();
  readonly #kept: Diagnostic[] = [];
  #events = 0;
  #badLines = 0;
  #format: InputFormat | null = null;
  #records: InputReport['records'] = null;
  #forgotten = 0;
  #lacksHost = false;

  constructor(name: string) {
    this.#name = name;
  }

  get diagnostics(): readonly Diagnostic[] {
    if (this.#forgotten === 0) return this.#kept;
    const processes = `${this.#forgotten} ${this.#forgotten === 1 ? 'process' : 'processes'}`;
    return [
      ...this.#kept,
      {
        code: 'RS332',
        severity: 'warning',
        message: `${processes} forgotten to make room: later events of theirs lack what was known`,
        place: { name: this.#name },
      },
    ];
  }

  /** Whether some event was of a host that nobody told. */
  get lacksHost(): boolean {
    return this.#lacksHost;
  }

  countEvents(count: number): void {
    this.#events += count;
  }

  problem(problem: InputProblem): void {
    const count = (this.#problems.get(problem.code) ?? 0) + 1;
    this.#problems.set(problem.code, count);
    if (problem.losesEvent) this.#badLines += 1;
    if (count <= KEPT) this.#kept.push(problem.diagnostic());
  }

  /** The end of this input before its time. */
  failure(diagnostic: Diagnostic): void {
    this.#problems.set(diagnostic.code, (this.#problems.get(diagnostic.code) ?? 0) + 1);
    this.#kept.push(diagnostic);
  }

  /** Notes what a reader, which is done, took the input for; of an input that is several files there are several. */
  lookedLike({
    format,
    records,
    forgotten,
    lacksHost,
  }: Pick<DocumentReader, 'format' | 'records' | 'forgotten' | 'lacksHost'>): void {
    if (lacksHost) this.#lacksHost = true;
    this.#format = format ?? this.#format;
    // Readers of one log share what they remember.
    this.#forgotten = Math.max(this.#forgotten, forgotten);
    if (records === null) return;
    const { read, passedOver } = this.#records ?? { read: 0, passedOver: 0 };
    this.#records = { read: read + records.read, passedOver: passedOver + records.passedOver };
  }

  report({ bytesRead, compression }: Pick<Input, 'bytesRead' | 'compression'>): InputReport {
    return {
      name: this.#name,
      events: this.#events,
      badLines: this.#badLines,
      isRefused: this.#problems.has('RS308'),
      bytes: bytesRead,
      format: this.#format,
      records: this.#records,
      compression,
      problems: this.#problems,
    };
  }
}
