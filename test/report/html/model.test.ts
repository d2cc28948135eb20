// What the page works out before it shows anything: no browser needed.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filtered, NO_FILTER, wordsOf } from '../../../src/report/html/app/model/filter.js';
import { lineAt, listItems, offsetsOf, ordered } from '../../../src/report/html/app/model/list.js';
import { parseInline, parseMarkdown } from '../../../src/report/html/app/model/markdown.js';
import { matrixOf } from '../../../src/report/html/app/model/matrix.js';
import { peersOf, reachOf } from '../../../src/report/html/app/model/peers.js';
import { processTrees } from '../../../src/report/html/app/model/process-tree.js';
import { queryPieces } from '../../../src/report/html/app/model/query.js';
import { attackLink, reportOf, type Report } from '../../../src/report/html/app/model/report.js';
import { formatRoute, parseRoute, START } from '../../../src/report/html/app/model/route.js';
import { lanesOf, moved, ticksOf, zoomed } from '../../../src/report/html/app/model/timeline.js';
import { bytes, clock, duration, grouped } from '../../../src/report/html/app/model/words.js';
import type { DataByKind, StoryData } from '../../../src/report/html/data.js';
import {
  alertOf,
  BACKGROUND_SHELL,
  CONNECTION,
  eventAt,
  INTERACTIVE_SHELL,
  keyOf,
  suppressedBy,
} from '../../support/alerts.js';
import { finishedRun } from '../summaries.js';
import { alertOn, manyAlerts, pageOf, ruleOf } from './pages.js';

/** What a page of `alerts` holds. */
function readPage(alerts: Parameters<typeof pageOf>[0]): {
  readonly report: Report;
  readonly stories: readonly StoryData[];
} {
  const html = pageOf(alerts);
  const all = <Kind extends keyof DataByKind>(kind: Kind): readonly DataByKind[Kind][] =>
    [...html.matchAll(new RegExp(`data-kind="${kind}">(.*)</script>`, 'g'))].map(
      // The writer gives each kind its type.
      ([, json]) => JSON.parse(json ?? '') as DataByKind[Kind],
    );
  const head = { tool: { name: '', version: '' }, startedAt: '', tactics: [] };
  return {
    report: reportOf(head, all('rule'), all('row'), null),
    stories: all('story'),
  };
}

const chain = alertOf(
  'chain',
  ruleOf('sequence by host.id [network where true] [process where true]'),
  [eventAt(118, CONNECTION), eventAt(121, INTERACTIVE_SHELL)],
  keyOf('9f2c1c9b8e7d4f6a'),
);

describe('data', () => {
  const { report, stories } = readPage([...manyAlerts(7), chain]);

  test('has each rule once, and a row and a story an alert', () => {
    expect(report.rules.map(({ name }) => name)).toEqual([
      'Rule 0',
      'Rule 1',
      'Rule 2',
      'Potential Reverse Shell',
    ]);
    expect(report.rows.length).toBe(8);
    expect(stories.map(({ id }) => id)).toEqual(report.rows.map(({ id }) => id));
  });

  test('loses no byte of an event', () => {
    expect(stories.at(-1)?.events.map((event) => event?.document)).toEqual([
      CONNECTION,
      INTERACTIVE_SHELL,
    ]);
  });

  test('a row tells what was run, and by whom', () => {
    expect(report.rows.at(-1)).toMatchObject({
      host: 'web-01',
      user: 'www-data',
      gist: 'bash -i',
      time: Date.UTC(2026, 10, 20, 8, 14, 2, 118),
    });
  });

  test('long texts are cut, and documents left out where that is not enough', () => {
    const long = alertOn('long', ruleOf('any where true'), { message: 'x'.repeat(100_000) });
    const [story] = readPage([long]).stories;
    expect(JSON.stringify(story?.events[0]?.document)).toContain('… (83616 more characters)');
    const fields = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [n, 'x'.repeat(9000)]));
    expect(readPage([alertOn('many', ruleOf('any where true'), fields)]).stories[0]).toMatchObject({
      events: [{ document: null, place: { line: 1 } }],
    });
  });
});

