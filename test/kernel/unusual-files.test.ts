// The kernel against the slow path, over files that are unusual as a whole: far too many of something, too long, or no events at all.
import { describe, expect, test } from '@jest/globals';
import { compileQueries, expectSame, readBytes, scanBytes } from '../support/kernel.js';
import { QUERIES } from '../support/kernel-queries.js';

/** For inputs of many events. */
const FEW = compileQueries([
  'process where process.name == "sh" and user.id != "1"',
  'any where host.os.type == "linux" and length(agent.type) == 3',
  'sequence by agent.type [any where process.name == "sh"] [any where true]',
]);

const event = (members: string): string =>
  `{"@timestamp":"2026-11-21T04:13:58Z","event":{"category":"process"},${members}}`;
const many = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => `${line(number)}\n`).join('');
const long = 'y'.repeat(1000);

describe('what rarely comes up by chance', () => {
  test.each<[name: string, input: string]>([
    ['nothing', ''],
    ['no events: no time and no category', '{"@timestamp":null,"x":1}\n{"@timestamp":[],"x":2}\n'],
    ['no events but a category', '{"@timestamp":null,"event":{"category":"process"}}\n'],
    ['an event behind no events', '{"@timestamp":null}\n{"@timestamp":1}\n'],
    ['CSV in place of events', 'a,b,c\n1,2,3\n'],
    ['CSV behind an event', `${event('"x":1')}\na,b,c\n1,2,3\n`],
    [
      'more kinds than are learnt',
      many(5000, (number) => event(`"agent":{"type":"t${number % 4500}"},"process":{"name":"sh"}`)),
    ],
    [
      'more categories than are told',
      many(
        1500,
        (number) =>
          `{"@timestamp":${number % 7 === 0 ? '1.5' : '1'},"event":{"category":"c${(number * 7) % 1200}"}}`,
      ),
    ],
    [
      'more systems than are told',
      many(150, (number) =>
        event(`"host":{"os":{"type":${number % 3 === 0 ? `"o${number}"` : `"\\u006f${number}"`}}}`),
      ),
    ],
    ['more hosts than are counted', many(10_500, (number) => event(`"host":{"id":"h${number}"}`))],
    [
      'hosts by name, by list, by number',
      many(40, (number) =>
        event(
          `"host":{"name":"n${number % 5}","id":${['[]', 'null', '"i"', '["i"]', '7', '["i","j"]', '"\\u0069"'][number % 7]}}`,
        ),
      ),
    ],
    [
      'lines of one kind after the other, far more than a window',
      many(3000, (number) =>
        event(
          `"process":{"name":"${number % 2 === 0 ? 'sh' : 'bash'}"},"user":{"id":"${number}"},"x":"${long}"`,
        ),
      ),
    ],
    [
      'every third line broken',
      many(3000, (number) =>
        event(`"process":{"name":"sh"},"x":${number % 3 === 0 ? '01' : `"${long}"`}`),
      ),
    ],
    [
      'lines of 100 to 300 KiB',
      many(12, (number) =>
        event(`"x":"${long.repeat(100 + 20 * number)}","process":{"name":"sh"}`),
      ),
    ],
    [
      'a line of 2 MiB between others',
      [1, 2000, 1]
        .map((length) => `${event(`"x":"${long.repeat(length)}","process":{"name":"sh"}`)}\n`)
        .join(''),
    ],
    ['a text that is never closed', `${event('"x":"a')}\n`.repeat(2000)],
    ['brackets that are never closed', `${event(`"x":${'['.repeat(2000)}`)}\n`.repeat(50)],
    [
      'a bulk request',
      many(20, (number) =>
        number % 2 === 0
          ? '{"index":{"_index":"logs-endpoint.events.process-default"}}'
          : event('"process":{"name":"sh"}'),
      ),
    ],
  ])(
    '%s',
    async (_name, input) => {
      const bytes = Buffer.from(input);
      const queries = input.length > 100_000 ? FEW : QUERIES;
      const slow = await readBytes(bytes, queries, 'json');
      for (const blocks of [[1 << 20], [100_003]]) {
        for (const inWindow of [true, false]) {
          expectSame(
            await readBytes(bytes, queries, 'kernel', { route: 'file', blocks, inWindow }),
            slow,
          );
        }
      }
      for (const route of ['file', 'stream'] as const) {
        const delivery = { route, blocks: [65_536], inWindow: true };
        const slow = await scanBytes(bytes, queries, 'json', delivery);
        expectSame(await scanBytes(bytes, queries, 'kernel', delivery), slow);
      }
    },
    60_000,
  );

  test('lines over the limit', async () => {
    const bytes = Buffer.from(
      many(40, (number) => event(`"x":"${'y'.repeat(number * 10)}","process":{"name":"sh"}`)),
    );
    const slow = await readBytes(bytes, QUERIES, 'json', undefined, { maxLineBytes: 300 });
    expect(slow.problems.length).toBeGreaterThan(5);
    expectSame(await readBytes(bytes, QUERIES, 'kernel', undefined, { maxLineBytes: 300 }), slow);
  });
});
