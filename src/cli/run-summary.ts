// From what a scan counted to what a report says.
import { formatTimestamp } from '../event/index.js';
import type { MatcherOptions, MatcherStats } from '../engine/index.js';
import type {
  AlertCounts,
  DiagnosticDigest,
  RunSummary,
  SilentRule,
  SummaryOptions,
} from '../report/index.js';
import { silenceDetail, type ScanResult } from '../scan/index.js';
import type { Code } from '../source/index.js';
import { chalkFor } from './colour.js';
import type { Context } from './context.js';
import type { CommonFlags, CorrelationFlags } from './options.js';
import { curtailedIn } from './outcome.js';
import { paletteOf } from './palette.js';
import type { RuleSet } from './rule-set.js';
import { widthOf } from './streams.js';

/** Options of matchers as flags give them. */
export function matcherOptionsOf(flags: CorrelationFlags): MatcherOptions {
  return {
    maxSamplesPerKey: flags.maxSamplesPerKey,
    endClosesWindows: flags.eofClosesWindows === true,
    ...(flags.maxInFlight === undefined ? {} : { maxInFlight: flags.maxInFlight }),
  };
}

/** What not every run has for its summary. */
interface Extras {
  readonly hidden: RunSummary['hidden'];
  readonly losses: number;
  /** By input: its SHA-256. */
  readonly digests: readonly (string | null)[];
}

/** The numbers of a run, for the summary on stderr and in JSON reports. */
export function summaryOf(
  result: ScanResult,
  rules: RuleSet,
  alerts: AlertCounts,
  durationMs: number,
  { hidden = [], digests = [], losses = 0 }: Partial<Extras> = {},
): RunSummary {
  const { sighted } = result;
  const silent = rules.runnable.flatMap(({ rule }, query): readonly SilentRule[] => {
    const silence = result.silence[query];
    return silence === null || silence === undefined
      ? []
      : [
          {
            id: rule.id,
            name: rule.name,
            reason: silence.reason,
            detail: silenceDetail(silence, rule.index),
          },
        ];
  });
  const loaded = rules.runnable.length;
  const total = (count: (stats: MatcherStats) => number): number =>
    result.stats.reduce((sum, stats) => sum + count(stats), 0);
  return {
    events: {
      read: sighted.events,
      byCategory: sighted.categories,
      withoutTime: sighted.withoutTime,
      withoutDataSet: sighted.withoutDataSet,
      span:
        sighted.first === null || sighted.last === null
          ? null
          : { start: formatTimestamp(sighted.first), end: formatTimestamp(sighted.last) },
      hosts: sighted.hosts,
    },
    hidden,
    curtailed: curtailedIn(result),
    losses,
    inputs: result.inputs.map((input, number) => ({ ...input, sha256: digests[number] ?? null })),
    rules: {
      loaded,
      run: loaded - silent.length,
      deprecated: rules.runnable.filter(({ rule }) => rule.deprecated).length,
      notEvaluable: rules.notEvaluable,
      inError: rules.inError,
      silent,
    },
    alerts,
    sequences: {
      late: result.late,
      pending: total(({ pending }) => pending),
      dropped: total(({ dropped }) => dropped),
    },
    durationMs,
    partial: result.partial,
  };
}

/** How summaries look on stderr. */
export function summaryOptionsOf(
  { streams: { stderr, env } }: Context,
  { color, verbose, hashInputs }: CommonFlags & { readonly hashInputs?: boolean },
): SummaryOptions {
  const palette = paletteOf(chalkFor(stderr, env, color));
  const wishes = { verbose: verbose === true, hashes: hashInputs === true };
  return { width: widthOf(stderr, env), palette, ...wishes };
}

/**
 * The diagnostics that the scan kept, and how many of each kind it only counted. Of an input that gave no event, one of each kind says enough:
 * it is something else.
 */
export function digestOf(result: Pick<ScanResult, 'diagnostics' | 'inputs'>): DiagnosticDigest {
  const empty = new Set(result.inputs.filter(({ events }) => events === 0).map(({ name }) => name));
  const kept = new Map<string, number>();
  const shown = result.diagnostics.filter(({ code, place }) => {
    const key = `${code} ${place?.name ?? ''}`;
    const before = kept.get(key) ?? 0;
    if (before > 0 && empty.has(place?.name ?? '')) return false;
    kept.set(key, before + 1);
    return true;
  });
  const folded = result.inputs.flatMap(({ name, problems }) =>
    [...problems].map(([code, count]) => ({
      // Problems are counted by the codes of diagnostics.
      code: code as Code,
      file: name,
      count: count - (kept.get(`${code} ${name}`) ?? 0),
    })),
  );
  return { shown, folded: folded.filter(({ count }) => count > 0) };
}
