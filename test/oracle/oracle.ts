/**
 * The slow and obvious EQL: a transcription of the specification, §4 to §11, over lists of events. It shares the parser
 * and the checker with the product and nothing else: nothing is compiled, indexed or remembered. What the product is held
 * against. One file for each section; this one puts queries together and has §11, pipes and size.
 */
import type { QueryOptions, SearchableQuery, SearchOptions } from '../../src/index.js';
import { fieldType as ecsType } from '../../src/event/index.js';
import {
  checkQuery,
  parseQuery,
  type CheckedQuery,
  type CheckedSample,
  type CheckedSequence,
  type CheckedSubquery,
  type Pipe,
} from '../../src/eql/index.js';
import {
  compareEvents,
  compareKeys,
  eventsOf,
  isSameKey,
  keysOf,
  passing,
  type EventFields,
  type Key,
  type OracleEvent,
} from './events.js';
import type { TypeOf } from './query.js';
import { samplesOf } from './sample.js';
import { sequencesOf } from './sequence.js';

/** The query that `text` is; null where the parser or the checker refuses it. Has the face of what it is held against. */
export function oracleOf(
  text: string,
  options: QueryOptions = {},
): Pick<SearchableQuery, 'search'> | null {
  const { fieldType = ecsType, tiebreakerField } = options;
  const source = { name: '<query>', text };
  const { query } = parseQuery(source);
  const checked =
    query === null ? null : checkQuery(query, source, { fieldType, unknownFields: 'ignore' }).query;
  if (checked === null) return null;
  const fields: EventFields = {
    timestamp: options.timestampField ?? '@timestamp',
    tiebreaker:
      tiebreakerField === undefined ? ['event.sequence', 'auditd.sequence'] : [tiebreakerField],
    category: options.eventCategoryField ?? 'event.category',
  };
  return {
    search: (documents, searchOptions = {}) => {
      const world = new World(eventsOf([...documents], fields), fields, fieldType);
      return search(checked, world, searchOptions).map(({ key, events }) => ({
        joinKeys: key,
        events: events.map((event) => event?.document ?? null),
      }));
    },
  };
}

interface Found {
  readonly key: Key;
  readonly events: readonly (OracleEvent | null)[];
}

/** An event that satisfies a subquery, with one of its join keys. */
interface Keyed {
  readonly event: OracleEvent;
  readonly key: Key;
}

/** All events, in the order of their ordinals, and what a filter makes of them. */
class World {
  readonly events: readonly OracleEvent[];
  readonly #fields: EventFields;
  readonly #typeOf: TypeOf;

  constructor(events: readonly OracleEvent[], fields: EventFields, typeOf: TypeOf) {
    this.events = events;
    this.#fields = fields;
    this.#typeOf = typeOf;
  }

  satisfying({ filter }: Pick<CheckedSubquery, 'filter'>): readonly OracleEvent[] {
    return passing(this.events, filter, this.#fields, this.#typeOf);
  }

  keyed(subquery: CheckedSubquery): readonly Keyed[] {
    return this.satisfying(subquery).flatMap((event) =>
      keysOf(event, subquery).map((key) => ({ event, key })),
    );
  }
}

function search(query: CheckedQuery, world: World, options: SearchOptions): readonly Found[] {
  const { size = Number.POSITIVE_INFINITY, maxSamplesPerKey = 1 } = options;
  switch (query.kind) {
    case 'event': {
      const found = world.satisfying(query).map((event) => ({ key: [], events: [event] }));
      return piped(found, query.pipes, size);
    }
    case 'sequence':
      return piped(sequences(query, world), query.pipes, size);
    case 'sample':
      return samples(query, world, maxSamplesPerKey).slice(0, size);
  }
}

/** §11: below the first pipe stands one of the same kind with the size. */
function piped(found: readonly Found[], pipes: readonly Pipe[], size: number): readonly Found[] {
  const limit: Pipe = { kind: pipes[0]?.kind ?? 'tail', count: size };
  return [limit, ...pipes].reduce(
    (list, { kind, count }) =>
      kind === 'head' ? list.slice(0, count) : list.slice(Math.max(0, list.length - count)),
    found,
  );
}

/** §9, for each join key; ordered by the last event, then by key. */
function sequences({ stages, until, maxspanMs }: CheckedSequence, world: World): readonly Found[] {
  // An event without a time cannot be placed in a sequence.
  const timed = (keyed: readonly Keyed[]): readonly Keyed[] =>
    keyed.filter(({ event }) => event.time !== null);
  const satisfied = stages.map(({ subquery, missing }) => ({
    missing,
    keyed: timed(world.keyed(subquery)),
  }));
  const ending = until === null ? [] : timed(world.keyed(until));
  const all = satisfied.flatMap(({ keyed }) => keyed);
  // The first event of a match shows its key: others may write a number as a text.
  const shownKey = (key: Key, events: Found['events']): Key => {
    const first = events.find((event) => event !== null);
    return all.find((keyed) => keyed.event === first && isSameKey(keyed.key, key))!.key;
  };
  const found = distinctKeys(all).flatMap((key) =>
    sequencesOf({
      stages: satisfied.map(({ missing, keyed }) => ({ missing, events: withKey(keyed, key) })),
      until: withKey(ending, key),
      maxspanMs,
    }).map((events) => ({ key: shownKey(key, events), events })),
  );
  const last = ({ events }: Found): OracleEvent => events.findLast((event) => event !== null)!;
  return found.sort((a, b) => compareEvents(last(a), last(b)) || compareKeys(a.key, b.key));
}

/** §10, for each join key in ascending order. */
function samples({ subqueries }: CheckedSample, world: World, most: number): readonly Found[] {
  const satisfied = subqueries.map((subquery) => world.keyed(subquery));
  return distinctKeys(satisfied.flat())
    .sort(compareKeys)
    .flatMap((key) =>
      samplesOf(
        satisfied.map((keyed) => withKey(keyed, key)),
        most,
      ).map((events) => ({ key, events })),
    );
}

function distinctKeys(keyed: readonly Keyed[]): Key[] {
  const inOrder = [...keyed].sort((a, b) => compareEvents(a.event, b.event));
  const keys = inOrder.map(({ key }) => key);
  return keys.filter((key, at) => keys.findIndex((other) => isSameKey(key, other)) === at);
}

function withKey(keyed: readonly Keyed[], wanted: Key): readonly OracleEvent[] {
  return keyed.filter(({ key }) => isSameKey(key, wanted)).map(({ event }) => event);
}
