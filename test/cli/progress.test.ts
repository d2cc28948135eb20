import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { Context } from '../../src/cli/context.js';
import { progressLine } from '../../src/cli/progress.js';
import { StatusLine } from '../../src/cli/status-line.js';
import type { Streams } from '../../src/cli/streams.js';

const MB = 1e6;

describe('progressLine', () => {
  test.each([
    [[[50, 200]], 100, 2, '25 %  50.0 MB of 200 MB  500 MB/s  1 s left  2 alerts'],
    [
      [
        [100, 100],
        [0, 300],
      ],
      1000,
      0,
      '25 %  100 MB of 400 MB  100 MB/s  3 s left  0 alerts',
    ],
    [[[200, 200]], 400, 1, '100 %  200 MB of 200 MB  500 MB/s  correlating  1 alerts'],
    [[[300, 200]], 400, 1, '100 %  300 MB of 200 MB  750 MB/s  correlating  1 alerts'],
    [[[0, 200]], 600, 0, '0 %  0 MB of 200 MB  0 MB/s  0 alerts'],
    [[[1, 200_000]], 1000, 0, '0 %  1.0 MB of 200,000 MB  1 MB/s  2 d 8 h left  0 alerts'],
    [[[50, null]], 100, 3, '50.0 MB  500 MB/s  3 alerts'],
    [
      [
        [50, null],
        [10, 20],
      ],
      100,
      3,
      '60.0 MB  600 MB/s  3 alerts',
    ],
    [[[0, 0]], 600, 0, '0 MB  0 MB/s  0 alerts'],
  ] as const)('%j after %d ms', (inputs, elapsedMs, found, expected) => {
    const state = {
      inputs: inputs.map(([read, size]) => ({
        bytesRead: read * MB,
        size: size === null ? null : size * MB,
      })),
      found: () => `${found} alerts`,
    };
    expect(progressLine(state, elapsedMs)).toBe(expected);
  });
});

describe('a status line', () => {
  const terminal = (
    columns: number,
  ): { readonly line: StatusLine; readonly text: () => string } => {
    const written: string[] = [];
    const write = (text: string): boolean => written.push(text) > 0;
    // Nothing else of the stream is used.
    const stream = { write, columns } as unknown as NodeJS.WriteStream;
    return { line: new StatusLine(stream), text: () => written.join('') };
  };

  test('is written over, and taken away', () => {
    const { line, text } = terminal(20);
    line.show('1 %');
    line.show('2 %');
    line.clear();
    expect(text()).toBe('\r1 %\u001b[K\r2 %\u001b[K\r\u001b[K');
  });

  test('is never wider than the terminal', () => {
    const { line, text } = terminal(10);
    line.show('0123456789abc');
    expect(text()).toBe('\r012345678\u001b[K');
  });

  test('writes nothing where nothing was shown', () => {
    const { line, text } = terminal(10);
    line.clear();
    expect(text()).toBe('');
  });
});

describe('whatever is printed', () => {
  const terminal = (): { readonly context: Context; readonly text: () => string } => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    // One terminal shows both streams; nothing else of a terminal is used.
    const streams = {
      stdin: stream,
      stdout: stream,
      stderr: stream,
      env: {},
    } as unknown as Streams;
    return {
      context: new Context(streams),
      text: () => String(stream.read() ?? ''),
    };
  };

  test.each(['out', 'err'] as const)('on %s takes the place of the status line', async (name) => {
    const { context, text } = terminal();
    context.status.show('1 %');
    await context[name].write('an alert\n');
    expect(text()).toBe('\r1 %\u001b[K\r\u001b[Kan alert\n');
  });
});
