// Statements from a pipe: no prompt, no colour of their own, results on stdout.
import { createInterface } from 'node:readline';
import { EXIT } from '../exit-codes.js';
import { isCommandName } from './commands.js';
import { perform } from './perform.js';
import type { Session } from './session.js';
import { StatementReader, type Statement } from './statement-reader.js';

/** Runs the statements on stdin, in order; one that fails does not keep the next from being run. */
export async function runScript(session: Session, signal: AbortSignal): Promise<void> {
  const reader = new StatementReader(isCommandName);
  const lines = createInterface({ input: session.context.streams.stdin, crlfDelay: Infinity });
  const runAll = async (statements: readonly Statement[]): Promise<void> => {
    for (const statement of statements) {
      if (session.isOver || signal.aborted) return;
      if (!(await perform(session, statement, signal))) session.context.exitWith(EXIT.usage);
    }
  };
  for await (const line of lines) {
    await runAll(reader.push(line));
    if (session.isOver || signal.aborted) break;
  }
  lines.close();
  await runAll(reader.end());
}
