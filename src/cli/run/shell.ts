import { getHeapStatistics } from 'node:v8';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { Conversation } from '../shell/conversation.js';
import { History, historyPath } from '../shell/history.js';
import { Progress } from '../shell/progress.js';
import { runScript } from '../shell/script.js';
import { Session, type ShellFlags } from '../shell/session.js';
import { Interruption } from '../signals.js';
import { usageError } from '../usage-error.js';

/** Matches that a person is shown at a time; a pipe gets all. */
const SHOWN_AT_A_TIME = 20;

/** Of the memory that JavaScript may use, what the text of events held may be: parsed, it takes one to three times as much. */
const SHARE_OF_MEMORY = 1 / 4;

/** Loads the events of `paths` and answers statements: of a person at a terminal, else those on stdin. */
export async function runShell(
  context: Context,
  paths: readonly string[],
  flags: ShellFlags,
): Promise<void> {
  if (paths.includes('-')) {
    throw usageError(
      'RS454',
      'events cannot come from standard input: a shell reads statements there',
      'write the events to a file, and name it',
    );
  }
  const { stdin, stdout, stderr, env } = context.streams;
  const isConversation = stdin.isTTY && stdout.isTTY;
  const bounds = {
    events: flags.maxEvents,
    bytes: getHeapStatistics().heap_size_limit * SHARE_OF_MEMORY,
  };
  const limit = isConversation ? SHOWN_AT_A_TIME : Number.POSITIVE_INFINITY;
  const session = new Session(context, flags, bounds, limit);

  const loading = new Interruption();
  if (paths.length > 0) {
    const progress = isConversation ? new Progress(stderr) : null;
    const outcome = await session.load(paths, loading.signal, progress);
    context.exitWith(outcome.exitCode);
    if (!outcome.isUsable) return;
  }
  loading.dispose();
  if (loading.exitCode !== null && !isConversation) {
    context.exitWith(loading.exitCode);
    return;
  }

  const interruption = new Interruption();
  try {
    if (isConversation) {
      const hint = paths.length === 0 ? 'No events yet: `.load PATH` reads some. ' : '';
      await context.note(`${hint}Type EQL, or .help; Tab completes, Ctrl-D leaves.\n\n`);
      const history = new History(flags.history ? historyPath(env) : null);
      await new Conversation(session, history).run(interruption.signal);
    } else {
      await runScript(session, interruption.signal);
    }
  } finally {
    interruption.dispose();
  }
  context.exitWith(interruption.exitCode ?? EXIT.ok);
}
