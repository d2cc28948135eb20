/** The kernel and the slow path side by side: what one gives, the other must give. */
import { isDeepStrictEqual } from 'node:util';
import { expect, jest } from '@jest/globals';
import { compile, checkQuery, parseQuery } from '../../src/eql/index.js';
import {
  DocumentEvent,
  FieldSet,
  isObject,
  type Event,
  type FieldType,
  type JoinKey,
  type Value,
} from '../../src/event/index.js';
import { documentsOfText, RecordedEvent, recordedOfText } from '../../src/input/index.js';
import { parseJson } from '../../src/input/unwrap.js';
import { readBundledFile, type Input } from '../../src/io/index.js';
import { Kernel, type KernelProbe } from '../../src/kernel/index.js';
import { IndexPatterns } from '../../src/rule/index.js';
import { ScanHalf } from '../../src/scan/half.js';
import {
  DEFAULT_EVENT_FIELDS,
  scanInputs,
  type FoundMatch,
  type ScanQuery,
  type ScanSettings,
} from '../../src/scan/index.js';
import { InputLog } from '../../src/scan/input-log.js';
import type { Probe } from '../../src/scan/probe.js';
import { renderDiagnostic } from '../../src/source/index.js';

/** The compiled assembly. */
export const KERNEL_MODULE = new WebAssembly.Module(readBundledFile('dist/kernel.wasm'));

/** Cases of a property: `few` of them, more by `KERNEL_CASES=times`. */
export function cases(few: number): number {
  return Math.ceil(few * Number(process.env['KERNEL_CASES'] ?? 1));
}

/** `toEqual`, in a fraction of the time where the two are the same. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** Queries compiled together. */
export interface Queries {
  readonly queries: readonly ScanQuery[];
  readonly fields: FieldSet;
}

/** A query text, and the index patterns of its rule where it has any. */
export type QueryText = string | { readonly query: string; readonly index: readonly string[] };

export function compileQueries(
  texts: readonly QueryText[],
  fieldType: (path: string) => FieldType | undefined = () => undefined,
  eventFields = DEFAULT_EVENT_FIELDS,
): Queries {
  const fields = new FieldSet();
  const queries = texts.map((item): ScanQuery => {
    const { query: text, index } = typeof item === 'string' ? { query: item, index: [] } : item;
    const source = { name: 'query', text };
    const { query, diagnostics } = parseQuery(source);
    const checked = query === null ? null : checkQuery(query, source, { fieldType });
    const tree = checked?.query ?? null;
    const compiled = tree === null ? null : compile(tree, { fields, fieldType, source }).query;
    if (compiled === null) {
      const problems = [...diagnostics, ...(checked?.diagnostics ?? [])];
      throw new Error(problems.map((problem) => renderDiagnostic(problem)).join('\n'));
    }
    return {
      compiled,
      index: index.length === 0 ? null : IndexPatterns.of(index),
      eventFields,
    };
  });
  return { queries, fields };
}

/** How the bytes of an input come. */
export interface Delivery {
  readonly route: 'file' | 'compressed' | 'stream';
  /** Sizes of blocks, over and over. */
  readonly blocks: readonly number[];
  /** Whether blocks stand in the window that the kernel offers. */
  readonly inWindow: boolean;
}

export const WHOLE: Delivery = { route: 'file', blocks: [1024 * 1024], inWindow: true };

export function inputOf(bytes: Buffer, { route, blocks, inWindow }: Delivery): Input {
  return {
    name: 'events',
    compression: 'none',
    size: route === 'stream' ? null : bytes.length,
    seekable: route === 'file',
    isStream: route === 'stream',
    file: null,
    bytesRead: bytes.length,
    // eslint-disable-next-line @typescript-eslint/require-await -- inputs are asynchronous, this one is at hand
    async *blocks(window) {
      for (let at = 0, count = 0; at < bytes.length; count++) {
        const wanted = blocks[count % blocks.length] ?? 1;
        if (window === undefined || !inWindow) {
          yield Buffer.from(bytes.subarray(at, at + wanted));
          at += wanted;
        } else {
          const length = bytes.copy(window, 0, at, at + Math.min(wanted, window.length));
          yield window.subarray(0, length);
          at += length;
        }
      }
    },
    readAt: (offset, length) => bytes.subarray(offset, offset + length),
    close() {
      // Nothing to give back.
    },
  };
}

export const SETTINGS: ScanSettings = {
  gate: 'auto',
  eventFields: DEFAULT_EVENT_FIELDS,
  reorderWindowMs: 5000,
  maxLineBytes: 16 * 1024 * 1024,
  matcher: {},
};

/** All that a scan tells, but for what it cost. */
export interface Told {
  readonly matches: readonly FoundMatch[];
  readonly rest: object;
}

