// Commands about events and matches: looking at them whole, and keeping them.
import { existsSync } from 'node:fs';
import { openOutput } from '../../io/index.js';
import { counted, jsonText } from '../../report/index.js';
import { escapeControl } from '../../source/index.js';
import { refuseOverwriting } from '../overwrite.js';
import { usageError } from '../usage-error.js';
import { Answer } from './answer.js';
import type { Session } from './session.js';

/** Shows the first `most` events, or as many as a query shows. They are then what `.more` and `.save` are about. */
export async function showEvents(session: Session, most: number | null): Promise<void> {
  const { held } = session;
  session.answer = Answer.ofEvents(held.list);
  await session.showNext(most ?? session.limit);
}

/** Shows match `number`, from 1, as indented JSON, with the place of each event. */
export async function showMatch(
  { context, palette }: Session,
  answer: Answer,
  number: number,
): Promise<void> {
  if (number > answer.size) {
    throw usageError(
      'RS451',
      `there is no match ${number}`,
      `the last query found ${counted(answer.size, 'match', 'matches')}`,
    );
  }
  for (const event of answer.events(number - 1)) {
    if (event === null) {
      await context.out.write(`${palette.faint('no such event, as asked for')}\n`);
      continue;
    }
    const { place, document } = event;
    await context.out.write(`${palette.faint(escapeControl(`${place.file}:${place.line}`))}
`);
    await context.out.write(`${jsonText(document, undefined, 2)}\n`);
  }
}

/** Writes all matches to the file that `argument` names. */
export async function saveMatches(
  { context, files }: Session,
  answer: Answer,
  argument: string,
): Promise<void> {
  const isForced = /^--force(\s|$)/.test(argument);
  const path = isForced ? argument.slice('--force'.length).trim() : argument;
  if (path === '') throw usageError('RS451', 'no file was named', '.save [--force] FILE');
  refuseOverwriting([{ format: 'ndjson', path }], files);
  if (!isForced && existsSync(path)) {
    throw usageError('RS452', `${path} is there already`, `.save --force ${path} replaces it`);
  }
  const output = openOutput(path);
  try {
    for (let number = 0; number < answer.size; number++) output.write(`${answer.json(number)}\n`);
  } finally {
    output.close();
  }
  await context.note(`${counted(answer.size, 'match', 'matches')} written to ${path}\n`);
}
