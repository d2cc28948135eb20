// The worked traces of the specification, §13, under their numbers: for the matchers and for the oracle.
import type { DrawingCase } from './drawing-case.js';

const CLOSED = { endClosesWindows: true };

export const SEQUENCE_TRACES: readonly DrawingCase[] = [
  {
    name: 'T1: two keys side by side',
    drawing: `
      A  1/root 2/root .     .      .      6/elk 7/root .     .      .      .
      B  .      .      3/elk 4/root 5/root .     .      8/elk .      .      .
      C  .      .      .     .      .      .     .      .     9/root 10/elk 11/root`,
    matches: ['2 4 9 /root', '6 8 10 /elk'],
    stats: { inFlight: 1 },
  },
  {
    name: 'T2: the same stage twice',
    drawing: `
      p*2  1  2  3  4`,
    matches: ['1 2', '2 3', '3 4'],
    stats: { inFlight: 1 },
  },
  {
    name: 'T3: the newest overwrites',
    drawing: `
      low   1  2  3  4  .
      five  .  .  .  .  5`,
    matches: ['4 5'],
  },
  {
    name: 'T4: the first stage is used up',
    drawing: `
      one  1  .  .  .
      p*2  1  2  3  4`,
    matches: ['1 2 3'],
  },
  {
    name: 'T5: maxspan, equal',
    drawing: `
      maxspan 10s
      at  0  10.000
      A   A  .
      B   .  B`,
    matches: ['A B'],
  },
  {
    name: 'T5: maxspan, a millisecond more',
    drawing: `
      maxspan 10s
      at  0  10.001  10.002
      A   A  .       .
      B   .  B1      B2`,
    matches: [],
    stats: { rejectedByMaxspan: 1 },
  },
  {
    name: 'T6: the newest first event',
    drawing: `
      maxspan 10s
      at  0   5   12
      A   A0  A5  .
      B   .   .   B12`,
    matches: ['A5 B12'],
  },
  {
    name: 'T6: a newer one goes on where the older fails',
    drawing: `
      maxspan 10s
      at  0   1   8   9   12
      A   A0  .   A8  .   .
      B   .   B1  .   B9  .
      C   .   .   .   .   C12`,
    matches: ['A8 B9 C12'],
  },
  {
    name: 'T7: until before and after',
    drawing: `
      A      A1/x  A2/y  A3/z  .     .     .    .     .    .     A10/z .
      B      .     .     .     B4/x  B5/y  .    .     .    B9/z  .     B11/z
      until  .     .     .     .     .     .    C7/y  C8/z .     .     .`,
    matches: ['A1 B4 /x', 'A2 B5 /y', 'A10 B11 /z'],
    stats: { rejectedByUntil: 1 },
  },
  {
    name: 'T8: until equals the previous match',
    drawing: `
      P      18  .   .
      F*2    .   19  20
      until  .   19  .`,
    matches: [],
    stats: { rejectedByUntil: 1 },
  },
  {
    name: 'T8: until equals the last match',
    drawing: `
      P      18  .   .
      F*2    .   19  20
      until  .   .   20`,
    matches: ['18 19 20'],
  },
  {
    name: 'T9: runs',
    drawing: `
      P       12  .   .   .
      file*2  .   13  14  15`,
    matches: ['12 13 14'],
  },
  {
    name: 'T10: optional keys, both null',
    drawing: `
      P  11/-  .     .
      F  .     16/-  17/-
      F`,
    matches: ['11 16 17 /'],
  },
  {
    name: 'T10: required keys, one candidate only',
    drawing: `
      P  .  .    .
      F  .  16/7 .
      F`,
    matches: [],
  },
  {
    name: 'T11: missing in the middle',
    drawing: `
      maxspan 1s
      at  0.001  0.002  0.003  0.004
      n   1      2      .      4
      !m  .      .      3      .
      n`,
    matches: ['1 - 2'],
    stats: { inFlight: 1, rejectedByMissing: 1 },
  },
  {
    name: 'T11: missing in the middle, never there',
    drawing: `
      maxspan 1s
      at  0.001  0.002  0.003  0.004
      n   1      2      .      4
      !m  .      .      .      .
      n`,
    matches: ['1 - 2', '2 - 4'],
    stats: { inFlight: 1 },
  },
  {
    name: 'T12: missing at the end',
    drawing: `
      maxspan 1s
      at  0.001  0.002  0.003  0.004
      n   1      2      .      4
      !m  .      .      3      .`,
    options: CLOSED,
    matches: ['4 -'],
    stats: { rejectedByMissing: 2 },
  },
  {
    name: 'T13: a dropped candidate is not tried again',
    drawing: `
      maxspan 1s
      at  0  0.001  0.002  0.003  0.004  0.005
      n   1  2      .      4      5      .
      n
      !m  .  .      3      .      .      6
      n`,
    matches: ['2 4 - 5'],
    stats: { inFlight: 2, rejectedByMissing: 1 },
  },
  {
    name: 'T14: leading, 3m',
    drawing: `
      maxspan 180s
      at  0  600.001  1200.001  1260.001  1740.001  1860.001
      !m  1  .        3         .         .         .
      n   .  2        .         4         5         6`,
    matches: ['- 2', '- 5', '- 6'],
    stats: { rejectedByMissing: 1 },
  },
  ...['19', '21'].map((minutes): DrawingCase => ({
    name: `T14: leading and trailing, ${minutes}m`,
    drawing: `
        maxspan ${Number(minutes) * 60}s
        at  0  600.001  1200.001  1260.001  1740.001  1860.001
        !m  1  .        3         .         .         .
        n   .  2        .         4         5         6
        !m`,
    options: CLOSED,
    matches: [...(minutes === '19' ? ['- 2 -'] : []), '- 4 -', '- 5 -', '- 6 -'],
    stats: { rejectedByMissing: minutes === '19' ? 0 : 1 },
  })),
  {
    name: 'T15: array keys',
    drawing: `
      REQUEST  1/tag1,tag2  4/tag3,tag4  .
      file     .            .            23/tag1,tag3,tag4`,
    matches: ['1 23 /tag1', '4 23 /tag3', '4 23 /tag4'],
    stats: { inFlight: 1 },
  },
  {
    name: 'T18: a parent is used up by its first child',
    drawing: `
      process  P/1  C1/2  C2/3
      start    P/0  C1/1  C2/1`,
    matches: ['P C1 /1'],
    stats: { inFlight: 2 },
  },
];

