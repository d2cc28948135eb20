import { describe, test } from '@jest/globals';
import { checkSequence, type DrawingCase } from '../support/drawing-case.js';

const ORDER: readonly DrawingCase[] = [
  {
    name: 'two stages in order',
    drawing: `
      A  A1  .
      B  .   B2`,
    matches: ['A1 B2'],
  },
  {
    name: 'the wrong order',
    drawing: `
      A  .   A2
      B  B1  .`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'a stage that never comes',
    drawing: `
      A  A1  .   .
      B  .   B2  B3
      C  .   .   .`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'the later stage alone',
    drawing: `
      A  .   .
      B  B1  B2`,
    matches: [],
  },
  {
    name: 'the first stage takes the newest event',
    drawing: `
      A  A1  A2  .
      B  .   .   B3`,
    matches: ['A2 B3'],
  },
  {
    name: 'a sequence is used up by the event that completes it',
    drawing: `
      A  A1  .   .
      B  .   B2  B3`,
    matches: ['A1 B2'],
  },
  {
    name: 'a middle stage takes the newest sequence too',
    drawing: `
      A  A1  .   A3  .   .
      B  .   B2  .   B4  .
      C  .   .   .   .   C5`,
    matches: ['A3 B4 C5'],
  },
  {
    name: 'sequences in different stages do not disturb each other',
    drawing: `
      A  A1  .   A3  .   .   .
      B  .   B2  .   .   B5  .
      C  .   .   .   C4  .   C6`,
    matches: ['A1 B2 C4', 'A3 B5 C6'],
  },
  {
    name: 'one event cannot fill two stages of one sequence',
    drawing: `
      A  e1
      B  e1`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'one event ends one sequence and starts another',
    drawing: `
      A  A1  e2  .
      B  .   e2  B3`,
    matches: ['A1 e2', 'e2 B3'],
  },
  {
    name: 'A B A: an event that is both A and B neither meets nor hides what it did itself',
    drawing: `
      A  A1  e2  e3  e4
      B  .   e2  e3  e4
      A`,
    matches: ['A1 e2 e3', 'e2 e3 e4'],
    stats: { inFlight: 2 },
  },
  {
    name: 'equal times: the position in the input decides',
    drawing: `
      at  5   5   5
      A   .   A2  .
      B   B1  .   B3`,
    matches: ['A2 B3'],
  },
  {
    name: 'no join key: keys differ, nothing in common',
    drawing: `
      A  A1/x  .
      B  .     B2/y`,
    matches: [],
    stats: { inFlight: 1 },
  },
  {
    name: 'each join key for itself',
    drawing: `
      A  A1/x  A2/y  .     .
      B  .     .     B3/x  B4/y`,
    matches: ['A1 B3 /x', 'A2 B4 /y'],
  },
  {
    name: 'the null key is a key',
    drawing: `
      A  A1/-  A2/x  .
      B  .     .     B3/-`,
    matches: ['A1 B3 /'],
    stats: { inFlight: 1 },
  },
  {
    name: 'an event with two keys takes part in both',
    drawing: `
      A  A1/x,y  .     .
      B  .       B2/y  B3/x`,
    matches: ['A1 B2 /y', 'A1 B3 /x'],
  },
  {
    name: 'equal last events: key order',
    drawing: `
      A  A1/y  A2/x  .
      B  .     .     B3/y,x`,
    matches: ['A2 B3 /x', 'A1 B3 /y'],
  },
  {
    name: 'order by the last event, not the first',
    drawing: `
      A  A1/x  A2/y  .     .
      B  .     .     B3/y  B4/x`,
    matches: ['A2 B3 /y', 'A1 B4 /x'],
  },
  {
    name: 'without a time an event has no place',
    drawing: `
      at  ?   ?   0   1
      A   A1  .   A3  .
      B   .   B2  .   B4`,
    matches: ['A3 B4'],
    stats: { withoutTime: 2 },
  },
];