/** What a scan of `bytes` tells. */
export async function scanBytes(
  bytes: Buffer,
  { queries, fields }: Queries,
  decoder: 'kernel' | 'json',
  delivery: Delivery = WHOLE,
  settings: Partial<ScanSettings> = {},
): Promise<Told> {
  const matches: FoundMatch[] = [];
  // A machine that is slow lets a while pass between two blocks of a stream, and what waits for that is decided sooner.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  const { inputs, diagnostics, sighted, silence, late, partial, failed } = await scanInputs(
    [inputOf(bytes, delivery)],
    queries,
    fields,
    { ...SETTINGS, ...settings, decoder },
    {
      match: (found) => {
        matches.push(found);
        return Promise.resolve();
      },
    },
  ).finally(() => {
    clock.mockRestore();
  });
  return { matches, rest: { inputs, diagnostics, sighted, silence, late, partial, failed } };
}

/** One event with the probes that it satisfies: what is handed on for correlating. */
export interface Sighting {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly index: number;
  /** Floored to milliseconds; null for none. */
  readonly ms: number | null;
  /** Each probe with its join keys. */
  readonly satisfied: readonly string[];
}

/** What the scan half makes of an input. */
export interface Reading {
  readonly sightings: readonly Sighting[];
  readonly problems: readonly string[];
  readonly format: string | null;
  readonly census: object;
  /** By slot. */
  readonly seen: readonly boolean[];
}

/** Keeps all problems, not just the first few. */
class ProblemLog extends InputLog {
  readonly texts: string[] = [];
  documents = 0;

  override countEvents(count: number): void {
    this.documents += count;
    super.countEvents(count);
  }

  override problem(problem: Parameters<InputLog['problem']>[0]): void {
    this.texts.push(renderDiagnostic(problem.diagnostic()));
    super.problem(problem);
  }
}

/** How much of an input the kernel settled, over all readings. */
export const settled = { lines: 0, refused: 0, leads: 0, satisfied: 0 };

/** Reads `bytes` without correlating. Checks every lead against the event that it is about. */
export async function readBytes(
  bytes: Buffer,
  { queries, fields }: Queries,
  decoder: 'kernel' | 'json',
  delivery: Delivery = WHOLE,
  settings: Partial<ScanSettings> = {},
): Promise<Reading> {
  const half = new ScanHalf(queries, fields, { ...SETTINGS, ...settings, decoder });
  const { kernel, evaluator, probes } = half;
  const sightings: Sighting[] = [];
  const log = new ProblemLog('events');
  const note = (place: Omit<Sighting, 'ms' | 'satisfied'>, satisfied: readonly Probe[]): void => {
    if (satisfied.length === 0) return;
    sightings.push({
      ...place,
      ms: evaluator.time()?.ms ?? null,
      satisfied: satisfied.map((probe) =>
        [probe.number, ...evaluator.keysOf(probe).map(({ text }) => text)].join(' '),
      ),
    });
  };
  let lead: { place: Omit<Sighting, 'ms' | 'satisfied'>; ms: number; text: string } | null = null;
  /** Hashes of join keys, by probe. */
  const possible = new Map<Probe, string[]>();
  const told: { text: string; keys: readonly JoinKey[]; hashes: readonly string[] }[] = [];
  /** Whether the event is a line of JSON. */
  const turnTo = (text: Buffer): boolean => {
    const recorded = recordedOfText(text);
    if (recorded !== undefined) {
      evaluator.turnToRecorded(recorded);
      return false;
    }
    const [found, ...others] = documentsOfText(text);
    if (found === undefined || others.length > 0)
      throw new Error(`not one event: ${text.toString()}`);
    evaluator.turnTo(found.document, null);
    return true;
  };
  const eachLine = delivery.route === 'stream';
  const reader = half.reader({ name: 'events' }, log, {
    eachLine,
    records(line, offset, block, start, end, ms, _latestMs, _latestNs, around) {
      const text = block.toString('latin1', start, end);
      if (text !== bytes.toString('latin1', offset, offset + end - start)) {
        throw new Error(`line ${line} is not at ${offset}`);
      }
      // Its text is not one of the input: it has no length there.
      lead = {
        place: { line, offset, length: 0, index: 0 },
        ms,
        text: RecordedEvent.head(around) + text,
      };
    },
    gathered({ line, offset }, lines, ms, around) {
      lead = {
        place: { line, offset, length: 0, index: 0 },
        ms,
        text: RecordedEvent.head(around) + lines.toString('latin1'),
      };
    },
    line(line, offset, block, start, end, ms) {
      const text = block.toString('latin1', start, end);
      const place = { line, offset, length: end - start, index: 0 };
      if (text !== bytes.toString('latin1', offset, offset + end - start)) {
        throw new Error(`line ${line} is not at ${offset}`);
      }
      lead = { place, ms, text };
    },
    lead(number, low, high) {
      const probe = probes[number]!;
      possible.set(probe, [...(possible.get(probe) ?? []), `${low},${high}`]);
      settled.leads += 1;
    },
    lineEnd() {
      const { place, ms, text } = lead!;
      const isLine = turnTo(Buffer.from(text, 'latin1'));
      if (eachLine && isLine) expectSameFields(fields, kernel.event, evaluator.event, text);
      const satisfied = evaluator.satisfied([...possible.keys()]);
      const time = evaluator.time()?.ms ?? Number.NaN;
      if (!Object.is(time, ms)) throw new Error(`time ${ms} of ${text}`);
      for (const probe of satisfied) {
        told.push({ text, keys: evaluator.keysOf(probe), hashes: possible.get(probe) ?? [] });
      }
      settled.satisfied += satisfied.length;
      note(place, satisfied);
      possible.clear();
    },
    document({ line, offset, length, index }, satisfied) {
      note(
        { line, offset, length, index },
        satisfied.filter((probe) => evaluator.keysOf(probe).length > 0),
      );
    },
  });
  for await (const block of inputOf(bytes, delivery).blocks(kernel.window)) {
    reader.push(block);
    if (reader.stopped) break;
  }
  reader.end();
  for (const { text, keys, hashes } of told) {
    const expected = keys.map(({ values }) => kernel.keyHash(values).join());
    const distinct = (list: readonly string[]): string => [...new Set(list)].sort().join(' ');
    if (distinct(expected) !== distinct(hashes)) throw new Error(`keys of ${text}`);
  }
  settled.lines += half.report();
  if (decoder === 'kernel') settled.refused += log.documents;
  const { hosts } = kernel;
  return {
    sightings,
    problems: log.texts,
    format: reader.format,
    census: half.sightings.report(half.kinds, hosts),
    seen: fields.fields.map((_, slot) => half.sightings.sawField(slot)),
  };
}

