// An input that cannot be read is no end of the run: the others still are.
import { RshellError } from '../source/index.js';
import type { InputLog } from './input-log.js';

/** Reads an input; false, and noted in its log, where it cannot be read. */
export async function isReadable(log: InputLog, read: () => Promise<void>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    log.failure(diagnosticOf(error));
    return false;
  }
}

/** What is wrong with an input. Throws what is not its fault. */
export function diagnosticOf(error: unknown): RshellError['diagnostic'] {
  // A full disk is no fault of the input.
  if (!(error instanceof RshellError) || error.diagnostic.code === 'RS522') throw error;
  return error.diagnostic;
}