const MAXSPAN: readonly DrawingCase[] = [
  {
    name: 'exactly maxspan',
    drawing: `
      maxspan 10s
      at  0.000000007  10.000000007
      A   A1           .
      B   .            B2`,
    matches: ['A1 B2'],
  },
  {
    name: 'one nanosecond more',
    drawing: `
      maxspan 10s
      at  0.000000007  10.000000008
      A   A1           .
      B   .            B2`,
    matches: [],
    stats: { rejectedByMaxspan: 1 },
  },
  {
    name: 'one nanosecond less, across a millisecond',
    drawing: `
      maxspan 0.001s
      at  0.000999999  0.001999998
      A   A1           .
      B   .            B2`,
    matches: ['A1 B2'],
  },
  {
    name: 'T6: measured from the first event, not the one before',
    drawing: `
      maxspan 10s
      at  0   9   11
      A   A1  .   .
      B   .   B2  .
      C   .   .   C3`,
    matches: [],
    stats: { rejectedByMaxspan: 1 },
  },
  {
    name: 'a sequence that is too old is replaced by the next',
    drawing: `
      maxspan 10s
      at  0   11  12
      A   A1  A2  .
      B   .   .   B3`,
    matches: ['A2 B3'],
    stats: { rejectedByMaxspan: 1 },
  },
  {
    name: 'a replaced sequence is not a rejected one',
    drawing: `
      maxspan 10s
      at  0   5   12
      A   A1  A2  .
      B   .   .   B3`,
    matches: ['A2 B3'],
  },
  {
    name: 'events of other keys tell the time as well',
    drawing: `
      maxspan 10s
      at  0     11    12
      A   A1/x  A2/y  .
      B   .     .     B3/x`,
    matches: [],
    stats: { inFlight: 1, rejectedByMaxspan: 1 },
  },
];

const UNTIL: readonly DrawingCase[] = [
  {
    name: 'until between two stages',
    drawing: `
      A      A1  .  .
      B      .   .  B3
      until  .   U  .`,
    matches: [],
    stats: { rejectedByUntil: 1 },
  },
  {
    name: 'until after the last stage is too late',
    drawing: `
      A      A1  .   .
      B      .   B2  .
      until  .   .   U`,
    matches: ['A1 B2'],
  },
  {
    name: 'until ends what came before it, not what comes after',
    drawing: `
      A      A1  .  A3  .
      B      .   .  .   B4
      until  .   U  .   .`,
    matches: ['A3 B4'],
    stats: { rejectedByUntil: 1 },
  },
  {
    name: 'until ends all stages of its key',
    drawing: `
      A      A1  .   A3  .  .   .
      B      .   B2  .   .  B5  .
      C      .   .   .   .  .   C6
      until  .   .   .   U  .   .`,
    matches: [],
    stats: { rejectedByUntil: 2 },
  },
  {
    name: 'until of another key',
    drawing: `
      A      A1/x  .    .
      B      .     .    B3/x
      until  .     U/y  .`,
    matches: ['A1 B3 /x'],
  },
  {
    name: 'the matched event is the until event: the sequence ends',
    drawing: `
      A      A1  .
      B      .   B2
      until  A1  .`,
    matches: [],
    stats: { rejectedByUntil: 1 },
  },
  {
    name: 'the last event is the until event: the match stands',
    drawing: `
      A      A1  .
      B      .   B2
      until  .   B2`,
    matches: ['A1 B2'],
  },
  {
    name: 'until at the same time, one position later',
    drawing: `
      at     5   5  5
      A      A1  .  .
      B      .   .  B3
      until  .   U  .`,
    matches: [],
    stats: { rejectedByUntil: 1 },
  },
];

const LIMITS: readonly DrawingCase[] = [
  {
    name: 'the oldest sequence is dropped',
    drawing: `
      A  A1/x  A2/y  A3/z  .     .     .
      B  .     .     .     B4/x  B5/y  B6/z`,
    options: { maxInFlight: 2 },
    matches: ['A2 B5 /y', 'A3 B6 /z'],
    stats: { dropped: 1 },
  },
  {
    name: 'what is complete or replaced makes room',
    drawing: `
      A  A1/x  A2/y  A3/y  .     A5/z  .     .
      B  .     .     .     B4/x  .     B6/y  B7/z`,
    options: { maxInFlight: 2 },
    matches: ['A1 B4 /x', 'A3 B6 /y', 'A5 B7 /z'],
  },
  {
    name: 'what waits for a missing event counts, of the same key or not',
    drawing: `
      maxspan 10s
      at  0     1     2     3     20
      A   A1/x  A2/y  A3/y  A4/y  A5/z
      !M  .     .     .     .     .`,
    options: { maxInFlight: 2 },
    matches: ['A3 - /y', 'A4 - /y'],
    stats: { dropped: 2, pending: 1 },
  },
  {
    name: 'leading missing events are remembered for so many keys',
    drawing: `
      maxspan 10s
      !M  M1/x  M2/y  M3/x  M4/z  .     .     .
      A   .     .     .     .     A5/x  A6/y  A7/z`,
    options: { maxInFlight: 2 },
    matches: ['- A6 /y'],
    stats: { dropped: 1, rejectedByMissing: 2 },
  },
];

describe.each([
  ['order and join keys', ORDER],
  ['maxspan', MAXSPAN],
  ['until', UNTIL],
  ['limits', LIMITS],
])('%s', (_, cases) => {
  test.each(cases)('$name', checkSequence);
});
