// `.explain`: why an event is what a query asks for, or not; without an event, how near the events come to it.
import {
  explainEvent,
  explainRun,
  type EventChoice,
  type ExplainTarget,
} from '../../explain/index.js';
import { openInput } from '../../io/index.js';
import { renderExplanation, renderRunExplanation } from '../../report/index.js';
import type { FoundEvent } from '../../scan/index.js';
import { readSettingsOf } from '../options.js';
import { usageError } from '../usage-error.js';
import { questionOf } from './rule-commands.js';
import type { Question, Session } from './session.js';

/** Near misses and keys that are listed. */
const MOST_LISTED = 3;

/** Explains `[RULE] [N[.STAGE]]`: a rule, else the last query; row N of the table shown last, else all events. */
export async function explain(
  session: Session,
  argument: string,
  signal: AbortSignal,
): Promise<void> {
  const [, name = '', row, stage] =
    /^(.*?)(?:(?:^|\s+)#?(\d{1,12})(?:\.(\d{1,4}))?)?$/s.exec(argument) ?? [];
  const event = row === undefined ? null : eventAt(session, Number(row), Number(stage ?? 1));
  const question = name === '' ? lastQuestion(session) : await questionOf(session, name);
  const { query, querySource, index, scanQuery } = question;
  const { gate } = session.flags;
  const target = { query, querySource, index, gate, eventFields: scanQuery.eventFields };
  const { context, palette, tableOptions } = session;
  if (event !== null && query.kind === 'event') {
    const { document, place, indexName, id } = event;
    const explanation = explainEvent(target, document, { place, indexName, id });
    await context.out.write(renderExplanation(explanation, palette, tableOptions.width));
  } else {
    await explainFiles(session, target, event, signal);
  }
}

/** What a sequence or sample made of an event only the whole input tells: its files are read once more. */
async function explainFiles(
  { context, flags, files, palette, tableOptions }: Session,
  target: ExplainTarget,
  event: FoundEvent | null,
  signal: AbortSignal,
): Promise<void> {
  const inputs = files.map((file) => openInput(file));
  try {
    const { explanation } = await explainRun(target, inputs, {
      ...readSettingsOf(flags),
      endClosesWindows: flags.eofClosesWindows === true,
      ...(event === null ? {} : { focus: placeOf(event) }),
      signal,
    });
    if (signal.aborted) {
      await context.note('cancelled\n');
      return;
    }
    const options = { ...tableOptions, palette, top: MOST_LISTED };
    await context.out.write(renderRunExplanation(explanation, options));
  } finally {
    for (const input of inputs) input.close();
  }
}

function placeOf({ place: { file, line, index } }: FoundEvent): EventChoice {
  return { kind: 'place', file, line, index };
}

function lastQuestion({ question }: Session): Question {
  if (question !== null) return question;
  throw usageError('RS451', 'no query was run yet', 'type one, or name a rule: .explain RULE');
}

/** The event in row `row` of the table shown last; of a sequence the one of a stage. */
function eventAt({ answer }: Session, row: number, stage: number): FoundEvent {
  const event = answer?.events(row - 1)[stage - 1] ?? null;
  if (event !== null) return event;
  const name = stage === 1 ? String(row) : `${row}.${stage}`;
  throw usageError(
    'RS451',
    `there is no event ${name} in the last table`,
    answer === null
      ? '.events shows the events with their numbers'
      : `it has rows 1 to ${answer.size}`,
  );
}
