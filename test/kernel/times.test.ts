// Times of events: those that the kernel reads by itself it must read as the slow path does.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FieldSet, parseTimestamp, type Json, type Value } from '../../src/event/index.js';
import { Kernel } from '../../src/kernel/index.js';
import { cases, KERNEL_MODULE, learn } from '../support/kernel.js';

describe('times', () => {
  const fields = new FieldSet();
  const timeSlot = fields.slot('@timestamp');
  const kernel = Kernel.of(KERNEL_MODULE, {
    fields: ['@timestamp'],
    probes: [],
    kindSlots: [],
    timeSlot,
    hostIdSlot: timeSlot,
    hostNameSlot: timeSlot,
    longestLine: 10_000,
  });
  const first = Buffer.from('{"@timestamp":1}\n');
  kernel.take(first, 0, first.length, 0, 0);
  learn(kernel, []);

  /** Whether the line is taken; its time must be the one that the slow path reads. */
  function isTaken(value: Json): boolean {
    const bytes = Buffer.from(`${JSON.stringify({ '@timestamp': value })}\n`);
    kernel.census();
    const stop = kernel.take(bytes, 0, bytes.length, 0, 0);
    const { kinds, firstMs, firstNs, lastMs, lastNs } = kernel.census();
    expect(kinds).toEqual(stop === 'end' ? [[0, 1]] : []);
    if (stop !== 'end') return false;
    const time = parseTimestamp(value as Value);
    if (time === null) throw new Error('taken without a time');
    expect([firstMs, firstNs, lastMs, lastNs]).toEqual([time.ms, time.ns, time.ms, time.ns]);
    return true;
  }

  test.each<[value: Json, isTaken: boolean]>([
    ['2026-11-21T04:13:58Z', true],
    ['2026-11-21T04:13:58.2Z', true],
    ['2026-11-21T04:13:58.224Z', true],
    ['2026-11-21T04:13:58.224123Z', true],
    ['2026-11-21T04:13:58.224123456Z', true],
    ['2026-11-21T04:13:58.999999999Z', true],
    ['2026-11-21T04:13:58.2241234567891Z', true],
    ['2026-11-21T04:13:58.000000000999Z', true],
    ['2026-11-21T04:13:58+02:00', true],
    ['2026-11-21T04:13:58.5-09:30', true],
    ['2026-11-21T04:13:58+00:00', true],
    ['2024-02-29T23:59:59Z', true],
    ['2000-02-29T00:00:00Z', true],
    ['1969-12-31T23:59:59.999999999Z', true],
    ['1000-01-01T00:00:00Z', true],
    ['9999-12-31T23:59:59.999Z', true],
    [0, true],
    [-1, true],
    [1_795_234_438_000, true],
    [999_999_999_999_999, true],
    [['2026-11-21T04:13:58Z'], true],
    [1.5, false],
    [1e15, false],
    ['1795234438000', false],
    ['1795234438000.25', false],
    ['2023-02-29T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2026-02-30T00:00:00Z', false],
    ['2026-04-31T00:00:00Z', false],
    ['2026-13-01T00:00:00Z', false],
    ['2026-00-01T00:00:00Z', false],
    ['2026-01-00T00:00:00Z', false],
    ['2026-11-21T24:00:00Z', false],
    ['2026-11-21T04:60:00Z', false],
    ['2026-11-21T04:13:60Z', false],
    ['0999-01-01T00:00:00Z', false],
    ['+002026-11-21T04:13:58Z', false],
    ['-002026-11-21T04:13:58Z', false],
    ['2026-11-21T04:13:58', false],
    ['2026-11-21T04:13:58.Z', false],
    ['2026-11-21T04:13:58,5Z', false],
    ['2026-11-21T04:13:58.5', false],
    ['2026-11-21t04:13:58z', false],
    ['2026-11-21 04:13:58Z', false],
    ['2026-11-21T04:13:58 Z', false],
    ['2026-11-21T04:13Z', false],
    ['2026-11-21', false],
    ['2026-11', false],
    ['2026-11-21T04:13:58+0200', false],
    ['2026-11-21T04:13:58+02', false],
    ['2026-11-21T04', false],
    ['2026-11-21T04+02', false],
    ['2026', false],
    ['2026-11-21T04:13:58+17:59', true],
    ['2026-11-21T04:13:58+18:00', false],
    ['2026-11-21T04:13:58+19:00', false],
    ['2026-11-21T04:13:58+02:60', false],
    [' 2026-11-21T04:13:58Z', false],
    ['2026-11-21T04:13:58Z ', false],
    ['2026-11-21T04:13:58ZZ', false],
    ['2026-11-21T0４:13:58Z', false],
    ['yesterday', false],
    ['', false],
    [true, false],
    [['2026-11-21T04:13:58Z', 1], false],
  ])('%j', (value, taken) => {
    expect(isTaken(value)).toBe(taken);
  });

  test('are read alike whatever the day and the fraction', () => {
    const two = (most: number): fc.Arbitrary<string> =>
      fc.nat(most).map((part) => String(part).padStart(2, '0'));
    const fraction = fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9'), maxLength: 12 });
    const zone = fc.oneof(
      fc.constant('Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), two(24), two(66))
        .map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
    );
    let taken = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 900, max: 9999 }),
        fc.tuple(two(13), two(32), two(25), two(61), two(61)),
        fraction,
        zone,
        (year, [month, day, hour, minute, second], fraction, zone) => {
          const digits = fraction === '' ? '' : `.${fraction}`;
          const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${digits}${zone}`;
          if (isTaken(text)) taken += 1;
        },
      ),
      { numRuns: cases(3000) },
    );
    expect(taken).toBeGreaterThan(1000);
  });
});
