// The pipeline over inputs: blocks -> leads -> candidates -> matches. Files are read whole before anything is correlated, a pipe is
// correlated as it comes.
import { setImmediate } from 'node:timers/promises';
import type { FieldSet } from '../event/index.js';
import type { Input } from '../io/index.js';
import { Batch } from './batch.js';
import { Crew } from './crew.js';
import { EventSource } from './event-source.js';
import { FlatMemory } from './flat-memory.js';
import { ScanHalf } from './half.js';
import { InputLog } from './input-log.js';
import type { ScanHandler } from './live-options.js';
import { LiveScan } from './live.js';
import { isReadable } from './read-failure.js';
import { rangesOf } from './parallel.js';
import type { ScanQuery } from './query.js';
import { resultOf, type ScanResult } from './result.js';
import type { ScanSettings } from './settings.js';

/** While matches are given, signals and timers have their turn so often. */
const TURN_MS = 50;

/**
 * Runs `queries`, compiled with `fields`, over `inputs`. One live input is correlated while it is read; anything else
 * is read first and then correlated in ordinal order. `signal` stops reading; what was found so far is still given.
 */
export async function scanInputs(
  inputs: readonly Input[],
  queries: readonly ScanQuery[],
  fields: FieldSet,
  settings: ScanSettings,
  handler: ScanHandler,
  signal?: AbortSignal,
): Promise<ScanResult> {
  const [first] = inputs;
  if (inputs.length === 1 && first?.isStream === true && settings.size === undefined) {
    const scan = new LiveScan({ queries, fields, handler }, settings);
    scan.add(first);
    return scan.run(signal);
  }
  const crew = crewFor(inputs, settings);
  try {
    return await scanFiles(inputs, queries, fields, settings, handler, crew, signal);
  } finally {
    await crew?.dismiss();
  }
}

/** The threads for a scan, which start while the tables are made; null where one thread is enough. */
function crewFor(inputs: readonly Input[], { decoder, jobs = 1 }: ScanSettings): Crew | null {
  if (decoder === 'json' || jobs < 2) return null;
  const size = Math.min(jobs, rangesOf(inputs));
  return size === 0 ? null : new Crew(size);
}

/** Reads everything, then correlates in ordinal order. */
async function scanFiles(
  inputs: readonly Input[],
  queries: readonly ScanQuery[],
  fields: FieldSet,
  settings: ScanSettings,
  handler: ScanHandler,
  crew: Crew | null,
  signal: AbortSignal | undefined,
): Promise<ScanResult> {
  const started = performance.now();
  const half = new ScanHalf(queries, fields, settings);
  const logs = inputs.map((input) => new InputLog(input.name));
  const memory = new FlatMemory();
  const events = new EventSource(inputs);
  const setUp = performance.now();
  crew?.equip(half);
  const batch = new Batch(inputs, queries, settings, half, memory, logs, crew);
  let failed = false;
  const reading = performance.now();
  try {
    for (const [number, log] of logs.entries()) {
      if (signal?.aborted === true) break;
      if (!(await isReadable(log, () => batch.read(number, signal)))) failed = true;
    }
  } finally {
    await crew?.dismiss();
  }
  const read = performance.now();
  const isAborted = (): boolean => signal?.aborted === true;
  const wasAborted = isAborted();
  let turn = read;
  for (const { query, match } of batch.matches()) {
    await handler.match(events.found(query, match));
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    turn = performance.now();
    // What was found when reading was stopped is still given; a second wish to stop is one to stop giving.
    if (!wasAborted && isAborted()) break;
  }
  const { leadsByProbe, survivingLeads } = batch.leadStats;
  return resultOf({
    inputs: inputs.flatMap((input, number) => {
      const log = logs[number];
      return log === undefined ? [] : [{ input, log }];
    }),
    queries,
    fields,
    half,
    possible: leadsByProbe,
    verified: batch.verified,
    stats: batch.stats,
    late: 0,
    partial: signal?.aborted === true,
    failed: failed || !batch.isComplete,
    cost: {
      jobs: batch.jobs,
      bytes: memory.bytes,
      survivingLeads,
      spilledBytes: batch.spilledBytes,
      setUpMs: setUp - started,
      readMs: read - reading,
      decideMs: performance.now() - read,
    },
  });
}
