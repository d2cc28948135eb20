// Our own rules on recordings of attacks and of ordinary work: each attack is seen as soon as enough is recorded, is told
// of a few times and not more, and nothing else is.
import { describe, expect, test } from '@jest/globals';
import { compileQuery, loadRules } from '../../src/index.js';
import { documentsOf } from '../input/read.js';
import { ATTACKS } from './attacks/index.js';
import { AuditHost, type HostOptions, type Watch } from './audit-host.js';
import { BENIGN } from './benign/index.js';

const RULES = loadRules(['rules/rshell'], { bundled: false }).rules;

const QUERIES = RULES.map(({ name, querySource }) => {
  const compiled = compileQuery(querySource).query;
  if (compiled === null) throw new Error(name);
  return { name, query: compiled };
});

/** What a person would accept to be told of one attack. */
const MOST_ALERTS = 3;

/** Names of the rules that fire, one for each alert. */
function alertsOn(play: (host: AuditHost) => void, options: HostOptions): readonly string[] {
  const host = new AuditHost(options);
  play(host);
  const documents = documentsOf(host.text, { enrich: options.arm ?? false });
  return QUERIES.flatMap(({ name, query }) => query.search(documents).map(() => name));
}

const RECORDED: readonly Watch[] = ['execve', 'network', 'all'];

describe('attacks', () => {
  test.each(ATTACKS)('$name', ({ sees, play }) => {
    for (const watch of sees === 'execve' ? RECORDED : RECORDED.slice(1)) {
      const alerts = alertsOn(play, { watch });
      expect([watch, alerts]).toEqual([watch, expect.arrayContaining([expect.any(String)])]);
      expect(alerts.length).toBeLessThanOrEqual(MOST_ALERTS);
      expect(alertsOn(play, { watch, arm: true })).not.toEqual([]);
    }
  });

  test('each rule is needed', () => {
    const fired = new Set(ATTACKS.flatMap(({ play }) => alertsOn(play, { watch: 'all' })));
    expect(QUERIES.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
  });
});

describe('ordinary work', () => {
  test.each(BENIGN)('$name', ({ play }) => {
    for (const watch of RECORDED) {
      expect([watch, alertsOn(play, { watch })]).toEqual([watch, []]);
      expect([watch, alertsOn(play, { watch, arm: true })]).toEqual([watch, []]);
    }
  });
});

test.each([
  [
    'what counts as a shell',
    /process\.executable : \("\*\/sh",[^)]*\)\s+or\s+process\.name in \([^)]*\)/g,
  ],
  ['what is nothing to do', /"\[\^-\]", .*"\[\^-\]\.\*\[ \.\]\.\*"/g],
])('%s is the same in every rule', (_what, pattern) => {
  const texts = RULES.flatMap(({ querySource }) => querySource.text.match(pattern) ?? []);
  expect(texts.length).toBeGreaterThan(5);
  expect(new Set(texts).size).toBe(1);
});
