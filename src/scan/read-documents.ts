// All documents of inputs, one after the other: for who wants to hold or to count them instead of running queries over bytes.
import type { JsonObject } from '../event/index.js';
import { DocumentReader, type DocumentPlace } from '../input/index.js';
import type { Input } from '../io/index.js';
import type { Diagnostic } from '../source/index.js';
import { blocksUntil } from './input-blocks.js';
import { InputLog, type InputReport } from './input-log.js';
import { isReadable } from './read-failure.js';
import { RotatedLogs } from './rotated-logs.js';
import { readerOptionsOf, type ReadSettings } from './settings.js';

/** Takes the next document; false: enough, stop reading. `place`, whose file is the number of its input, is overwritten for the next one. */
export type DocumentTaker = (document: JsonObject, place: DocumentPlace) => boolean;

/** What was read. */
export interface DocumentsRead {
  readonly inputs: readonly InputReport[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether some input could not be read to its end. */
  readonly failed: boolean;
}

/**
 * Reads `inputs` in their order until their end, until `take` has enough, or until `signal` is aborted. Damage ends the input that it is in, and
 * is no exception: the others are still read.
 */
export async function readDocuments(
  inputs: readonly Input[],
  settings: ReadSettings,
  take: DocumentTaker,
  signal?: AbortSignal,
): Promise<DocumentsRead> {
  const logs = inputs.map(({ name }) => new InputLog(name));
  const rotated = new RotatedLogs(inputs);
  let isEnough = false;
  const isOver = (): boolean => isEnough || signal?.aborted === true;
  const read = async (number: number, input: Input, log: InputLog): Promise<void> => {
    const reader = new DocumentReader(
      {
        document: (document, place) => {
          // The rest of a block still comes.
          if (isEnough) return;
          isEnough = !take(document, place);
          if (!isEnough) log.countEvents(1);
        },
        problem: (problem) => {
          if (!isEnough) log.problem(problem);
        },
      },
      { ...readerOptionsOf(input, settings), file: number, memory: rotated.memoryOf(number) },
    );
    try {
      for await (const block of blocksUntil(signal, input)) {
        reader.push(block);
        if (reader.stopped || isOver()) break;
      }
      if (!isOver()) reader.endFile();
    } finally {
      // What waits for more records goes on in the next file of the log, if there is one.
      if (isOver() || !rotated.continues(number + 1)) reader.idle();
      log.lookedLike(reader);
    }
  };
  let failed = false;
  for (const [number, input] of inputs.entries()) {
    const log = logs[number];
    if (log === undefined || isOver()) break;
    const isWhole = await isReadable(log, () => read(number, input, log));
    // One that has enough does not mind what is behind.
    if (!isWhole && !isOver()) failed = true;
  }
  return {
    inputs: inputs.flatMap((input, number) => logs[number]?.report(input) ?? []),
    diagnostics: logs.flatMap((log) => log.diagnostics),
    failed,
  };
}