describe('routes', () => {
  test.each([
    ['', START],
    ['#alerts', { ...START, view: 'alerts' }],
    ['#5f0c2a91', { ...START, view: 'alerts', alert: '5f0c2a91' }],
    ['#alert=1', START],
    ['#alerts?severity=worst&order=%00&group=x', { ...START, view: 'alerts' }],
    ['#overview?from=x&to=y', START],
  ] as const)('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  test('what is written is read again', () => {
    const text = fc.string({ unit: 'grapheme' });
    const time = fc.integer({ min: 0, max: 2e12 });
    const route = fc.record({
      view: fc.constantFrom('overview', 'alerts', 'run'),
      order: fc.constantFrom('severity', 'newest', 'oldest'),
      grouping: fc.constantFrom('none', 'rule', 'host'),
      alert: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/)),
      filter: fc.record({
        search: text,
        severities: fc.constantFrom([], ['high'], ['critical', 'low']),
        hosts: fc.array(text),
        rules: fc.array(text),
        attack: fc.array(text),
        span: fc.option(
          fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
        ),
        suppressed: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(route, (each) => {
        // The generator gives the words of a route.
        const typed = each as Parameters<typeof formatRoute>[0];
        expect(parseRoute(formatRoute(typed))).toEqual(each);
      }),
    );
  });
});

describe('filters', () => {
  const { report } = readPage(manyAlerts(24));
  const count = (filter: Partial<typeof NO_FILTER>): number =>
    filtered(report.rows, { ...NO_FILTER, ...filter }).length;

  test('kinds add up, choices of one kind are alternatives', () => {
    expect(count({})).toBe(24);
    expect(count({ severities: ['high'] })).toBe(8);
    expect(count({ severities: ['high', 'low'] })).toBe(16);
    expect(count({ hosts: ['host-1'], severities: ['high'] })).toBe(2);
    expect(count({ attack: ['T1059'] })).toBe(24);
    expect(count({ attack: ['T9999'] })).toBe(0);
    const second = Date.UTC(2026, 10, 20) + 1000;
    expect(count({ span: { from: second, to: second + 1000 } })).toBe(2);
  });

  test('suppressed alerts are shown where somebody asks for them, and counted apart', () => {
    const [first, ...others] = manyAlerts(3);
    const suppressed = suppressedBy(first!, { by: 'allow', reason: 'known tool' });
    const page = readPage([suppressed, ...others]);
    expect(page.report).toMatchObject({ reported: 2, suppressed: 1 });
    const start = Date.UTC(2026, 10, 20);
    expect(page.report.span).toEqual({ from: start + 1000, to: start + 2000 });
    expect(page.report.spanOfAll).toEqual({ from: start, to: start + 2000 });
    expect(filtered(page.report.rows, NO_FILTER)).toHaveLength(2);
    expect(filtered(page.report.rows, { ...NO_FILTER, suppressed: true })).toHaveLength(3);
    expect(page.stories[0]?.suppressed?.reason).toBe('known tool');
  });

  test('words are looked for in everything, in any case', () => {
    expect(count({ search: 'PORT-7' })).toBe(1);
    expect(count({ search: '"nc -e" host-3' })).toBe(2);
    expect(count({ search: '"e nc"' })).toBe(0);
    expect(wordsOf(' a "b c"  D "')).toEqual(['a', 'b c', 'd']);
  });
});

describe('lists', () => {
  const { report } = readPage(manyAlerts(9));

  test('orders', () => {
    const first = (order: Parameters<typeof ordered>[1]): string | undefined =>
      ordered(report.rows, order)[0]?.gist;
    expect(first('oldest')).toContain('port-0');
    expect(first('newest')).toContain('port-8');
    expect(first('severity')).toContain('port-6');
  });

  test('groups have headings, and alerts while they are open', () => {
    const items = listItems(report.rows, 'rule', new Set([report.rules[0]?.data.rule.id ?? '']));
    expect(items.map((item) => (item.kind === 'group' ? item.label : '·')).join('')).toBe(
      'Rule 0Rule 1···Rule 2···',
    );
  });

  test('the line at a height is found', () => {
    const offsets = offsetsOf(listItems(report.rows, 'none', new Set()));
    for (const [at, start] of [...offsets].slice(0, -1).entries()) {
      expect(lineAt(offsets, start)).toBe(at);
      expect(lineAt(offsets, start + 83)).toBe(at);
    }
    expect(lineAt(offsets, 1e9)).toBe(8);
    expect(lineAt(offsetsOf([]), 0)).toBe(0);
  });
});

