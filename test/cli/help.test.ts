import { describe, expect, test } from '@jest/globals';
import { runInProcess } from '../support/in-process.js';

describe('help CODE', () => {
  test.each(['RS201', 'rs201', '201'])('%s is a page', async (code) => {
    const { stdout, code: exit } = await runInProcess(['help', code]);
    expect(stdout).toMatch(/^RS201: unknown field\n\nSeverity: warning\n/);
    expect(stdout).toContain('\n\nBad\n\n    process where proces.name == "bash"\n\nGood\n');
    expect(exit).toBe(0);
  });

  test('fits the width', async () => {
    const { stdout } = await runInProcess(['help', 'RS240'], { COLUMNS: '60' });
    expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  test('is in colour where that is asked for', async () => {
    const { stdout } = await runInProcess(['help', 'RS201'], { FORCE_COLOR: '1' });
    expect(stdout).toContain('\u001b[1mRS201:');
  });

  test.each([
    ['RS999', 'docs/diagnostics.md'],
    ['RS2011', 'did you mean `RS201`?'],
    ['lnt', 'did you mean `lint`?'],
    ['rules nothing', 'see `rshell-scan --help`'],
  ])('%s is unknown', async (topic, hint) => {
    const { stdout, stderr, code } = await runInProcess(['help', ...topic.split(' ')]);
    expect(stderr).toMatch(/^error\[RS407\]: no help for/);
    expect(stderr).toContain(hint);
    expect([stdout, code]).toEqual(['', 2]);
  });
});

describe('help COMMAND', () => {
  test.each([
    ['', 'Usage: rshell-scan [options] [command]'],
    ['query', 'Usage: rshell-scan query '],
    ['rules', 'Usage: rshell-scan rules '],
    ['rules show', 'Usage: rshell-scan rules show '],
  ])('help %s', async (topic, usage) => {
    const { stdout, code } = await runInProcess(['help', ...topic.split(' ').filter(Boolean)]);
    expect(stdout.startsWith(usage)).toBe(true);
    expect(code).toBe(0);
  });
});
