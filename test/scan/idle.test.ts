import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { idle, withIdle } from '../../src/scan/idle.js';

async function* timed(...delays: readonly number[]): AsyncGenerator<Buffer> {
  for (const [index, delay] of delays.entries()) {
    if (delay > 0) await setTimeout(delay, undefined, { ref: delay < 1000 });
    yield Buffer.from(String(index));
  }
}

async function collect(stream: AsyncGenerator<Buffer | typeof idle>): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const item of stream) items.push(item === idle ? 'idle' : item.toString());
  return items;
}

describe('withIdle', () => {
  test('passes blocks on', async () => {
    expect(await collect(withIdle(timed(0, 0, 0), 1000, undefined))).toEqual(['0', '1', '2']);
  });

  test('tells of each silence once', async () => {
    const items = await collect(withIdle(timed(0, 300, 300), 50, undefined));
    expect(items).toEqual(['0', 'idle', '1', 'idle', '2']);
  });

  test('ends when it is stopped, though no block comes', async () => {
    const controller = new AbortController();
    const stream = withIdle(timed(0, 60_000), 1000, controller.signal);
    expect((await stream.next()).value).toEqual(Buffer.from('0'));
    const next = stream.next();
    controller.abort();
    expect((await next).done).toBe(true);
  });

  test('ends at once when it was stopped before', async () => {
    expect(await collect(withIdle(timed(0), 1000, AbortSignal.abort()))).toEqual([]);
  });

  test('hands on a failure of the stream', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Promise.reject(new Error('damaged'));
    }
    await expect(collect(withIdle(failing(), 1000, undefined))).rejects.toThrow('damaged');
  });
});
