import {
  compareRuleCosts,
  type RuleCost,
  type RunProfile,
  type RunStats,
} from '../../src/report/index.js';

/** A run over 99,071 events; the parts that are given replace those of this one. */
export function statsWith(parts: Partial<RunStats> = {}): RunStats {
  return {
    bytes: 200_011_986,
    events: 99_071,
    screened: 98_821,
    parsed: 250,
    funnel: { leads: 236_469, survivingLeads: 1663, candidates: 1650, matches: 1638 },
    inFlight: 12,
    spilledBytes: 0,
    threads: 2,
    peakBytes: 186_490_880,
    times: { load: 180.2, setUp: 95, read: 642.7, decide: 210, write: 12.5, total: 1203.4 },
    ...parts,
  };
}

/** `busy` rules with leads and `idle` ones without. */
export function profileWith(busy: number, idle: number): RunProfile {
  const rules = Array.from({ length: busy + idle }, (_, number): RuleCost => {
    const leads = number < busy ? 10 ** (number % 6) : 0;
    return {
      id: `id-${number}`,
      name: `Rule ${number + 1} of a Name That Goes on and on ${'so long '.repeat(number % 12)}`.trim(),
      leads,
      candidates: Math.floor(leads / 3),
      alerts: Math.floor(leads / 7),
      ms: number < busy ? 1500 / (number + 1) : 0.25,
    };
  });
  return { rules: rules.sort(compareRuleCosts), sharedMs: 642.7 };
}
