// Reads inputs into a shell: once, up to the bounds of what it holds.
import { counted } from '../../report/index.js';
import { readDocuments, type DocumentTaker, type ReadSettings } from '../../scan/index.js';
import type { Diagnostic } from '../../source/index.js';
import type { OpenedInputs } from '../input-set.js';
import type { Reading } from '../outcome.js';
import type { HeldEvents } from './held-events.js';

export interface LoadOptions {
  readonly reading: ReadSettings;
  /** Ends reading; what was read so far is held. */
  readonly signal: AbortSignal;
  /** Hears now and then how many events there are. */
  readonly progress: (events: number) => void;
}

/** What was read; its `diagnostics` say where reading ended before the end. */
export async function loadEvents(
  { inputs }: Pick<OpenedInputs, 'inputs'>,
  held: HeldEvents,
  { reading, signal, progress }: LoadOptions,
): Promise<Reading> {
  const before = held.list.length;
  const unread: Diagnostic[] = [];
  const take: DocumentTaker = (document, place) => {
    const { name } = inputs[place.file] ?? { name: '' };
    if (!held.add(document, place, name)) {
      unread.push(boundReached(held, name, place.line, inputs.length - place.file - 1));
      return false;
    }
    if (held.list.length % PROGRESS_EVERY === 0) progress(held.list.length);
    return true;
  };
  const read = await readDocuments(inputs, reading, take, signal);
  for (const input of inputs) input.close();
  return {
    ...read,
    sighted: { events: held.list.length - before, notAnEvent: held.notAnEvent },
    diagnostics: [...read.diagnostics, ...unread],
  };
}

const PROGRESS_EVERY = 10_000;

function boundReached(
  held: HeldEvents,
  name: string,
  line: number,
  inputsLeft: number,
): Diagnostic {
  const events = held.list.length;
  const isCount = events >= held.bounds.events;
  return {
    code: 'RS453',
    severity: 'warning',
    message: `${counted(events, 'event')} are held, and no more: the rest was not read`,
    place: { name, line },
    help: isCount
      ? 'hold more with --max-events, or name fewer files'
      : 'there is no memory for more: name fewer files, or ask `rshell-scan query`, which holds none',
    notes: inputsLeft === 0 ? [] : [`not read, either: ${counted(inputsLeft, 'more file')}`],
  };
}
