import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadRules, RshellError, scan, type Alert, type ScanSummary } from '../../src/index.js';
import { SAMPLES } from '../support/cli.js';

async function collect(
  run: AsyncGenerator<Alert, ScanSummary, void>,
): Promise<{ readonly alerts: readonly Alert[]; readonly summary: ScanSummary }> {
  const alerts: Alert[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { alerts, summary: next.value };
    alerts.push(next.value);
  }
}

describe('the library', () => {
  test('loads the bundled rules and scans the samples', async () => {
    const { rules, outcomes } = loadRules();
    expect(outcomes.map(({ state }) => state).sort()).toEqual([
      'deprecated',
      ...Array.from({ length: 21 }, () => 'evaluable'),
    ]);
    expect(rules).toHaveLength(22);
    const elastic = loadRules([path.join(SAMPLES, '..', 'rules', 'elastic')], {
      bundled: false,
    }).rules;
    const { alerts, summary } = await collect(scan([SAMPLES], { rules: elastic }));
    expect(alerts).toHaveLength(17);
    expect(summary.sighted.events).toBeGreaterThan(500);
    expect(summary.rules).toHaveLength(5);
    expect(summary.silence).toEqual([null, null, null, null, null]);
  });

  test('says what the run and each rule cost', async () => {
    const { rules } = loadRules([path.join(SAMPLES, '..', 'rules', 'elastic')], { bundled: false });
    const { alerts, summary } = await collect(scan([SAMPLES], { rules, jobs: 2, profile: true }));
    expect(alerts).toHaveLength(17);
    expect(summary.profile).toHaveLength(summary.rules.length);
    for (const { leads, candidates, ms } of summary.profile) {
      expect(candidates).toBeGreaterThan(0);
      expect(leads).toBeGreaterThanOrEqual(candidates);
      expect(ms).toBeGreaterThan(0);
    }
    expect(summary.cost.screened + summary.cost.parsed).toBe(summary.sighted.events);
    const plain = await collect(scan([SAMPLES], { rules }));
    expect(plain.alerts).toEqual(alerts);
    expect(plain.summary.profile.map(({ ms }) => ms)).toEqual(rules.map(() => 0));
  });

  test('a caller may leave after the first alert', async () => {
    const { rules } = loadRules();
    let seen = 0;
    for await (const alert of scan([SAMPLES], { rules })) {
      expect(alert.schema).toBe('rshell-scan/alert@1');
      seen += 1;
      break;
    }
    expect(seen).toBe(1);
  });

  test('without the bundled rules there are only those named', () => {
    expect(loadRules([], { bundled: false }).rules).toEqual([]);
    const rules = path.join(SAMPLES, '..', 'rules', 'elastic', '*udp*.toml');
    expect(loadRules([rules], { bundled: false }).rules).toHaveLength(1);
  });

  test.each([
    ['no rules', [SAMPLES], []],
    ['no input', ['no-such-file.ndjson'], loadRules().rules],
  ])('%s: refused with a diagnostic', async (_, paths, rules) => {
    await expect(collect(scan(paths, { rules }))).rejects.toBeInstanceOf(RshellError);
  });
});
