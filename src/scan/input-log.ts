import type { DocumentReader, InputFormat } from '../input/index.js';
import type { Compression, Input } from '../io/index.js';
import type { Code, Diagnostic } from '../source/index.js';
import type { Curtailment } from './curtailment.js';

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
  /** Whether some event was of a host that nobody told. */
  readonly lacksHost: boolean;
  /** Null for a stream of which nothing came. */
  readonly compression: Compression | null;
  /** By code, all problems, shown or not. */
  readonly problems: ReadonlyMap<string, number>;
}

/** Problems of one kind that are kept word for word; the rest are counted. */
const KEPT = 5;

/** Curtailed events that are counted: more are no news. */
const MOST_CURTAILED = 10_000;

/** Something that is wrong with an event or in its place; put into words only where it is shown. */
interface Problem {
  readonly code: Code;
  /** Whether a line or record was lost that may have been an event. */
  readonly losesEvent: boolean;
  readonly diagnostic: () => Diagnostic;
}

/** Where an event stands in its input. */
interface EventPlace {
  readonly line: number;
  readonly offset: number;
  readonly index: number;
}

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
  readonly #curtailed = new Set<string>();

  constructor(name: string) {
    this.#name = name;
  }

  /** Problems that are kept, and what was forgotten in all. */
  get diagnostics(): readonly Diagnostic[] {
    if (this.#forgotten === 0) return this.#kept;
    return [...this.#kept, this.#forgetting(counted(this.#forgotten))];
  }

  /** Problems that are kept word for word. */
  get kept(): readonly Diagnostic[] {
    return this.#kept;
  }

  /** That processes are forgotten, however many; null where none was. */
  get forgets(): Diagnostic | null {
    return this.#forgotten === 0 ? null : this.#forgetting('processes');
  }

  /** Whether there was an event, of those that were counted. */
  get hasEvents(): boolean {
    return this.#events > 0;
  }

  /** Whether some event was of a host that nobody told. */
  get lacksHost(): boolean {
    return this.#lacksHost;
  }

  countEvents(count: number): void {
    this.#events += count;
  }

  /** An event of which not all was tried, with the names of the fields; told once, however often it is judged. */
  curtailed(
    { line, offset, index }: EventPlace,
    what: Curtailment,
    paths: readonly string[],
  ): void {
    const key = `${line}:${offset}:${index}`;
    if (this.#curtailed.size === MOST_CURTAILED || this.#curtailed.has(key)) return;
    this.#curtailed.add(key);
    const lists = paths.map((path) => `\`${path}\``).join(', ');
    this.problem({
      code: 'RS335',
      losesEvent: false,
      diagnostic: () => ({
        code: 'RS335',
        severity: 'warning',
        message: `lists in ${lists} make too many ${what.made}: a match may be missing`,
        place: { name: this.#name, line, byteOffset: offset },
        notes: [`the first ${what.most.toLocaleString('en')} count`],
      }),
    });
  }

  problem(problem: Problem): void {
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

  /** Notes what a reader has lacked so far. */
  lacked({ forgotten, lacksHost }: Pick<DocumentReader, 'forgotten' | 'lacksHost'>): void {
    if (lacksHost) this.#lacksHost = true;
    // Readers of one log share what they remember.
    this.#forgotten = Math.max(this.#forgotten, forgotten);
  }

  /** Notes what a reader, which is done, took the input for; of an input that is several files there are several. */
  lookedLike(reader: Pick<DocumentReader, 'format' | 'records' | 'forgotten' | 'lacksHost'>): void {
    const { format, records } = reader;
    this.lacked(reader);
    this.#format = format ?? this.#format;
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
      lacksHost: this.#lacksHost,
      compression,
      problems: this.#problems,
    };
  }

  #forgetting(processes: string): Diagnostic {
    return {
      code: 'RS332',
      severity: 'warning',
      message: `${processes} forgotten to make room: later events of theirs lack what was known`,
      place: { name: this.#name },
    };
  }
}

function counted(processes: number): string {
  return `${processes} ${processes === 1 ? 'process' : 'processes'}`;
}
