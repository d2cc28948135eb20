// What is in a log was written by attackers. In text it must not reach the terminal; in JSON it must stay the value it is.
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/event/index.js';
import { foldDiagnostics, jsonText, renderFolded, renderSummary } from '../../src/report/index.js';
import { ndjsonReport } from '../../src/report/ndjson.js';
import { textReport } from '../../src/report/text.js';
import { alertOf, eventAt, ruleWith, sequenceBy } from '../support/alerts.js';
import { HOSTILE, hostileAlerts, UNSAFE } from '../support/hostile.js';
import { validatorOf } from '../support/schemas.js';
import { summaryWith } from './summaries.js';

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
              sha256: null,
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