describe('timeline', () => {
  const { report } = readPage(manyAlerts(100));
  const start = Date.UTC(2026, 10, 20);
  const span = { from: start, to: start + 99_000 };

  test('no alert is lost between lanes and columns', () => {
    const lanes = lanesOf(report.rows, span, 37, 5);
    expect(lanes.length).toBe(5);
    expect(lanes.at(-1)).toMatchObject({ host: null, hosts: 8 });
    const counts = lanes.flatMap(({ bins }) => bins.map(({ count }) => count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  });

  test('hosts stand in the order in which people count', () => {
    const lanes = lanesOf(report.rows, span, 37, 20).filter(({ count }) => count === 8);
    const numbers = lanes.map(({ host }) => Number(/\d+$/.exec(host ?? '')?.[0]));
    expect(numbers.length).toBeGreaterThan(5);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(Math.max(...numbers)).toBeGreaterThan(9);
  });

  test('a moment is a span, too', () => {
    expect(lanesOf(report.rows, { from: start, to: start }, 10, 5)[0]?.bins).toHaveLength(1);
  });

  test('zoom and moves stay within the limit', () => {
    const time = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(time, time, fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, factor) => {
        const limit = { from: 0, to: 1000 };
        const from = { from: Math.min(a, b), to: Math.max(a, b) + 2 };
        for (const to of [zoomed(from, factor, a, limit), moved(from, factor - 5, limit)]) {
          expect(to.from).toBeGreaterThanOrEqual(0);
          expect(to.to).toBeLessThanOrEqual(1001);
          expect(to.to).toBeGreaterThan(to.from);
        }
      }),
    );
  });

  test.each([
    [90, 'millisecond'],
    [99_000, 'second'],
    [7_200_000, 'minute'],
    [86_400_000 * 300, 'day'],
  ] as const)('ticks of %d ms are round: %s', (length, detail) => {
    const ticks = ticksOf({ from: start, to: start + length }, 8, 0);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks[0]).toEqual({ time: ticks[0]?.time, detail });
  });
});

test('the matrix counts an alert once in each cell', () => {
  const { report } = readPage(manyAlerts(5));
  const [execution] = matrixOf(report, report.rows);
  expect(execution).toMatchObject({ id: 'TA0002', count: 5, worst: 'critical' });
  expect(execution?.techniques.map(({ id, count }) => [id, count])).toEqual([['T1059', 5]]);
  expect(execution?.techniques[0]?.subtechniques[0]).toMatchObject({ id: 'T1059.004', count: 5 });
});

test('the matrix has, without a count, what rules look for and did not find', () => {
  const entry = (id: string): { id: string; name: string; reference: null } => ({
    id,
    name: id,
    reference: null,
  });
  const covered = [
    {
      framework: 'MITRE ATT&CK',
      tactic: entry('TA0003'),
      technique: [{ ...entry('T1053'), subtechnique: [entry('T1053.003')] }],
    },
  ] as const;
  const alerts = manyAlerts(2);
  const page = pageOf(alerts, { ...finishedRun(alerts), covered: [...covered, ...covered] });
  const [, run = ''] = /data-kind="run">(.*)<\/script>/.exec(page) ?? [];
  const { report } = readPage(alerts);
  const columns = matrixOf({ ...report, run: JSON.parse(run) as DataByKind['run'] }, report.rows);
  expect(columns.find(({ id }) => id === 'TA0003')).toMatchObject({
    count: 0,
    techniques: [{ id: 'T1053', count: 0, subtechniques: [{ id: 'T1053.003', count: 0 }] }],
  });
  expect(columns.find(({ id }) => id === 'TA0002')?.count).toBe(2);
});

describe('processes', () => {
  const treeOf = (alert: typeof chain): ReturnType<typeof processTrees> =>
    processTrees(readPage([alert]).stories[0] ?? { events: [] });

  test('events of one process are one node, under their parent', () => {
    const [root, ...others] = treeOf(chain);
    expect(others).toEqual([]);
    // The parent of the connecting shell is known by its entity id alone.
    expect(root).toMatchObject({ name: null, events: [] });
    expect(root?.children[0]).toMatchObject({ name: 'bash', pid: 4410, events: [1] });
    expect(root?.children[0]?.deeds).toMatchObject([{ text: 'to 203.0.113.7:4444' }]);
    expect(root?.children[0]?.children[0]).toMatchObject({
      pid: 4412,
      commandLine: 'bash -i',
      user: 'www-data',
      events: [2],
      isGuessed: false,
    });
  });

  test('a parent told by its pid alone is marked so', () => {
    const [root] = treeOf(alertOn('x', ruleOf('any where true'), BACKGROUND_SHELL));
    expect(root).toMatchObject({ name: 'sh', pid: 5100 });
    expect(root?.children[0]?.isGuessed).toBe(true);
  });

  test('leaders are ancestors at a distance, and circles end', () => {
    const process = {
      pid: 9,
      entity_id: 'a',
      parent: { pid: 8, entity_id: 'b' },
      session_leader: { pid: 7, entity_id: 'c', name: 'sshd' },
      entry_leader: { pid: 9, entity_id: 'a' },
    };
    const [root, ...others] = treeOf(alertOn('x', ruleOf('any where true'), { process }));
    expect(others).toEqual([]);
    expect(root).toMatchObject({ name: 'sshd', pid: 7 });
    expect(root?.children[0]).toMatchObject({ pid: 8, isDistant: true });
    const self = { pid: 1, entity_id: 'a', parent: { pid: 1, entity_id: 'a' } };
    expect(treeOf(alertOn('y', ruleOf('any where true'), { process: self }))).toHaveLength(1);
  });
});

