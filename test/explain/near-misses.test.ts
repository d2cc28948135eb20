// The near misses of samples/ and of small streams: the very clause, key or time that they fail by is named.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { explainRun, type Attempt, type RunExplanation } from '../../src/explain/index.js';
import type { JsonObject } from '../../src/event/index.js';
import { bytesInput } from '../../src/io/index.js';
import { loadRules } from '../../src/library/index.js';
import { SAMPLES } from '../support/cli.js';
import { explainAll, targetOf } from './support.js';

const { rules } = loadRules();

async function explainSample(id: string, sample: string): Promise<RunExplanation> {
  const rule = rules.find((each) => each.id.startsWith(id));
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const input = bytesInput(sample, readFileSync(path.join(SAMPLES, `${sample}.ndjson`)));
  const { query, querySource, index } = rule;
  const { explanation } = await explainRun({ query, querySource, index }, [input], {
    maxLineBytes: 1 << 24,
    endClosesWindows: false,
  });
  return explanation;
}

/** `present lines: kind line reason` */
function told({ events, blame }: Attempt): string {
  const lines = events.map((event) => event?.place?.line ?? '-').join(',');
  if (blame === null) return `${lines}: nothing`;
  const at = `${lines}: ${blame.kind} ${blame.event.place?.line ?? '-'}`;
  switch (blame.kind) {
    case 'late':
      return `${at} over ${blame.over / 1e6} ms`;
    case 'early':
      return `${at} by ${blame.before / 1e6} ms`;
    case 'ended':
      return at;
    case 'near':
      return `${at} ${blame.failing.map(({ fields }) => fields[0]?.path ?? '').join()}`;
    case 'no-key':
      return `${at} ${blame.fields.map(({ path: field }) => field).join()}`;
    case 'other-key':
      return `${at} ${blame.differs.field}`;
  }
}

describe('samples', () => {
  test('reverse-shell-near-miss', async () => {
    const { matches, attempts } = await explainSample('48b3d2e3', 'reverse-shell-near-miss');
    expect(matches).toBe(0);
    expect(attempts.map(told)).toEqual(
      expect.arrayContaining([
        '14: late 16 over 1 ms',
        '-,20: near 18 destination.ip',
        '-,24: near 22 destination.ip',
        '26: near 28 process.args',
        '32: early 31 by 960 ms',
        '38: other-key 39 process.parent.entity_id',
      ]),
    );
    expect(attempts[0]?.blame?.kind).toBe('late');
  });

  test('suspicious-parent-near-miss', async () => {
    const { matches, attempts } = await explainSample('4b1a807a', 'suspicious-parent-near-miss');
    expect(matches).toBe(0);
    expect(attempts.map(told)).toEqual(
      expect.arrayContaining([
        '28: late 29 over 1 ms',
        '32: near 33 destination.ip',
        '-,37: near 36 process.args',
        '40: other-key 41 process.parent.entity_id',
        '44: no-key 45 process.parent.entity_id',
        '-,49: near 48 event.action',
        '-,53: near 52 process.args',
      ]),
    );
  });

  test('meterpreter-near-miss', async () => {
    const { matches, attempts } = await explainSample('5c895b4f', 'meterpreter-near-miss');
    expect(matches).toBe(0);
    expect(attempts.map(told)).toEqual(
      expect.arrayContaining([
        '13,14,15,-,-: other-key 16 process.pid',
        '19,20,21,-,-: other-key 22 user.id',
        '25,26,27,28,-: near 29 auditd.data.a2',
        '31,32,33,34,-: near 35 file.path',
        '37,38,39,-,-: other-key 40 host.id',
      ]),
    );
  });

  test('udp-near-miss', async () => {
    const { matches, attempts } = await explainSample('a5eb21b7', 'udp-near-miss');
    expect(matches).toBe(0);
    expect(attempts.slice(0, 5).map(told)).toEqual([
      '1,-,5: near 4 auditd.data.a1',
      '8,-,13: near 11 auditd.data.a0',
      '21,-,25: near 24 auditd.data.a1',
      '31,-,35: near 34 auditd.data.a1',
      expect.stringMatching(/: near \d+ destination.ip$/),
    ]);
  });

  test('background-process-near-miss', async () => {
    const { matches, nearMisses } = await explainSample('259be2d8', 'background-process-near-miss');
    expect(matches).toBe(0);
    const oneShort = nearMisses.filter(({ shortBy }) => shortBy === 1);
    expect(
      oneShort.map(({ event, failing }) => [event.place?.line, failing[0]?.fields[0]?.path]),
    ).toEqual([
      [18, 'event.action'],
      [27, 'process.name'],
      [2, 'process.parent.name'],
      [9, 'process.args'],
    ]);
  });
});

/** An event at a second, with fields that make it this or that. */
function at(second: number, fields: JsonObject): JsonObject {
  return {
    '@timestamp': new Date(second * 1000).toISOString(),
    event: { category: 'process' },
    ...fields,
  };
}

describe('a sequence that', () => {
  const a = { n: 'a', k: 1, m: 1 };
  const text =
    'sequence by ?k with maxspan=5s [any where n == "a" and m == 1] [any where n == "b" and m == 1]';

  test.each<[string, string, readonly JsonObject[], string]>([
    [
      'was ended by until',
      `${text} until [any where n == "u"]`,
      [at(1, a), at(2, { n: 'u', k: 1 })],
      '1: ended 2',
    ],
    [
      'was spoiled by what had to be missing',
      text.replace(' [any where n == "b"', ' ![any where n == "x"] [any where n == "b"'),
      [at(1, a), at(2, { ...a, n: 'x' }), at(3, { ...a, n: 'b' })],
      '1,-,3: ended 2',
    ],
    ['has nothing behind its start', text, [at(1, a)], '1: nothing'],
    [
      'is out of reach of what comes near',
      text,
      [at(1, a), at(9, { n: 'b', k: 1, m: 2 })],
      '1: nothing',
    ],
  ])('%s', async (_, query, documents, expected) => {
    const { attempts } = await explainAll(query, documents);
    expect(attempts.map(told)).toEqual([expected]);
  });

  test.each([
    ['was ended by until before', 3, 'until'],
    ['was over by maxspan', 9, 'maxspan'],
  ])('%s: that is said of an event that came after it', async (_, second, outcome) => {
    const query = targetOf(`${text} until [any where n == "u"]`);
    const lines = [
      at(1, a),
      at(2, { n: outcome === 'until' ? 'u' : 'x', k: 1 }),
      at(second, { ...a, n: 'b' }),
    ];
    const input = bytesInput(
      'e',
      Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
    );
    const { explanation } = await explainRun(query, [input], {
      maxLineBytes: 1 << 24,
      endClosesWindows: false,
      focus: { kind: 'place', file: null, line: 3, index: 0 },
    });
    expect(explanation.focus?.parts).toMatchObject([{ attempt: null, tooLateFor: { outcome } }]);
  });

  test('was started over and over counts as one, and as so many replaced', async () => {
    const documents = [1, 2, 3].map((second) => at(second, a));
    const { attempts, attemptCounts } = await explainAll(text, documents);
    expect(attempts.map(told)).toEqual(['3: nothing']);
    expect(attemptCounts).toEqual([
      { reached: 1, outcome: 'superseded', count: 2 },
      { reached: 1, outcome: 'unfinished', count: 1 },
    ]);
  });
});
