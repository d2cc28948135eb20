// Every rule of the corpus is alive: it fires on its witness, also through the whole scan with all rules and their index
// patterns, and on none of its near misses. The corpus is not part of the repository.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadRules, scan } from '../../src/library/index.js';
import type { Rule } from '../../src/rule/index.js';
import { compileQuery } from '../../src/scan/index.js';
import { findDead, generate, type Generated } from '../../src/witness/index.js';
import { shared } from '../support/shared.js';

const CORPUS = shared('rules-survey', 'elastic-linux-eql', 'rules');
const describeCorpus = existsSync(CORPUS) ? describe : describe.skip;

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-witness-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The events of all rules, one after the other in time. */
function generateAll(rules: readonly Rule[]): readonly (readonly [Rule, Generated])[] {
  let startMs = Date.UTC(2026, 0, 1);
  return rules.map((rule) => {
    const options = {
      seed: 1,
      topic: rule.id,
      index: rule.index,
      categoryField: 'event.category',
      timestampField: '@timestamp',
      startMs,
    };
    const made = generate(rule.query, options, { nearMisses: true });
    startMs = made.nextMs;
    return [rule, made];
  });
}

describeCorpus('the corpus (needs ../shared/rules-survey)', () => {
  const { rules } = loadRules([CORPUS], { bundled: false });
  const made = generateAll(rules);

  test('has a witness and near misses for each rule', () => {
    const without = made.filter(
      ([, { witness, nearMisses }]) => witness === null || nearMisses.length === 0,
    );
    expect(without.map(([{ name }]) => name)).toEqual([]);
    expect(made).toHaveLength(350);
  });

  test('fires on each witness, on no near miss', () => {
    const wrong = made.flatMap(([{ name, querySource }, { witness, nearMisses }]) => {
      const { query } = compileQuery(querySource);
      const fires = (events: Parameters<NonNullable<typeof query>['search']>[0]): boolean =>
        (query?.search(events).length ?? 0) > 0;
      return [
        ...(fires(witness?.events ?? []) ? [] : [`${name}: witness`]),
        ...nearMisses
          .filter(({ events }) => fires(events))
          .map(({ clause }) => `${name}: ${clause ?? ''}`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  test('fires in a scan of all events with all rules', async () => {
    const file = path.join(folder, 'events.ndjson');
    const lines = made.flatMap(([rule, { witness, nearMisses }]) =>
      [witness, ...nearMisses].flatMap((stream) =>
        (stream?.events ?? []).map((event) =>
          JSON.stringify({ ...event, labels: { rule: rule.id, clause: stream?.clause ?? '' } }),
        ),
      ),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const fired = new Set<string>();
    for await (const { rule, events } of scan([file], { rules })) {
      for (const event of events) {
        // Every event was written above.
        const labels = event?.document['labels'] as { rule: string; clause: string } | undefined;
        if (labels?.rule !== rule.id) continue;
        expect(`${rule.name}: ${labels.clause}`).toBe(`${rule.name}: `);
        fired.add(rule.id);
      }
    }
    expect(rules.filter(({ id }) => !fired.has(id)).map(({ name }) => name)).toEqual([]);
  });

  test('has dead parts, each of a kind that was looked at', () => {
    const kinds = new Map<string, number>();
    for (const { query } of rules) {
      for (const { kind, reason } of findDead(query)) {
        const key = `${kind}: ${reason.replace(/`.*` (?=covers|rules)/, '')}`;
        kinds.set(key, (kinds.get(key) ?? 0) + 1);
      }
    }
    expect(Object.fromEntries(kinds)).toEqual({
      'entry: `*` is literal in `in`': 20,
      'entry: `*` is literal in `==`': 1,
      'entry: covers it': 144,
      'entry: it is in the list already': 89,
      'entry: rules it out': 10,
      'never: rules it out': 7,
    });
  });
});
