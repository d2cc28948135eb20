import { describe, expect, test } from '@jest/globals';
import { textReport } from '../../src/report/text.js';
import type { JsonObject } from '../../src/event/index.js';
import { alertOf, eventAt, EVENT_QUERY, keyOf, ruleWith, sampleBy } from '../support/alerts.js';
import { expectGolden } from '../support/goldens.js';
import { MARKING, unmarked } from './marking.js';
import { ALERTS } from './samples.js';

const alerts = Object.values(ALERTS);

function cards(width: number | undefined, palette = {}): string {
  const report = textReport({ width, ...palette });
  return alerts.map((alert) => report.alert(alert)).join('');
}

describe.each([80, 140])('cards at %i columns', (width) => {
  test('plain', () => {
    expectGolden(`report/cards-${width}.txt`, cards(width));
  });

  test('with colours', () => {
    const marked = cards(width, { palette: MARKING });
    expectGolden(`report/cards-${width}-marked.txt`, marked);
    expect(unmarked(marked)).toBe(cards(width));
  });
});

test.each([48, 60, 80, 100, 140, 160])(
  'no line is longer than %i columns, or ends in a space',
  (width) => {
    const lines = cards(width).split('\n');
    expect(lines.filter((line) => line.length > width || line.endsWith(' '))).toEqual([]);
  },
);

test.each([
  { given: undefined, used: 100 },
  { given: 10, used: 48 },
  { given: 4000, used: 160 },
])('a width of $given is taken for $used', ({ given, used }) => {
  expect(cards(given)).toBe(cards(used));
});

describe('a command line', () => {
  const commandOf = (commandLine: string): string => {
    const document = { process: { name: 'sh', command_line: commandLine } };
    const rule = ruleWith({ query: EVENT_QUERY, threat: [] });
    const card = textReport({ width: 80 }).alert(alertOf('command', rule, [eventAt(1, document)]));
    const start = card.indexOf('command   ') + 10;
    return card.slice(start, card.indexOf('\nrule '));
  };

  test('is shown whole, broken at spaces', () => {
    const long = Array.from({ length: 30 }, (_, index) => `--option-${index}`).join(' ');
    const shown = commandOf(long);
    expect(shown.split('\n').length).toBeGreaterThan(3);
    expect(shown.replace(/\n +/g, ' ')).toBe(long);
  });

  test('without spaces is broken where the line ends', () => {
    expect(commandOf('x'.repeat(200)).replace(/\n +/g, '')).toBe('x'.repeat(200));
  });

  test('that is very long is cut, and says by how much', () => {
    const shown = commandOf('x'.repeat(5_000_000)).replace(/\s+/g, ' ');
    expect(shown).toMatch(/x … 4,998,800 more characters$/);
    expect(shown.length).toBeLessThan(1400);
  });

  test('of wide characters keeps to the columns', () => {
    const lines = commandOf(`echo ${'漢字'.repeat(60)}`).split('\n');
    const rest = lines.slice(1).map((line) => line.trim());
    // 10 columns of labels, 2 of hanging indent, 68 for 34 wide characters.
    expect(rest.slice(0, -1).every((line) => line.length === 34)).toBe(true);
  });
});

describe('what an auditd event calls its process', () => {
  const cardOf = (...documents: JsonObject[]): string => {
    const rule = ruleWith({ query: sampleBy(['host.id', 'process.pid'], documents.length) });
    const events = documents.map((document, index) => eventAt(index + 1, document));
    const key = keyOf('56cc18787bd349b2a1f0c2d17b1e5e33', 7);
    return textReport({ width: 100 }).alert(alertOf('titles', rule, events, key));
  };
  const call = { process: { pid: 7, name: 'nc', title: 'nc -u 192.0.2.1' } };
  const execve = { process: { ...call.process, args: ['nc', '-u', '192.0.2.1', '53'] } };

  test('gives way to the arguments that any event of the alert has', () => {
    const card = cardOf(execve, call);
    expect(card).toContain('\ncommand   nc -u 192.0.2.1 53\n');
    expect(card).not.toContain('\ntitle ');
  });

  test('is shown as a title where there are none', () => {
    expect(cardOf(call, call)).toContain('\ntitle     nc -u 192.0.2.1\n');
  });

  test('join keys: opaque ids last, and by their ends', () => {
    expect(cardOf(call)).toContain('\njoin key  process.pid 7  host.id 56cc18787bd3…5e33\n');
  });
});

test('an alert of several files names each beside its event', () => {
  const card = textReport({ width: 140 }).alert(ALERTS['sample of system calls']!);
  expect(card).toContain('samples/attack.ndjson:18\n');
  expect(card).toContain('auditbeat-000017.ndjson.gz:1204118#3\n');
});

test('a text report says nothing at its end', () => {
  expect(cards(80).endsWith('\n\n')).toBe(true);
});
