import { runCommand } from './commands.js';
import type { Session } from './session.js';
import type { Statement } from './statement-reader.js';

/** Performs a statement and shows what comes of it, errors included; gives whether there was none. */
export async function perform(
  session: Session,
  { kind, text }: Statement,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if (kind === 'query') return await session.ask(text, signal);
    await runCommand(session, text, signal);
    return true;
  } catch (error) {
    await session.reportError(error);
    return false;
  } finally {
    await session.context.part();
  }
}
