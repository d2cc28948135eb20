import { describe, expect, test } from '@jest/globals';
import { DocumentEvent, FieldSet, formatTimestamp } from '../../src/event/index.js';
import { outsideOf, parseMoment } from '../../src/tuning/index.js';

const NOW = Date.UTC(2026, 10, 21, 12);

describe('parseMoment', () => {
  test.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T08:14:02.118+02:00', '2026-11-20T06:14:02.118Z'],
    [' 2026-11-20 08:14 ', '2026-11-20T08:14:00.000Z'],
    ['2026-11-20T08', '2026-11-20T08:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['now', '2026-11-21T12:00:00.000Z'],
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['-2h', '2026-11-21T10:00:00.000Z'],
    ['30m', '2026-11-21T11:30:00.000Z'],
    ['7d', '2026-11-14T12:00:00.000Z'],
    ['1w', '2026-11-14T12:00:00.000Z'],
    ['1790000000', '2026-09-21T14:13:20.000Z'],
    ['1790000000.5000005', '2026-09-21T14:13:20.5000005Z'],
    ['1790000000123', '2026-09-21T14:13:20.123Z'],
  ])('%s is %s', (text, expected) => {
    const moment = parseMoment(text, NOW);
    expect(moment === null ? null : formatTimestamp(moment)).toBe(expected);
  });

  test.each(['', 'yesterday', '1', '20261121', '2h ago', '+2h', '2026-13-01', '2y'])(
    '"%s" is no time',
    (text) => {
      expect(parseMoment(text, NOW)).toBeNull();
    },
  );
});

describe('outsideOf', () => {
  const at = (text: string): { ms: number; ns: number } => parseMoment(text, NOW)!;

  test('begins with its first moment and ends before its last', () => {
    const fields = new FieldSet();
    const isOutside = outsideOf(
      { since: at('2026-11-20'), until: at('2026-11-21') },
      fields,
      '@timestamp',
    )!;
    const event = new DocumentEvent(fields);
    const outside = [
      '2026-11-19T23:59:59.999999999Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T23:59:59.999999999Z',
      '2026-11-21T00:00:00Z',
      'no time',
    ].map((time) => {
      event.reset({ '@timestamp': time });
      return isOutside(event);
    });
    expect(outside).toEqual([true, false, false, true, true]);
  });

  test('is nothing without bounds', () => {
    expect(outsideOf({ since: null, until: null }, new FieldSet(), '@timestamp')).toBeNull();
  });
});