function expectSameFields(fields: FieldSet, ours: Event, expected: Event, text: string): void {
  for (const [slot, { path }] of fields.fields.entries()) {
    const values = [ours.get(slot), ours.folded(slot)];
    if (!isDeepStrictEqual(values, [expected.get(slot), expected.folded(slot)])) {
      throw new Error(`${path} is ${JSON.stringify(values)} in ${text}`);
    }
  }
}

/** Learns whatever kind the kernel meets, for all of its probes. */
export function learn(kernel: Kernel, probes: readonly KernelProbe[]): boolean {
  const words = new Uint32Array(Math.ceil(probes.length / 32));
  for (const number of probes.keys()) words[number >> 5]! |= 1 << (number & 31);
  return kernel.learnKind(words);
}

/** Fields that {@link LineKernel} tells of every line that it takes. */
export const LINE_FIELDS = [
  'x',
  'y',
  'o.x',
  'o.p.z',
  'q.r',
  '__proto__',
  'k.constructor',
  'é',
] as const;
/** A field whose values it reads but need not know exactly. */
export const LOOSE_FIELD = 'n';

/** A kernel for one line at a time: tells whether the line is taken, and what was read. */
export class LineKernel {
  readonly kernel: Kernel;
  readonly fields = new FieldSet();

  constructor(longestLine = 16 * 1024 * 1024) {
    const timeSlot = this.fields.slot('@timestamp');
    const kindSlots = LINE_FIELDS.map((path) => this.fields.slot(path));
    this.fields.slot(LOOSE_FIELD);
    this.kernel = Kernel.of(KERNEL_MODULE, {
      fields: this.fields.fields.map(({ path }) => path),
      probes: [],
      // An event of a new kind is one that the kernel could settle and waits for: its fields can be looked at.
      kindSlots,
      timeSlot,
      hostIdSlot: timeSlot,
      hostNameSlot: timeSlot,
      longestLine,
    });
  }

  /** The values of all fields that have one; null where the line is left to the slow path. */
  read(line: Buffer, inWindow = false): Readonly<Record<string, Value>> | null {
    const bytes = inWindow ? this.kernel.window.subarray(0, line.length) : line;
    if (inWindow) line.copy(bytes);
    const stop = this.kernel.take(bytes, 0, bytes.length, 0, 0);
    if (this.kernel.position !== 0) throw new Error('a line was taken without a word');
    if (stop === 'strange') return null;
    if (stop !== 'new-kind') throw new Error(`stopped because of: ${stop}`);
    return valuesOf(this.kernel.event);
  }

  /** What the slow path reads; null where it is not an event that stands on a line of its own. */
  readSlowly(line: Buffer): Readonly<Record<string, Value>> | null {
    const text = line.toString('utf8');
    const json = parseJson(text);
    if (!isObject(json) || !Object.hasOwn(json, '@timestamp')) return null;
    if (!Buffer.from(text).equals(line)) return null;
    const event = new DocumentEvent(this.fields);
    event.reset(json);
    return valuesOf(event);
  }

  /** What is read of a line without its end; fails where the slow path reads anything else. */
  readAlike(line: Buffer | string): Readonly<Record<string, Value>> | null {
    const bytes = Buffer.concat([Buffer.from(line), Buffer.from('\n')]);
    const values = this.read(bytes);
    if (values !== null) expect(values).toEqual(this.readSlowly(bytes));
    return values;
  }
}

function valuesOf(event: Event): Readonly<Record<string, Value>> {
  const values = LINE_FIELDS.map((path, number) => [path, event.get(number + 1)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
