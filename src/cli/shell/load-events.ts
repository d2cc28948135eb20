// Reads inputs into a shell: once, up to the bounds of what it holds.
import { counted } from '../../report/index.js';
import { InputLog, readDocuments, type ReadSettings } from '../../scan/index.js';
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
  const logs = inputs.map(({ name }) => new InputLog(name));
  const unread: Diagnostic[] = [];
  const isOver = (): boolean => held.isFull || signal.aborted;
  let failed = false;
  for (const [number, input] of inputs.entries()) {
    const log = logs[number];
    if (log === undefined || isOver()) break;
    const isWhole = await readDocuments(
      input,
      log,
      reading,
      (document, place) => {
        if (!held.add(document, place, input.name)) {
          unread.push(boundReached(held, input.name, place.line, inputs.length - number - 1));
          return false;
        }
        if (held.list.length % PROGRESS_EVERY === 0) progress(held.list.length);
        return true;
      },
      signal,
    );
    if (!isWhole && !isOver()) failed = true;
    input.close();
  }
  return {
    sighted: { events: held.list.length - before, notAnEvent: held.notAnEvent },
    inputs: inputs.flatMap((input, number) => logs[number]?.report(input) ?? []),
    diagnostics: [...logs.flatMap(({ diagnostics }) => diagnostics), ...unread],
    failed,
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
