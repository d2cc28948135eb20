// `--since`, `--until`, `--where`: which events queries may have.
import { Option, type Command } from 'commander';
import {
  compareTimestamps,
  formatTimestamp,
  type FieldSet,
  type Timestamp,
} from '../event/index.js';
import type { HiddenEvents } from '../report/index.js';
import type { EventFields, Exclusion } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import { compileCondition, outsideOf, parseMoment } from '../tuning/index.js';
import { usageError } from './usage-error.js';

/** Flags that hold a run to some of the events. */
export interface NarrowingFlags {
  readonly since?: Timestamp;
  readonly until?: Timestamp;
  readonly where?: string;
}

/** An exclusion, and what asked for it in the words of the command line. */
export interface NamedExclusion extends Exclusion {
  readonly by: string;
}

export function addNarrowingOptions(command: Command): Command {
  return command
    .optionsGroup('Events:')
    .addOption(
      new Option('--since <time>', 'only events from then on: 2026-11-20, 2h, 7d').argParser(
        momentFor('--since'),
      ),
    )
    .addOption(
      new Option('--until <time>', 'only events before then').argParser(momentFor('--until')),
    )
    .option('--where <eql>', 'only events that satisfy this condition');
}

/** Reads the value of `option`: a time, or how long ago. */
function momentFor(option: string): (text: string) => Timestamp {
  return (text) => {
    const moment = parseMoment(text, Date.now());
    if (moment === null) {
      throw usageError(
        'RS402',
        `expected a time for \`${option}\`, found "${text}"`,
        'such as 2026-11-20, 2026-11-20T08:00:00Z, or 2h, 7d for how long ago',
      );
    }
    return moment;
  };
}

/** What the flags exclude; reads by `fields`. `diagnostics` with an error: the condition cannot be used. */
export function narrowingOf(
  { since, until, where }: NarrowingFlags,
  fields: FieldSet,
  { timestamp, category }: EventFields,
): { readonly exclusions: readonly NamedExclusion[]; readonly diagnostics: readonly Diagnostic[] } {
  if (since !== undefined && until !== undefined && compareTimestamps(since, until) >= 0) {
    throw usageError(
      'RS402',
      `no event is from ${formatTimestamp(since)} on and before ${formatTimestamp(until)}`,
      '`--since` names the earlier time',
    );
  }
  const exclusions: NamedExclusion[] = [];
  const isOutside = outsideOf({ since: since ?? null, until: until ?? null }, fields, timestamp);
  if (isOutside !== null) {
    const from = since === undefined ? '' : `--since ${formatTimestamp(since)}`;
    const to = until === undefined ? '' : `--until ${formatTimestamp(until)}`;
    exclusions.push({ by: `${from} ${to}`.trim(), queries: null, hides: isOutside });
  }
  if (where === undefined) return { exclusions, diagnostics: [] };
  const { condition, diagnostics } = compileCondition(
    { name: '--where', text: where },
    { fields, categoryField: category },
  );
  if (condition !== null) {
    exclusions.push({ by: '--where', queries: null, hides: (event) => !condition(event) });
  }
  return { exclusions, diagnostics };
}

/** What was excluded, for the summary. */
export function hiddenEventsOf(
  exclusions: readonly NamedExclusion[],
  hidden: readonly number[],
): readonly HiddenEvents[] {
  return exclusions.map(({ by }, number) => ({ by, events: hidden[number] ?? 0 }));
}

/** What two parts of a run have hidden, the second by exclusions that may be others. */
export function addHidden(
  before: readonly HiddenEvents[],
  after: readonly HiddenEvents[],
): readonly HiddenEvents[] {
  const events = new Map(before.map((hidden) => [hidden.by, hidden.events]));
  for (const hidden of after) events.set(hidden.by, (events.get(hidden.by) ?? 0) + hidden.events);
  return Array.from(events, ([by, count]) => ({ by, events: count }));
}
