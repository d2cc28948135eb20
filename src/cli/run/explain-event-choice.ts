import type { EventChoice } from '../../explain/index.js';
import type { ExplainFlags } from './explain-flags.js';
import { usageError } from '../usage-error.js';

/** The event that `--event` or `--id` names, as alerts show its place: `118`, `118#2`, `events.ndjson:118`. Null: none was asked for. */
export function parseEventChoice(
  { event, id }: Pick<ExplainFlags, 'event' | 'id'>,
  inputs: readonly { readonly name: string }[],
): EventChoice | null {
  if (id !== undefined) return { kind: 'id', id };
  if (event === undefined) return null;
  const [, file, line, number] =
    /^(?:(.+):)?([1-9]\d{0,14})(?:#([1-9]\d{0,8}))?$/.exec(event) ?? [];
  if (line === undefined) {
    throw usageError(
      'RS402',
      `expected the place of an event for \`--event\`, found "${event}"`,
      'its line, as alerts show it: 118, 118#2 or events.ndjson:118',
    );
  }
  if (file === undefined && inputs.length > 1) {
    const [first] = inputs;
    throw usageError(
      'RS402',
      `expected the file of the event for \`--event\`: there are ${inputs.length} inputs`,
      `write it as ${first?.name ?? 'events.ndjson'}:${event}`,
    );
  }
  if (file !== undefined && !inputs.some(({ name }) => name === file)) {
    throw usageError(
      'RS402',
      `no input is called "${file}"`,
      `there is ${inputs
        .map(({ name }) => name)
        .slice(0, 5)
        .join(', ')}`,
    );
  }
  return { kind: 'place', file: file ?? null, line: Number(line), index: Number(number ?? 1) - 1 };
}
