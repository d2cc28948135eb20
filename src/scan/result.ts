// What a scan did, put together from what its parts counted.
import type { MatcherStats } from '../engine/index.js';
import type { FieldSet } from '../event/index.js';
import type { Input } from '../io/index.js';
import type { Diagnostic } from '../source/index.js';
import type { ScanHalf } from './half.js';
import type { InputLog, InputReport } from './input-log.js';
import type { QueryProfile, RunCost } from './profile.js';
import type { ScanQuery } from './query.js';
import { silencesOf, type Silence } from './silence.js';
import type { Sighted } from './sightings.js';
import { tellUnknownHosts } from './unknown-hosts.js';

/** What a scan did. */
export interface ScanResult {
  readonly inputs: readonly InputReport[];
  /** The first few problems of each kind and input; `inputs` has the counts. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sighted: Sighted;
  /** By query. */
  readonly stats: readonly MatcherStats[];
  /** By query: why it could not have matched this input; null where it could. */
  readonly silence: readonly (Silence | null)[];
  /** Candidates that came too late for the reorder window. */
  readonly late: number;
  /** Whether the scan was stopped before the end of its input. */
  readonly partial: boolean;
  /** Whether some input could not be read to its end. */
  readonly failed: boolean;
  /** By query. */
  readonly profile: readonly QueryProfile[];
  readonly cost: RunCost;
}

/** What the parts of a scan counted. */
export interface Counted {
  readonly inputs: readonly { readonly input: Input; readonly log: InputLog }[];
  readonly queries: readonly ScanQuery[];
  readonly fields: FieldSet;
  readonly half: ScanHalf;
  /** By probe: events that may satisfy it, and that do. */
  readonly possible: ArrayLike<number>;
  readonly verified: ArrayLike<number>;
  readonly stats: readonly MatcherStats[];
  readonly late: number;
  readonly partial: boolean;
  readonly failed: boolean;
  readonly cost: Pick<
    RunCost,
    'jobs' | 'bytes' | 'survivingLeads' | 'spilledBytes' | 'setUpMs' | 'readMs' | 'decideMs'
  >;
}

export function resultOf(counted: Counted): ScanResult {
  const { inputs, queries, fields, half, possible, verified, stats, cost } = counted;
  const { kinds, sightings, kernel, clock } = half;
  const surveyed = { kinds, fields, sightings };
  const leads = bySubquery(possible, counted);
  const candidates = bySubquery(verified, counted);
  return {
    inputs: inputs.map(({ input, log }) => log.report(input)),
    diagnostics: [...inputs.flatMap(({ log }) => log.diagnostics), ...tellUnknownHosts(inputs)],
    sighted: sightings.report(kinds, kernel.hosts),
    stats,
    silence: queries.map((query, number) => silencesOf(query, number, surveyed)[0] ?? null),
    late: counted.late,
    partial: counted.partial,
    failed: counted.failed,
    profile: queries.map((_, query) => ({
      leads: sum(leads[query] ?? []),
      candidates: sum(candidates[query] ?? []),
      ms: clock?.ms[query] ?? 0,
    })),
    cost: {
      ...cost,
      screened: half.screened,
      parsed: half.parsed,
      leads: sum(possible),
      inFlight: sum(stats.map(({ inFlight }) => inFlight)),
    },
  };
}

/** Counts by probe as counts by query and subquery. */
function bySubquery(
  byProbe: ArrayLike<number>,
  { queries, half }: Pick<Counted, 'queries' | 'half'>,
): readonly (readonly number[])[] {
  const counts = queries.map(({ compiled }) => compiled.subqueries.map(() => 0));
  for (const { number, query, subquery } of half.probes) {
    const own = counts[query];
    if (own !== undefined) own[subquery] = byProbe[number] ?? 0;
  }
  return counts;
}

export function sum(numbers: ArrayLike<number>): number {
  return Array.from(numbers).reduce((total, number) => total + number, 0);
}
