import { test } from '@jest/globals';
import { checkSequence, type DrawingCase } from '../support/drawing-case.js';

const CLOSED = { endClosesWindows: true };

const MISSING: readonly DrawingCase[] = [
  {
    name: 'middle: there is one',
    drawing: `
      maxspan 10s
      A   A1  .   .
      !M  .   M2  .
      B   .   .   B3`,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'middle: before and after do not count',
    drawing: `
      maxspan 10s
      A   .   A2  .   .
      !M  M1  .   .   M4
      B   .   .   B3  .`,
    matches: ['A2 - B3'],
  },
  {
    name: 'middle: the neighbours themselves do not count',
    drawing: `
      maxspan 10s
      A   A1  .
      !M  A1  B2
      B   .   B2`,
    matches: ['A1 - B2'],
  },
  {
    name: 'middle: another key does not count',
    drawing: `
      maxspan 10s
      A   A1/x  .     .
      !M  .     M2/y  .
      B   .     .     B3/x`,
    matches: ['A1 - B3 /x'],
  },
  {
    name: 'middle: any of several drops, each leaves a slot',
    drawing: `
      maxspan 10s
      A     A1/x  A2/y  .     .     .
      !M*2  .     .     .     .     .
      !N    .     .     N3/y  .     .
      B     .     .     .     B4/x  B5/y`,
    matches: ['A1 - - - B4 /x'],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'middle: a spoiled sequence still replaces the older one',
    drawing: `
      maxspan 10s
      A   A1  .   A3  .   .   .
      !M  .   .   .   M4  .   .
      B   .   B2  .   .   B5  .
      C   .   .   .   .   .   C6`,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'trailing: nobody knows yet',
    drawing: `
      maxspan 10s
      A   A1  .
      B   .   B2
      !M  .   .`,
    matches: [],
    stats: { pending: 1 },
  },
  {
    name: 'trailing: the end of the input closes the window',
    drawing: `
      maxspan 10s
      A   A1  .
      B   .   B2
      !M  .   .`,
    options: CLOSED,
    matches: ['A1 B2 -'],
  },
  {
    name: 'trailing: exactly maxspan after the first event',
    drawing: `
      maxspan 10s
      at  0   9   10
      A   A1  .   .
      B   .   B2  .
      !M  .   .   M3`,
    options: CLOSED,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'trailing: one nanosecond too late to drop',
    drawing: `
      maxspan 10s
      at  0   9   10.000000001
      A   A1  .   .
      B   .   B2  .
      !M  .   .   M3`,
    matches: ['A1 B2 -'],
  },
  {
    name: 'trailing: the last event itself does not count, nor one before it',
    drawing: `
      maxspan 10s
      at  0   1   2   20
      A   A1  .   .   .
      B   .   .   B3  .
      !M  .   M2  B3  M4`,
    matches: ['A1 B3 -'],
  },
  {
    name: 'trailing: until does not touch what is complete',
    drawing: `
      maxspan 10s
      at     0   1   2  20
      A      A1  .   .  .
      B      .   B2  .  .
      !M     .   .   .  M4
      until  .   .   U  .`,
    matches: ['A1 B2 -'],
  },
  {
    name: 'trailing: one event drops all that wait, of its key',
    drawing: `
      maxspan 10s
      at  0     1     2     3     20
      A   A1/x  A2/x  A3/y  .     A5/x
      !M  .     .     .     M4/x  .`,
    matches: ['A3 - /y'],
    stats: { rejectedByMissing: 2, pending: 1 },
  },
  {
    name: 'trailing: several wait, each for its own time',
    drawing: `
      maxspan 10s
      at  0   5   12
      A   A1  A2  .
      !M  .   .   M3`,
    matches: ['A1 -'],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'leading: exactly maxspan before the last event',
    drawing: `
      maxspan 10s
      at  0   5   10
      !M  M1  .   .
      A   .   A2  .
      B   .   .   B3`,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'leading: one nanosecond too early to drop',
    drawing: `
      maxspan 10s
      at  0   5   10.000000001
      !M  M1  .   .
      A   .   A2  .
      B   .   .   B3`,
    matches: ['- A2 B3'],
  },
  {
    name: 'leading: between the matches and in the first match does not count',
    drawing: `
      maxspan 10s
      !M  A1  M2  .
      A   A1  .   .
      B   .   .   B3`,
    matches: ['- A1 B3'],
  },
  {
    name: 'leading: of several the latest counts',
    drawing: `
      maxspan 10s
      at  0   4   9   12
      !M  M1  .   .   .
      !N  .   N2  .   .
      A   .   .   A3  .
      B   .   .   .   B4`,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'leading: of another key does not count',
    drawing: `
      maxspan 10s
      !M  M1/x  .     .
      A   .     A2/y  .
      B   .     .     B3/y`,
    matches: ['- A2 B3 /y'],
  },
  {
    name: 'leading and trailing: one alone does not drop',
    drawing: `
      maxspan 10s
      at  0     1     2     3     4     20
      !M  M1/x  .     .     .     .     .
      A   .     A2/x  A3/y  .     .     .
      B   .     .     .     B4/x  B5/y  .
      !N  .     .     .     .     .     N6/y`,
    matches: ['- A2 B4 - /x', '- A3 B5 - /y'],
  },
  {
    name: 'leading and trailing: both, exactly maxspan apart',
    drawing: `
      maxspan 10s
      at  0   6   8   10
      !M  M1  .   .   .
      A   .   A2  .   .
      B   .   .   B3  .
      !N  .   .   .   N4`,
    matches: [],
    stats: { rejectedByMissing: 1 },
  },
  {
    name: 'leading and trailing: both, one nanosecond more apart',
    drawing: `
      maxspan 10s
      at  0   6   8   10.000000001
      !M  M1  .   .   .
      A   .   A2  .   .
      B   .   .   B3  .
      !N  .   .   .   N4`,
    matches: ['- A2 B3 -'],
  },
  {
    name: 'leading and trailing: decided by time before the input ends',
    drawing: `
      maxspan 10s
      at  0     6     8     11
      !M  M1/x  .     .     .
      A   .     A2/x  .     A4/y
      B   .     .     B3/x  .
      !N  .     .     .     .`,
    matches: ['- A2 B3 - /x'],
    stats: { inFlight: 1 },
  },
];

test.each(MISSING)('$name', checkSequence);
