import { describe, expect, test } from '@jest/globals';
import { summarizeEvent, type AlertEvent } from '../../src/alert/index.js';
import { parseTimestamp, type JsonObject } from '../../src/event/index.js';
import {
  columnsOf,
  renderChoices,
  renderMatchTable,
  type TableMatch,
} from '../../src/report/index.js';

function event(second: number, document: JsonObject): AlertEvent {
  const time = parseTimestamp(`2026-11-20T08:14:0${second}.000Z`);
  const place = { file: 'events.ndjson', line: 1, offset: 0, index: 0 };
  return summarizeEvent(
    { document, time, place, id: null, indexName: null },
    parseTimestamp('2026-11-20T08:14:00Z'),
  );
}

function matchesOf(...documents: readonly JsonObject[]): readonly TableMatch[] {
  return documents.map((document, index) => ({
    number: index + 1,
    joinKeys: null,
    events: [event(index, document)],
  }));
}

/** The rows of the table without its head. */
function rows(matches: readonly TableMatch[], width?: number): readonly string[] {
  return renderMatchTable(matches, { width }).split('\n').slice(1, -1);
}

describe('details', () => {
  test.each([
    [
      'of a process: its command',
      {
        event: { category: 'process', action: 'executed' },
        process: { args: ['ls', '-l'] },
        file: { path: '/bin/ls' },
      },
      'ls -l',
    ],
    [
      'of a file: what happened to it',
      { event: { category: 'file', action: 'opened-file' }, file: { path: '/etc/passwd' } },
      'opened-file /etc/passwd',
    ],
    [
      'of a connection: its other end',
      {
        event: { category: 'network', action: 'connected-to' },
        destination: { ip: '2001:db8::7', port: 22 },
      },
      'connected-to to [2001:db8::7]:22',
    ],
    [
      'of one that is accepted: where it comes from',
      { event: { category: 'network' }, source: { ip: '192.0.2.7' } },
      'from 192.0.2.7',
    ],
    ['of nothing known: the action', { event: { category: 'x', action: 'y' } }, 'y'],
    ['or else the category', { event: { category: 'x' } }, 'x'],
  ])('%s', (_what, document, details) => {
    expect(rows(matchesOf(document))).toEqual([`1  08:14:00.000Z  ${details}`]);
  });
});

test('columns that no event fills are left out, and the day is in the head', () => {
  const table = renderMatchTable(matchesOf({ user: { name: 'root' } }), { width: undefined });
  expect(table.split('\n')[0]).toBe('#  2026-11-20     user  details');
});

describe('on a terminal of', () => {
  const wide = {
    host: { name: 'h'.repeat(40) },
    user: { name: '漢'.repeat(40) },
    process: { name: 'p'.repeat(90), pid: 1, command_line: 'c'.repeat(500) },
  };

  test.each([20, 40, 64, 76, 80, 200])('%i columns no line is wider', (width) => {
    for (const line of renderMatchTable(matchesOf(wide, wide), { width }).split('\n')) {
      expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(32, width));
    }
  });
});

test('hostile text is escaped', () => {
  const [row] = rows(
    matchesOf({ host: { name: 'a\u001b[2J' }, process: { command_line: '\u202e' } }),
  );
  expect(row).toContain('a\\x1b[2J');
  expect(row).toContain('\\u202e');
});

test('no matches, no table', () => {
  expect(renderMatchTable([], { width: 80 })).toBe('');
});

describe('choices', () => {
  test('stand in columns, down first', () => {
    const choices = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, note: '1' }));
    expect(renderChoices(choices, { width: 12, rows: 2 })).toBe('a 1  b 1  c 1  d 1  e 1\n');
    expect(renderChoices(choices, { width: 48, rows: 1 })).toBe('a 1  b 1  c 1  d 1  e 1\n');
  });

  test('that do not fit are counted', () => {
    const choices = Array.from({ length: 9 }, (_, index) => ({ name: `${index}`.repeat(40) }));
    const lines = renderChoices(choices, { width: 60, rows: 2 }).split('\n');
    expect(lines.at(-2)).toBe('… and 7 more names; type more of it');
    expect(lines).toHaveLength(4);
  });
});
