// What is in a log was written by attackers. In text it must not reach the terminal; in JSON it must stay the value it is.
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import type { JsonObject } from '../../src/event/index.js';
import { foldDiagnostics, jsonText, renderFolded, renderSummary } from '../../src/report/index.js';
import { ndjsonReport } from '../../src/report/ndjson.js';
import { textReport } from '../../src/report/text.js';
import { alertOf, eventAt, keyOf, ruleWith, sampleBy, sequenceBy } from '../support/alerts.js';
import { validatorOf } from '../support/schemas.js';
import { summaryWith } from './summaries.js';

const HOSTILE: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'escape sequence', text: '\u001b[31mred\u001b]0;title\u0007' },
  { name: 'eight-bit control sequence', text: '\u009b2Jgone' },
  { name: 'carriage return and erased line', text: 'rm -rf /\r\u001b[Kls' },
  { name: 'newlines', text: 'one\ntwo\r\nthree\u2028four\u2029five\u0085six' },
  { name: 'NUL and backspace', text: 'a\u0000b\b\b\bc' },
  { name: 'bidi override', text: 'exe.\u202etxt.sh\u2066\u200f' },
  { name: 'zero width and byte-order mark', text: 'ba\u200bsh\ufeff' },
  { name: 'lone surrogates', text: '\ud800x\udfff' },
  { name: 'tabs', text: 'a\tb' },
  { name: 'five megabytes', text: 'A'.repeat(5_000_000) },
  { name: 'five megabytes of escapes', text: '\u001b['.repeat(2_500_000) },
  { name: 'five megabytes of surrogate pairs', text: '😀'.repeat(1_250_000) },
  { name: 'markup', text: '<script>alert(1)</script> [x](javascript:alert(1)) =cmd|calc' },
  { name: 'name of a prototype', text: '__proto__' },
];

function hostileDocument(text: string): JsonObject {
  // Once is enough of what is large.
  if (text.length > 1000) return { process: { pid: 1, name: text }, user: { name: 'u' } };
  return {
    '@timestamp': '2026-11-20T08:14:02.118Z',
    event: { category: [text], action: [text, text], type: text, outcome: text },
    host: { id: text, name: text },
    user: { id: text, name: text },
    process: {
      pid: 1,
      name: text,
      executable: text,
      command_line: text,
      entity_id: text,
      parent: { pid: 2, name: text, command_line: text },
    },
    file: { path: text },
    source: { ip: text },
    destination: { ip: text, port: 80 },
    [text]: text,
  };
}

function hostileAlerts(text: string): readonly Alert[] {
  const place = { file: text.slice(0, 100), line: 1, offset: 0, index: 0 };
  const event = eventAt(1, hostileDocument(text), { place, id: text, indexName: text });
  const other = eventAt(2, { ...hostileDocument(text), process: { name: `${text}!` } });
  const key = keyOf(text);
  return [
    alertOf('a', ruleWith(), [event]),
    alertOf(
      'b',
      ruleWith({ query: sequenceBy([['host.id'], [], ['host.id']], [1]) }),
      [event, null, other],
      key,
    ),
    alertOf(
      'c',
      ruleWith({ query: sampleBy(['host.id'], 2), name: text, id: text }),
      [event, event],
      key,
    ),
  ];
}

/** All that text for a terminal may hold: what can be seen, spaces and line ends. */
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

describe.each(HOSTILE)('$name', ({ text }) => {
  const alerts = hostileAlerts(text);

  test('is inert in cards, and does not grow them', () => {
    const report = textReport({ width: 80 });
    for (const alert of alerts) {
      const card = report.alert(alert);
      expect(UNSAFE.exec(card)?.[0]).toBeUndefined();
      expect(card.length).toBeLessThan(30_000);
      // No value can look like a row of the card.
      expect(card.split('\n').filter((line) => /^(?:two|three|four|five|six)/.test(line))).toEqual(
        [],
      );
    }
  });

  test('is inert in NDJSON, and the same value when read back', () => {
    for (const alert of text.length > 1000 ? alerts.slice(0, 1) : alerts) {
      const line = ndjsonReport().alert(alert).toString();
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(UNSAFE.exec(line.slice(0, -1))?.[0]).toBeUndefined();
      // Compared as text, so that a failure does not print megabytes.
      expect(JSON.stringify(JSON.parse(line)) === JSON.stringify(alert)).toBe(true);
    }
  });

  test('is inert in summaries and folded diagnostics', () => {
    const name = text.slice(0, 1000);
    const texts = [
      renderSummary(
        summaryWith({
          categories: [{ name: text, events: 3 }],
          inputs: [
            {
              name,
              format: null,
              records: null,
              compression: null,
              events: 3,
              badLines: 1,
              bytes: 10,
            },
          ],
          silent: [{ id: 'x', name, reason: 'field-absent', detail: text }],
        }),
      ),
      renderFolded(
        foldDiagnostics(
          Array.from({ length: 6 }, () => ({
            code: 'RS301' as const,
            severity: 'warning' as const,
            message: 'x',
            place: { name, line: 1 },
          })),
        ).folded,
      ),
    ];
    for (const shown of texts) {
      expect(UNSAFE.exec(shown)?.[0]).toBeUndefined();
      expect(shown.length).toBeLessThan(30_000);
    }
  });
});

test('an alert too long for a string loses its documents, and nothing else', () => {
  const endless: JsonObject = {
    get message(): string {
      throw new RangeError('Invalid string length');
    },
  };
  const alert = alertOf('a', ruleWith({ query: sequenceBy([[], []], [1]) }), [
    eventAt(1, { process: { name: 'x'.repeat(100_000) } }),
    null,
  ]);
  const [event] = alert.events;
  const events = [{ ...event!, document: endless }, null];
  const line = ndjsonReport()
    .alert({ ...alert, events })
    .toString();
  const validate = validatorOf('alert', { closed: true });
  const read: unknown = JSON.parse(line);
  validate(read);
  expect(validate.errors).toBeNull();
  expect(read).toMatchObject({
    id: alert.id,
    events: [{ document: null, place: event!.place, process: { name: 'x'.repeat(32_766) } }, null],
  });
});

test('JSON text keeps what is harmless as it is', () => {
  expect(jsonText({ a: 'é漢😀', b: null })).toBe('{"a":"é漢😀","b":null}');
});
