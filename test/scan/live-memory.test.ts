// What a live scan keeps of events is what they take, however long it keeps them.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { scanInputs } from '../../src/scan/index.js';
import { compileQueries, inputOf, SETTINGS } from '../support/kernel.js';

const EVENTS = 24_000;
/** One event in so many is kept: the first of a sequence. */
const KEPT_OF = 12;

setFlagsFromString('--expose-gc');
// V8 puts the function there when a context is made with the flag set.
const collect = runInNewContext('globalThis.gc') as () => void;

const event = (number: number): string =>
  `${JSON.stringify({
    '@timestamp': new Date(1_790_000_000_000 + number).toISOString(),
    event: { category: ['process'] },
    process: { pid: number, name: number % KEPT_OF === 0 ? 'first' : 'other' },
    text: 'x'.repeat(400),
  })}\n`;

test('events in flight do not keep the memory of others', async () => {
  const { queries, fields } = compileQueries([
    'sequence by process.pid [process where process.name == "first"] [process where process.name == "second"]',
    'process where process.name == "other"',
  ]);
  const bytes = Buffer.from(Array.from({ length: EVENTS }, (_, number) => event(number)).join(''));
  const input = inputOf(bytes, { route: 'stream', blocks: [65_536], inWindow: true });
  const used = (): number => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  let before = 0;
  let after = 0;
  const watched = {
    ...input,
    async *blocks(window?: Buffer) {
      before = used();
      yield* input.blocks(window);
      after = used();
    },
  };
  const { cost } = await scanInputs([watched], queries, fields, SETTINGS, {
    match: () => Promise.resolve(),
  });
  expect(cost.inFlight).toBe(EVENTS / KEPT_OF);
  const each = (after - before) / cost.inFlight;
  expect(each).toBeLessThan(2000);
});