describe('peers', () => {
  test('are told once, with where they are', () => {
    const [story] = readPage([chain]).stories;
    expect(peersOf(story ?? { events: [] })).toMatchObject([
      {
        direction: 'out',
        ip: '203.0.113.7',
        port: 4444,
        transport: 'tcp',
        processes: ['bash(4410)'],
      },
    ]);
  });

  test.each([
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.32.0.1', 'public'],
    ['::ffff:192.168.1.1', 'private'],
    ['fd00::1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['203.0.113.7', 'documentation'],
    ['8.8.8.8', 'public'],
    ['2a00::1', 'public'],
    ['<b>', 'public'],
  ] as const)('%s is %s', (ip, reach) => {
    expect(reachOf(ip)).toBe(reach);
  });
});

test('a query in pieces is the query', () => {
  const { report, stories } = readPage(manyAlerts(1));
  const [rule] = report.rules;
  if (rule === undefined) throw new Error('no rule');
  const pieces = queryPieces(rule.data, stories[0]?.marks.flat() ?? []);
  expect(pieces.map(({ text }) => text).join('')).toBe(rule.data.rule.query);
  expect(pieces.filter(({ isDecisive }) => isDecisive).map(({ text }) => text)).toEqual([
    '"nc"',
    '"-e*"',
  ]);
});

describe('Markdown', () => {
  test('blocks', () => {
    const blocks = parseMarkdown(
      '## A\n\ntext\nmore\n\n- one\n  two\n  1. in\n- three\n\n```\n  code\n```\n> said',
    );
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'code',
      'quote',
    ]);
    expect(blocks[2]).toMatchObject({
      isOrdered: false,
      items: [
        { of: [{ text: 'one two' }], below: [{ kind: 'list', isOrdered: true }] },
        { of: [{ text: 'three' }] },
      ],
    });
    expect(blocks[3]).toEqual({ kind: 'code', text: 'code' });
  });

  test.each([
    ['a **b** `c`', ['text', 'strong', 'text', 'code']],
    ['[x](https://example.org) https://example.org/a.', ['link', 'text', 'link', 'text']],
    ['[x](javascript:alert(1))', ['text']],
    ['[x](data:text/html,y) 2 * 3 * 4', ['text']],
    ['!{osquery{"label":"L","query":"SELECT {a}"}}', ['emphasis']],
    ['!{investigate{"label":"L","providers":[[{"a":{"b":1}}]]}} x', ['emphasis', 'text']],
    ['!{broken', ['text']],
    ['`open **too', ['text']],
  ])('%s', (text, kinds) => {
    expect(parseInline(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  test('any text ends', () => {
    const pieces = ['a', 'b ', '*', '`', '[', ']', '(', ')', '{', '!{', '#', '-', '>', '1.', '\n'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (texts) => {
        expect(parseMarkdown(texts.join(''))).toBeDefined();
      }),
    );
    expect(parseMarkdown(`${'- '.repeat(2000)}x\n${'['.repeat(5000)}`)).toBeDefined();
  });
});

test('words', () => {
  expect([grouped(1), grouped(1234567)]).toEqual(['1', '1,234,567']);
  expect([0, 416e6, 1.25e9, 3600e9, 90e9, 1500].map(duration)).toEqual([
    '0 s',
    '416 ms',
    '1.3 s',
    '1 h',
    '1.5 min',
    '1.5 µs',
  ]);
  expect([bytes(999), bytes(81_059), bytes(1.5e9)]).toEqual(['999 B', '81.1 KB', '1.5 GB']);
  expect(clock(Date.UTC(2026, 10, 20, 8, 14, 2, 118), 'utc')).toBe('08:14:02.118');
});

test.each([
  ['T1059', 'https://attack.mitre.org/techniques/T1059/'],
  ['T1059.004', 'https://attack.mitre.org/techniques/T1059/004/'],
  ['TA0002', 'https://attack.mitre.org/tactics/TA0002/'],
  ['javascript:alert(1)', null],
  ['T1059/../..', null],
])('%s has the page %s', (id, link) => {
  expect(attackLink(id)).toBe(link);
});
