// The pages for readers: whatever they show is true (test/support/page.ts runs it).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { runInProcess } from '../support/in-process.js';
import { describePage } from '../support/page.js';
import { ROOT } from '../support/shared.js';

/** Pages that are made from something else, or are for those who change the code. */
const OTHERS = ['alert.md', 'architecture.md', 'cli.md', 'diagnostics.md'];
const GUIDES = readdirSync(path.join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md') && !OTHERS.includes(name))
  .map((name) => `docs/${name}`);

describePage(
  'README.md',
  new Map([
    [
      'npm ci && npm test',
      'starts the suite that this test is a part of; CI runs it on a fresh clone',
    ],
  ]),
);
for (const guide of GUIDES) describePage(guide);

/** The commands that the help of `parent` lists. */
async function commandsOf(parent: string): Promise<readonly string[]> {
  const { stdout } = await runInProcess([...parent.split(' ').filter(Boolean), '--help']);
  const listed = /\nCommands:\n((?: .*\n)+)/.exec(stdout)?.[1] ?? '';
  return [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => `${parent} ${name}`.trim());
}

test.each(['README.md', ...GUIDES])('%s names only options that there are', async (page) => {
  const helps = await Promise.all(
    [...(await commandsOf('')), ...(await commandsOf('rules'))].map((command) =>
      runInProcess(['help', ...command.split(' ')]),
    ),
  );
  const real = longOptions(helps.map(({ stdout }) => stdout).join('\n'));
  // Commands of others have options, too.
  const ours = readFileSync(path.join(ROOT, page), 'utf8')
    .split('\n')
    .filter((line) => !/\b(npm|gzip|journalctl|ausearch|git|zstd|curl) /.test(line));
  const madeUp = [...longOptions(ours.join('\n'))].filter((option) => !real.has(option));
  expect(madeUp).toEqual([]);
});

/** `--help` is everybody's. */
function longOptions(text: string): ReadonlySet<string> {
  const options = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
  return new Set(options.filter((option) => option !== '--help'));
}
