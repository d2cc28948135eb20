// Inputs that are said to be of a format: nothing is guessed, and what is not of that format is told.
import { describe, expect, test } from '@jest/globals';
import type { GivenFormat } from '../../src/input/index.js';
import { documentsOf, read } from './read.js';

const CALL =
  'type=SYSCALL msg=audit(1795234438.224:3008): arch=c000003e syscall=59 success=yes exit=0 ppid=2 pid=3 comm="nc"';
const EVENT = '{"@timestamp":"2026-11-21T04:13:58Z","event":{"category":["process"]}}';
const ENTRY = JSON.stringify({
  __CURSOR: 's=1',
  _TRANSPORT: 'audit',
  _AUDIT_ID: '3008',
  _SOURCE_REALTIME_TIMESTAMP: '1795234438224000',
  MESSAGE: CALL.replace(/^type=(\w+) \S+/, '$1'),
});
const EXPORT = Object.entries(JSON.parse(ENTRY) as Record<string, string>)
  .map(([key, value]) => `${key}=${value}\n`)
  .join('')
  .concat('\n');
const LAUREL = '{"ID":"1795234438.224:3008","SYSCALL":{"syscall":59,"pid":3,"comm":"nc"}}';
const SHIPPED = JSON.stringify({ '@timestamp': '2026-11-21T05:00:00Z', message: CALL });
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('latin1');

/** What an input gives: events, and problems by code. */
function outcome(format: GivenFormat, text: string): string {
  const { documents, problems, stopped } = read(text, { format });
  expect(stopped).toBe(false);
  const codes = problems.map(({ code }) => code);
  return `${documents.length} ${codes.join(' ')}`.trim();
}

describe('each format by name', () => {
  test.each<[GivenFormat, string, string]>([
    ['auditd', CALL, 'auditd'],
    ['auditd', `\ufeff${CALL}`, 'auditd'],
    ['json', EVENT, 'ndjson'],
    ['json', `[\n${EVENT}]`, 'json'],
    ['journald', ENTRY, 'journald'],
    ['journald-export', EXPORT, 'journald-export'],
    ['laurel', LAUREL, 'laurel'],
    ['filebeat', SHIPPED, 'filebeat'],
  ])('%s: %j', (format, text, found) => {
    const { documents, problems, format: seen } = read(text, { format });
    expect(problems).toEqual([]);
    expect(documents).toHaveLength(1);
    expect(seen).toBe(found);
    // It is what would have been found out.
    expect(documentsOf(text)).toEqual(documents.map(({ document }) => document));
  });
});

describe('what is not of the format is told, line by line', () => {
  test.each<[GivenFormat, string, string]>([
    ['auditd', [EVENT, CALL, ENTRY].join('\n'), '1 RS310 RS310'],
    ['auditd', PNG, '0 RS310 RS310 RS307 RS310'],
    ['json', [CALL, EVENT, CALL].join('\n'), '1 RS301 RS301'],
    ['json', PNG, '0 RS301 RS301 RS307 RS301'],
    ['journald', [EVENT, ENTRY, LAUREL].join('\n'), '1 RS310 RS310'],
    ['journald', EXPORT, '0 RS301 RS301 RS301 RS301 RS301'],
    ['journald-export', `${CALL}\n\n${EXPORT}`, '1 RS310'],
    ['laurel', [EVENT, LAUREL].join('\n'), '1 RS310'],
    ['filebeat', [EVENT, SHIPPED].join('\n'), '1 RS310'],
  ])('%s: %j', (format, text, expected) => {
    expect(outcome(format, text)).toBe(expected);
  });

  test('documents that look wrapped are events where that was said', () => {
    expect(outcome('json', [ENTRY, LAUREL, SHIPPED].join('\n'))).toBe('3');
  });
});

test('the start of a log that is cut off, which would not be known from its first line', () => {
  const cut = `="nc" key=(null)\n${CALL}`;
  expect(outcome('auditd', cut)).toBe('1 RS310');
  expect(outcome('journald-export', `${EXPORT.slice(5)}${EXPORT.replace('3008', '3009')}`)).toBe(
    '2',
  );
});
