// `--since`, `--until`, `--where`: which events queries may have.
import { Option, type Command } from 'commander';
import {
  compareTimestamps,
  formatTimestamp,
  type FieldSet,
  type Timestamp,
} from '../event/index.js';
import { counted, type HiddenEvents } from '../report/index.js';
import type { EventFields, Exclusion } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import { compileCondition, outsideOf, parseMoment } from '../tuning/index.js';
import { usageError } from './usage-error.js';

const WHERE = '--where';

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
    exclusions.push({ by: WHERE, queries: null, hides: (event) => !condition(event) });
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

/** What a run knows of the events that it was held to. */
interface Narrowed {
  /** Times of the earliest and the latest event that was read, whatever it was held to. */
  readonly first: Timestamp | null;
  readonly last: Timestamp | null;
  readonly events: number;
  /** Events that a rule would have taken, by what kept them away. */
  readonly hidden: readonly HiddenEvents[];
  /** Events that some rule has got. */
  readonly admitted: number;
}

/** Warns where the flags have left nothing to look at: "no alerts" would not be what it seems. */
export function leftNothing(
  { since, until, where }: NarrowingFlags,
  { first, last, events, hidden, admitted }: Narrowed,
): readonly Diagnostic[] {
  if (events === 0) return [];
  const isLate = since !== undefined && last !== null && compareTimestamps(since, last) > 0;
  const isEarly = until !== undefined && first !== null && compareTimestamps(until, first) <= 0;
  if ((isLate || isEarly) && first !== null && last !== null) {
    const span = `${formatTimestamp(first)} to ${formatTimestamp(last)}`;
    const by = isLate
      ? `\`--since ${formatTimestamp(since)}\``
      : `\`--until ${formatTimestamp(until ?? last)}\``;
    return [nothing(`${by} leaves out all ${counted(events, 'event')}`, `they are from ${span}`)];
  }
  const kept = hidden.find(({ by }) => by === WHERE)?.events ?? 0;
  if (where === undefined || admitted > 0 || kept === 0) return [];
  return [
    nothing(
      `\`--where\` leaves out ${kept === 1 ? 'the only event that was' : `all ${counted(kept, 'event')} that were`} asked for`,
      'the condition may be one that no event satisfies: `rshell-scan query` tries it',
    ),
  ];
}

function nothing(message: string, help: string): Diagnostic {
  return { code: 'RS413', severity: 'warning', message, help };
}
