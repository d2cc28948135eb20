// Several live inputs are put in one order, also while somebody takes his time with the alerts.
import { expect, test } from '@jest/globals';
import { LiveScan } from '../../src/scan/index.js';
import { compileQueries, inputOf, SETTINGS } from '../support/kernel.js';

const event = (second: number, name: string): string =>
  `${JSON.stringify({
    '@timestamp': new Date(1_790_000_000_000 + second * 1000).toISOString(),
    event: { category: ['process'] },
    host: { id: 'h' },
    process: { name },
  })}\n`;

test('an input whose turn has not come is waited for', async () => {
  const [first, second] = [event(0, 'a'), event(1, 'b')];
  const texts = [first + second, event(60, 's'), '\x89PNG\r\n\x1a\n', event(61, 'c')];
  const { queries, fields } = compileQueries([
    'sequence by host.id [process where process.name == "a"] [process where process.name == "b"]',
    'process where process.name == "s"',
  ]);
  const found: number[] = [];
  const match = async ({ query }: { readonly query: number }): Promise<void> => {
    found.push(query);
    // Longer than an input that has nothing to say is waited for.
    await new Promise((resolve) => setTimeout(resolve, 250));
  };
  const scan = new LiveScan({ queries, fields, handler: { match } }, SETTINGS);
  for (const text of texts) {
    const blocks = [first.length, second.length];
    scan.add(inputOf(Buffer.from(text, 'latin1'), { route: 'stream', blocks, inWindow: false }));
  }
  const { late } = await scan.run(undefined);
  expect({ late, found: found.sort() }).toEqual({ late: 0, found: [0, 1] });
});
