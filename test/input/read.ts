import {
  DocumentReader,
  documentsOfText,
  type AuditOptions,
  type GivenFormat,
  type InputCode,
  type InputFormat,
} from '../../src/input/index.js';
import type { JsonObject } from '../../src/event/index.js';
import type { Diagnostic } from '../../src/source/index.js';

export interface ReadDocument {
  readonly document: JsonObject;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly index: number;
  readonly indexName: string | null;
  readonly id: string | null;
}

export interface ReadProblem {
  readonly code: InputCode;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly losesEvent: boolean;
  readonly diagnostic: Diagnostic;
}

export interface ReadResult {
  readonly documents: readonly ReadDocument[];
  readonly problems: readonly ReadProblem[];
  /** Documents that `documentsOfText` did not give again from their text. */
  readonly lost: readonly ReadDocument[];
  readonly stopped: boolean;
  readonly format: InputFormat | null;
  readonly records: DocumentReader['records'];
}

/** Reads `input` cut at `cuts`, ascending offsets; every block comes in the same, overwritten memory. */
export function read(
  input: string | Buffer,
  options: {
    readonly cuts?: readonly number[];
    readonly maxLineBytes?: number;
    readonly audit?: AuditOptions;
    readonly format?: GivenFormat;
  } = {},
): ReadResult {
  const bytes = Buffer.from(input);
  const documents: ReadDocument[] = [];
  const problems: ReadProblem[] = [];
  const lost: ReadDocument[] = [];
  const { maxLineBytes, audit, format } = options;
  const reader = new DocumentReader(
    {
      document(document, place) {
        const { line, offset, length, index, indexName, id } = place;
        const found = { document, line, offset, length, index, indexName, id };
        documents.push(found);
        const copy = place.copyText();
        const again = documentsOfText(copy)[index]?.document;
        const sameText = place.isDerived || copy.equals(bytes.subarray(offset, offset + length));
        if (!sameText || JSON.stringify(again) !== JSON.stringify(document)) lost.push(found);
      },
      problem(problem) {
        const { code, losesEvent, place } = problem;
        const { line, offset, length } = place;
        problems.push({ code, line, offset, length, losesEvent, diagnostic: problem.diagnostic() });
      },
    },
    {
      name: 'events.ndjson',
      ...(maxLineBytes === undefined ? {} : { maxLineBytes }),
      ...(audit === undefined ? {} : { audit }),
      ...(format === undefined ? {} : { format }),
    },
  );
  const memory = Buffer.alloc(bytes.length);
  const cuts = [0, ...(options.cuts ?? []), bytes.length];
  for (const [number, start] of cuts.entries()) {
    const end = cuts[number + 1];
    if (end === undefined) break;
    const block = memory.subarray(0, end - start);
    bytes.copy(block, 0, start, end);
    reader.push(block);
    memory.fill(0x21);
  }
  reader.end();
  return {
    documents,
    problems,
    lost,
    stopped: reader.stopped,
    format: reader.format,
    records: reader.records,
  };
}

/** The documents of `input` alone. */
export function documentsOf(input: string | Buffer, audit?: AuditOptions): readonly JsonObject[] {
  return read(input, audit === undefined ? {} : { audit }).documents.map(
    ({ document }) => document,
  );
}

/** The problems of `input` as `RS301 at 3`. */
export function problemsOf(input: string | Buffer, maxLineBytes?: number): readonly string[] {
  const { problems } = read(input, maxLineBytes === undefined ? {} : { maxLineBytes });
  return problems.map(({ code, line }) => `${code} at ${line}`);
}
