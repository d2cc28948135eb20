// All documents of an input, one after the other: for who wants to hold or to count them instead of running queries over bytes.
import type { JsonObject } from '../event/index.js';
import { DocumentReader, type DocumentPlace } from '../input/index.js';
import type { Input } from '../io/index.js';
import { RshellError } from '../source/index.js';
import type { InputLog } from './input-log.js';
import { readerOptionsOf, type ReadSettings } from './settings.js';

/** Takes the next document; false: enough, stop reading. `place` is overwritten for the next one. */
export type DocumentTaker = (document: JsonObject, place: DocumentPlace) => boolean;

/**
 * Reads `input` in its order until its end, until `take` has enough, or until `signal` is aborted; gives whether it was
 * read to its end. What is wrong with it goes to `log`: damage ends this input, and is no exception.
 */
export async function readDocuments(
  input: Input,
  log: InputLog,
  settings: ReadSettings,
  take: DocumentTaker,
  signal?: AbortSignal,
): Promise<boolean> {
  let isEnough = false;
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
    readerOptionsOf(input, settings),
  );
  const isOver = (): boolean => isEnough || signal?.aborted === true;
  try {
    for await (const block of input.blocks()) {
      reader.push(block);
      if (reader.stopped || isOver()) break;
    }
    if (!isOver()) reader.end();
  } catch (error) {
    // A full disk is no fault of the input.
    if (!(error instanceof RshellError) || error.diagnostic.code === 'RS522') throw error;
    log.failure(error.diagnostic);
    return false;
  } finally {
    log.lookedLike(reader);
  }
  return !isOver();
}
