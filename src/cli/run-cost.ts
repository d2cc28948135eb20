// From what a scan measured to what `--stats` and `--profile` say.
import {
  compareRuleCosts,
  renderProfile,
  renderStats,
  type AlertCounts,
  type RunProfile,
  type RunStats,
  type SummaryOptions,
} from '../report/index.js';
import type { RunCost, ScanResult } from '../scan/index.js';
import type { CostFlags } from './options.js';
import type { RuleSet } from './rule-set.js';

/** What was asked for of the two. */
export interface RunCosts {
  readonly stats?: RunStats | undefined;
  readonly profile?: RunProfile | undefined;
}

/** Times that the scan itself does not know, in milliseconds. */
export interface OuterTimes {
  readonly load: number;
  /** A part of what the scan takes for deciding. */
  readonly write: number;
  readonly total: number;
}

/** What flags ask of the costs of a run over rules. */
export function costsOf(
  flags: CostFlags,
  result: ScanResult,
  rules: RuleSet,
  alerts: AlertCounts,
  times: OuterTimes,
): RunCosts {
  const stats = statsOf(result, alerts.total, times);
  return {
    ...(flags.stats === true ? { stats } : {}),
    ...(flags.profile === true
      ? { profile: profileOf(result, rules, alerts, stats.times.read) }
      : {}),
  };
}

/** What the machine did for a run that found `matches`. */
export function statsOf(
  { cost, profile, sighted }: ScanResult,
  matches: number,
  { load, write, total }: OuterTimes,
): RunStats {
  const isStream = isOfStream(cost);
  return {
    bytes: cost.bytes,
    events: sighted.events,
    screened: cost.screened,
    parsed: cost.parsed,
    funnel: {
      leads: cost.leads,
      survivingLeads: cost.survivingLeads,
      candidates: profile.reduce((sum, { candidates }) => sum + candidates, 0),
      matches,
    },
    inFlight: cost.inFlight,
    spilledBytes: cost.spilledBytes,
    threads: cost.jobs,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    times: {
      load,
      setUp: cost.setUpMs,
      read: Math.max(0, cost.readMs - (isStream ? write : 0)),
      decide: Math.max(0, cost.decideMs - (isStream ? 0 : write)),
      write,
      total,
    },
  };
}

/** What each rule cost, of a run whose reading took `readMs`. */
function profileOf(
  { cost, profile }: ScanResult,
  rules: RuleSet,
  { byRule }: AlertCounts,
  readMs: number,
): RunProfile {
  const alertsOf = new Map(byRule.map(({ id, alerts }) => [id, alerts]));
  const costs = profile.flatMap(({ leads, candidates, ms }, query) => {
    const rule = rules.runnable[query]?.rule;
    if (rule === undefined) return [];
    const { id, name } = rule;
    return [{ id, name, leads, candidates, alerts: alertsOf.get(id) ?? 0, ms }];
  });
  const ownMs = isOfStream(cost) ? costs.reduce((sum, { ms }) => sum + ms, 0) : 0;
  return { rules: costs.sort(compareRuleCosts), sharedMs: Math.max(0, readMs - ownMs) };
}

/** A stream is decided, and its alerts are written, while it is read. */
function isOfStream({ decideMs }: RunCost): boolean {
  return decideMs === 0;
}

/** Both as a person reads them. */
export function renderCosts(
  { stats, profile }: RunCosts,
  options: SummaryOptions,
): readonly string[] {
  return [
    ...(profile === undefined ? [] : [renderProfile(profile, options)]),
    ...(stats === undefined ? [] : [renderStats(stats, options)]),
  ];
}
