import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { LiveScan } from '../../src/scan/index.js';
import { compileQueries, inputOf, SETTINGS } from '../support/kernel.js';

const startOn = (host: number): string =>
  `${JSON.stringify({
    '@timestamp': new Date(1_790_000_000_000 + host * 60_000).toISOString(),
    event: { category: ['process'] },
    host: { id: `h${host}` },
    process: { name: 'a' },
  })}\n`;

/** How many sequences were given up of `hosts`, one of which may be held; what was told of it early, and at the end. */
async function scanOf(hosts: number, isOver: (told: readonly string[]) => boolean) {
  const { queries, fields } = compileQueries([
    'sequence by host.id [process where process.name == "a"] [process where process.name == "b"]',
  ]);
  const told: string[] = [];
  const handler = {
    match: () => Promise.resolve(),
    problem: ({ code }: { readonly code: string }) => told.push(code),
  };
  const settings = { ...SETTINGS, matcher: { ...SETTINGS.matcher, maxInFlight: 1 } };
  const scan = new LiveScan({ queries, fields, handler }, settings);
  const text = Array.from({ length: hosts }, (_, host) => startOn(host)).join('');
  const input = inputOf(Buffer.from(text), {
    route: 'stream',
    blocks: [text.length],
    inWindow: false,
  });
  const given = input.blocks.bind(input);
  input.blocks = async function* () {
    yield* given();
    while (!isOver(told)) await setTimeout(10);
  };
  scan.add(input);
  const { stats, diagnostics } = await scan.run(undefined);
  return { dropped: stats[0]?.dropped, told, atTheEnd: diagnostics.map(({ code }) => code) };
}

test('unfinished sequences that are given up over live input are told once', async () => {
  expect(await scanOf(4, (told) => told.length > 0)).toMatchObject({
    told: ['RS336'],
    atTheEnd: ['RS336'],
  });
});

test('nothing is told where all are held', async () => {
  expect(await scanOf(1, () => true)).toEqual({ dropped: 0, told: [], atTheEnd: [] });
});
