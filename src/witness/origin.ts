/** Where an event comes from, as the index patterns of its rule ask for: agent, data stream, module. */
import type { Scalar } from '../event/index.js';

/** Fields that tell an origin, by path. */
export type Origin = Readonly<Record<string, Scalar>>;

/** What a query asks of the origin of an event itself. */
export interface KnownOrigin {
  readonly category: string | null;
  /** Values that fields have already, by path. */
  readonly valueOf: (path: string) => Scalar | null;
}

const BEATS: readonly string[] = [
  'auditbeat',
  'filebeat',
  'packetbeat',
  'winlogbeat',
  'metricbeat',
];

/** Origins of an event for a rule with these `patterns`, the likeliest first; an empty one: the event does not tell. */
export function originsFor(patterns: readonly string[], known: KnownOrigin): readonly Origin[] {
  const dataset = known.valueOf('data_stream.dataset');
  if (typeof dataset === 'string') return [streamOrigin('logs', dataset, known)];
  const named = patterns
    .flatMap((list) => list.split(','))
    .map((pattern) => pattern.trim())
    .map((pattern) => pattern.slice(pattern.indexOf(':') + 1))
    .filter((pattern) => pattern !== '' && !pattern.startsWith('-'));
  return byFitness(named, known).map((pattern) => originOf(pattern, known));
}

function originOf(pattern: string, known: KnownOrigin): Origin {
  const beat = BEATS.find((name) => pattern.startsWith(name));
  if (beat !== undefined) return beatOrigin(beat);
  if (pattern.startsWith('endgame')) return { 'event.module': 'endgame' };
  const [, type, stream] = /^([a-z]+)-([^-]*)/.exec(pattern) ?? [];
  // Of alerts (`.alerts-security.*`) only the index tells, which no field names.
  if (type === undefined || stream === undefined) return {};
  return streamOrigin(type, datasetOf(stream, known), known);
}

/** A data set that the middle of `logs-<stream>-*` matches. */
function datasetOf(stream: string, { category }: KnownOrigin): string {
  const filled = stream.replace(
    /^endpoint(?:\.events)?\.?\*$/,
    `endpoint.events.${category ?? 'process'}`,
  );
  const bare = filled.replace(/\*$/, '');
  if (bare === '') return `endpoint.events.${category ?? 'process'}`;
  return bare.endsWith('.') ? `${bare}log` : bare.replaceAll('*', '');
}

function streamOrigin(type: string, dataset: string, { valueOf }: KnownOrigin): Origin {
  const isEndpoint = dataset.startsWith('endpoint.');
  const module = dataset.split('.')[0] ?? dataset;
  return {
    'agent.type': isEndpoint ? 'endpoint' : 'filebeat',
    'data_stream.type': type,
    'data_stream.dataset': dataset,
    'data_stream.namespace': 'default',
    'event.dataset': dataset,
    'event.module': valueOf('event.module') ?? (module === 'auditd_manager' ? 'auditd' : module),
  };
}

function beatOrigin(beat: string): Origin {
  return beat === 'auditbeat'
    ? { 'agent.type': beat, 'event.module': 'auditd' }
    : { 'agent.type': beat };
}

/** Patterns that name what the query asks for go first, then those that name the category, then as the author has them. */
function byFitness(
  patterns: readonly string[],
  { category, valueOf }: KnownOrigin,
): readonly string[] {
  const told = ['event.module', 'event.dataset', 'agent.type']
    .map(valueOf)
    .filter((value) => typeof value === 'string');
  const fitness = (pattern: string): number => {
    if (told.some((value) => pattern.includes(value))) return 3;
    if (
      pattern.startsWith('logs-endpoint') &&
      category !== null &&
      pattern.includes(`.${category}`)
    )
      return 2;
    return /^logs-endpoint\.(?:events\.)?\*/.test(pattern) ? 1 : 0;
  };
  return patterns.toSorted((a, b) => fitness(b) - fitness(a));
}
