// Alerts that were suppressed, in the formats that tell of them, and those that an alert stands for, where Kibana counts them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../../src/alert/index.js';
import type { AlertColumn } from '../../src/report/index.js';
import { HeldDocuments } from '../../src/report/held-documents.js';
import { alertOf, CONNECTION, eventAt, ruleWith, suppressedBy } from '../support/alerts.js';
import { ndjson } from '../support/cli.js';
import { parseCsv } from '../support/csv.js';
import { reportOf } from '../support/report.js';
import { sarifErrors } from '../support/sarif.js';
import { ALERTS } from './samples.js';
import { finishedRun } from './summaries.js';

/** An alert of a group; `first`: the alert that it repeats. */
function grouped(name: string, second: number, first?: Alert): Alert {
  const time = `2026-11-20T08:14:0${second}.000Z`;
  const alert: Alert = {
    ...alertOf(name, ruleWith(), [eventAt(1, { ...CONNECTION, '@timestamp': time })]),
    grouped_by: [
      { field: 'host.name', value: 'web-01' },
      { field: 'host.ip', value: ['10.0.0.1', '10.0.0.2'] },
      { field: 'user.id', value: null },
    ],
  };
  return first === undefined ? alert : suppressedBy(alert, { by: 'repeat', alert: first.id });
}

const FIRST = grouped('first', 4);
const REPEATS = [grouped('second', 2, FIRST), grouped('third', 9, FIRST)];

describe('documents as Kibana writes them', () => {
  test('count what an alert stands for, and from when to when', async () => {
    const documents = ndjson(await reportOf('ecs', [FIRST, ...REPEATS]));
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      'kibana.alert.uuid': FIRST.id,
      'kibana.alert.suppression.terms': [
        { field: 'host.name', value: 'web-01' },
        { field: 'host.ip', value: ['10.0.0.1', '10.0.0.2'] },
        { field: 'user.id', value: null },
      ],
      'kibana.alert.suppression.start': '2026-11-20T08:14:02.000Z',
      'kibana.alert.suppression.end': '2026-11-20T08:14:09.000Z',
      'kibana.alert.suppression.docs_count': 2,
      'kibana.alert.instance.id': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('an alert that may stand for others says that it stands for none', async () => {
    const [document] = ndjson(await reportOf('bulk', [FIRST])).slice(1);
    expect(document).toMatchObject({ 'kibana.alert.suppression.docs_count': 0 });
  });

  test('one that no group takes says nothing of it', async () => {
    const text = await reportOf('ecs', [ALERTS['event']!]);
    expect(text).not.toContain('kibana.alert.suppression');
  });

  test('of a sequence, the alert as a whole has it, and its blocks do not', async () => {
    const sequence = { ...ALERTS['sequence']!, grouped_by: FIRST.grouped_by };
    const documents = ndjson(await reportOf('ecs', [sequence])) as object[];
    const counted = documents.filter((each) => 'kibana.alert.suppression.docs_count' in each);
    expect(documents).toHaveLength(3);
    expect(counted).toEqual([expect.objectContaining({ 'kibana.alert.uuid': sequence.id })]);
  });

  test('of a live run are written at once', async () => {
    const text = await reportOf('ecs', [FIRST], { settings: { isLive: true } });
    expect(ndjson(text)).toMatchObject([{ 'kibana.alert.suppression.docs_count': 0 }]);
  });

  test('and what they count add up to the alerts, however few are held', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }),
        fc.nat({ max: 4 }),
        (names, most) => {
          const held = new HeldDocuments(
            { first: () => Buffer.alloc(1), second: (_, { count }) => `${count},` },
            most,
          );
          const firsts = new Map(names.map((name) => [name, grouped(name, 1)]));
          const seen = new Set<string>();
          const texts = names.map((name) => {
            const first = seen.has(name) ? firsts.get(name) : undefined;
            seen.add(name);
            return held.take(grouped(name, 2, first)).toString();
          });
          const counts = [...texts, held.rest().toString()].join('').split(',').slice(0, -1);
          const total = counts.reduce((sum, text) => sum + 1 + Number(text.replace('\0', '')), 0);
          expect(total).toBe(names.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('SARIF', () => {
  const allowed = suppressedBy(ALERTS['event']!, {
    reason: 'backup agent',
    entry: 'allow.toml:3',
    owner: 'ops',
  });
  const resultsOf = async (
    alerts: readonly Alert[],
    settings: Parameters<typeof reportOf>[2] & object,
  ): Promise<readonly Record<string, unknown>[]> => {
    const log = JSON.parse(await reportOf('sarif', alerts, settings)) as {
      runs: { results: Record<string, unknown>[] }[];
    };
    expect(sarifErrors(log)).toBeNull();
    return log.runs[0]!.results;
  };

  test('says why a result is suppressed, and of all others that they are not', async () => {
    const settings = { showsSuppressed: true };
    const results = await resultsOf([allowed, ALERTS['sequence']!], { settings });
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [
        {
          kind: 'external',
          status: 'accepted',
          justification: 'backup agent (allow.toml:3, ops)',
        },
      ],
      [],
    ]);
    expect(results[0]).not.toHaveProperty('baselineState');
  });

  test('says what is new against a baseline', async () => {
    const known = ALERTS['event']!;
    const settings = { isKnown: (alert: Alert) => alert.id === known.id };
    const results = await resultsOf([known, ALERTS['sequence']!], { settings });
    expect(results.map(({ baselineState }) => baselineState)).toEqual(['unchanged', 'new']);
    expect(results[0]).not.toHaveProperty('suppressions');
  });
});

test('a table has suppressed alerts where a column says so', async () => {
  const suppressed = suppressedBy(ALERTS['event']!, { by: 'baseline', reason: 'known' });
  const rowsOf = async (
    columns?: readonly AlertColumn[],
  ): Promise<readonly (readonly string[])[]> =>
    parseCsv(
      await reportOf('csv', [suppressed, ALERTS['event']!], {
        settings: { showsSuppressed: true, columns },
      }),
    );
  expect(await rowsOf(['host', 'suppressed'])).toEqual([
    ['host', 'suppressed'],
    ['web-01', 'known'],
    ['web-01', ''],
  ]);
  expect(await rowsOf(['host'])).toEqual([['host'], ['web-01']]);
  expect((await rowsOf()).map((cells) => cells.at(-1))).toEqual(['suppressed', 'known', '']);
  expect(parseCsv(await reportOf('csv', []))[0]).not.toContain('suppressed');
});

test.each(['markdown', 'json'] as const)('%s counts what was suppressed', async (format) => {
  const alerts = [ALERTS['event']!];
  const byReason = [{ by: 'allow', reason: 'why', entry: null, owner: null, alerts: 12 }] as const;
  const run = finishedRun(alerts);
  const suppressed = { total: 12, byReason, repeated: [] };
  const text = await reportOf(format, alerts, {
    run: { ...run, alerts: { ...run.alerts, suppressed } },
  });
  expect(text).toMatch(/12 alerts suppressed|"suppressed":\{"total":12/);
});
