import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadRules, RshellError, scan, type Alert, type ScanSummary } from '../../src/index.js';
import { withFiles } from '../io/files.js';
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

  test('allow lists keep events and alerts away, and what they did is told', async () => {
    const { rules } = loadRules();
    const attack = path.join(SAMPLES, 'attack.ndjson');
    const all = await collect(scan([attack], { rules }));
    const [first, second] = all.alerts.map(({ rule }) => rule.id);
    const lists = {
      'a.toml': `[[allow]]\nrule = "${first}"\nreason = "known"\nowner = "blue"\nscope = "alert"\n`,
      'b.toml':
        `[[allow]]\nrule = "${second}"\nwhen = "true"\nreason = "lab"\n` +
        '[[allow]]\nwhen = \'process.name == "none"\'\nreason = "old"\n',
      'bad.toml': '[[allow]]\nwen = "true"\nreason = "slip"\n',
    };
    await withFiles(lists, async (root) => {
      const at = (name: string): string => path.join(root, name);
      const allow = [at('a.toml'), at('b.toml')];
      const { alerts, summary } = await collect(scan([attack], { rules, allow }));
      expect(alerts).toEqual(
        all.alerts.filter(({ rule: { id } }) => id !== first && id !== second),
      );
      expect(summary.allowed).toEqual([
        { place: `${at('b.toml')}:1`, ...{ reason: 'lab', owner: null, scope: 'event' }, count: 2 },
        { place: `${at('b.toml')}:5`, ...{ reason: 'old', owner: null, scope: 'event' }, count: 0 },
        {
          place: `${at('a.toml')}:1`,
          ...{ reason: 'known', owner: 'blue', scope: 'alert' },
          count: 1,
        },
      ]);
      expect(all.summary.allowed).toEqual([]);
      const bad = collect(scan([attack], { rules, allow: [at('bad.toml')] }));
      await expect(bad).rejects.toThrow(/when/);
    });
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