export const SAMPLE_TRACES: readonly DrawingCase[] = [
  ...[
    { most: 1, more: [] },
    { most: 2, more: ['2 3 /win10'] },
    { most: 9, more: ['2 3 /win10', '4 3 /win10'] },
  ].map(({ most, more }): DrawingCase => ({
    name: `T16: at most ${most} a key`,
    drawing: `
        alert_1  1/win10  2/win10  .        4/win10  5/fedora  .         7/redhat
        alert_2  .        .        3/win10  .        .         6/redhat  .`,
    options: { maxSamplesPerKey: most },
    matches: ['7 6 /redhat', '1 3 /win10', ...more],
    stats: { inFlight: most === 1 ? 1 : most === 2 ? 2 : 3 },
  })),
  {
    name: 'T16: null key first',
    drawing: `
      alert_1  1/win10  .        .         7/redhat  8/-  .    10/-
      alert_2  .        3/win10  6/redhat  .         .    9/-  .`,
    matches: ['8 9 /', '7 6 /redhat', '1 3 /win10'],
  },
  {
    name: 'T17: one event for two subqueries',
    drawing: `
      f1  a
      f2  a`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'T17: two events, one of them for both',
    drawing: `
      f1  a  b
      f2  a  .`,
    matches: ['b a'],
  },
];
