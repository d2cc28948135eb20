// Lists that multiply beyond what is tried: said with their place, counted, and a reason for `--strict`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { runCli } from '../support/cli.js';
import { validatorOf } from '../support/schemas.js';

const RULES = {
  function: 'any where startsWith(concat(x.a, x.b), "no such text")',
  key: 'sequence by x.a, x.b [any where true] [any where x.c == "none"]',
};

const event = (count: number): string =>
  `${JSON.stringify({
    '@timestamp': '2026-01-01T00:00:00Z',
    event: { category: 'process' },
    x: {
      a: Array.from({ length: count }, (_, n) => `a${n}`),
      b: Array.from({ length: count }, (_, n) => `b${n}`),
    },
  })}\n`;

const rule = (query: string): string =>
  `[rule]\nname = "r"\nrule_id = "r"\nseverity = "low"\nrisk_score = 1\ndescription = "d"\ntype = "eql"\nlanguage = "eql"\nquery = \'\'\'${query}\'\'\'\n`;

test.each([
  ['function', 316, 317, 'combinations'],
  ['key', 100, 101, 'join keys'],
] as const)('%s: from a file, a pipe, and a document', async (kind, most, more, made) => {
  const isReport = validatorOf('report', { closed: true });
  await withFiles({ 'r.toml': rule(RULES[kind]) }, async (root) => {
    const at = (name: string): string => path.join(root, name);
    const run = async (input: string, events: string): ReturnType<typeof runCli> => {
      writeFileSync(at(input), events);
      const args = ['--no-bundled', '-r', at('r.toml'), '-o', 'json', '--strict'];
      return input === 'pipe'
        ? runCli(['-', ...args], { stdin: events })
        : runCli([at(input), ...args]);
    };
    const lines = event(1) + event(most) + event(more) + event(more);
    const array = `[${lines.trimEnd().replaceAll('\n', ',\n')}]`;
    for (const [input, text] of [
      ['file.ndjson', lines],
      ['pipe', lines],
      ['array.json', array],
    ] as const) {
      const { code, stdout, stderr } = await run(input, text);
      const report = JSON.parse(stdout) as { summary: { events: { curtailed: number } } };
      expect([input, code, report.summary.events.curtailed]).toEqual([input, 3, 2]);
      isReport(report);
      expect(isReport.errors ?? []).toEqual([]);
      expect(stderr).toContain(
        `warning[RS335]: lists in \`x.a\`, \`x.b\` make too many ${made}: a match may be missing`,
      );
      expect(stderr).toMatch(/:3\b[^]*:4\b/);
      expect(stderr).not.toMatch(/(?:ndjson|stdin>|json):2\b/);
      expect(stderr).toContain('2 events hold lists that multiply beyond what is tried');
    }
    const { code, stderr } = await run('whole.ndjson', event(1) + event(most));
    expect(code).toBe(0);
    expect(stderr).not.toContain('RS335');
  });
});
