// Whatever the README shows is run here, in the order of the page and in one folder, as a reader would:
//   ```console  commands behind `$ ` with the whole of their output; `$ echo $?` shows the exit code before it, else it is 0
//   ```sh       commands without their output; the comment behind one says its exit code (`exit 1`), else it is 0
//   ```toml     a file that the first line names
//   ```js       a module; the ```text block behind it is what it prints
// Times and speeds are the only part of an output that may differ. UPDATE_GOLDENS=1 writes outputs into the README.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN } from '../support/cli.js';
import { runInProcess } from '../support/in-process.js';
import {
  blocksOf,
  consoleSteps,
  shellSteps,
  type Block,
  type ShownStep,
} from '../support/readme.js';
import { ROOT } from '../support/shared.js';

const README = path.join(ROOT, 'README.md');
const readme = readFileSync(README, 'utf8');
const blocks = blocksOf(readme);
const ofLanguage = (language: string): readonly Block[] =>
  blocks.filter((block) => block.language === language);

/** Commands that are shown and not run, each with the reason. */
const NOT_RUN: ReadonlyMap<string, string> = new Map([
  [
    'npm ci && npm test',
    'starts the suite that this test is a part of; CI runs it on a fresh clone',
  ],
]);
/** The commands that the help of `parent` lists. */
async function commandsOf(parent: string): Promise<readonly string[]> {
  const { stdout } = await runInProcess([...parent.split(' ').filter(Boolean), '--help']);
  const listed = /\nCommands:\n((?: .*\n)+)/.exec(stdout)?.[1] ?? '';
  return [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => `${parent} ${name}`.trim());
}

/** Has been done where tests run; what stands behind it is run. */
const INSTALL = 'npm ci && ';

// The reader's folder: the repository as far as commands name it, and a place to write to.
const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-readme-'));
const commands = path.join(folder, '.commands');

beforeAll(() => {
  for (const name of ['bin', 'samples'])
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  mkdirSync(commands);
  symlinkSync(process.execPath, path.join(commands, 'node'));
  writeFileSync(
    path.join(commands, 'rshell-scan'),
    `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`,
    { mode: 0o755 },
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs one command line in a shell; both streams in the order in which a terminal shows them. */
function run(command: string): { readonly code: number | null; readonly output: string } {
  const { PATH, HOME } = process.env;
  const { status, stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${commands}:${PATH ?? ''}`, HOME: HOME ?? folder },
  });
  return { code: status, output: stdout.trimEnd() };
}

/** `0.08 s`, `0.08 s (13 MB/s, 6,112 events/s)`. */
const withoutTimes = (output: string): string =>
  output.replace(/\b\d+\.\d\d s\b(?: \([\d,]+ MB\/s, [\d,]+ events\/s\))?/g, 'TIME');

describe('README.md', () => {
  if (process.env['UPDATE_GOLDENS'] === '1') {
    test('shows the outputs of today', () => {
      for (const block of ofLanguage('toml')) writeNamed(block);
      const page = ofLanguage('console').flatMap(consoleSteps).reduce(withOutput, readme);
      writeFileSync(README, page);
    });
    return;
  }

  test('every block is of a language that is run', () => {
    const known = ['console', 'sh', 'toml', 'js', 'text'];
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
    const isPrinted = (index: number): boolean => blocks[index - 1]?.language === 'js';
    const stray = blocks.filter(({ language }, n) => language === 'text' && !isPrinted(n));
    expect(stray).toEqual([]);
  });

  for (const block of blocks) {
    switch (block.language) {
      case 'toml':
        test(`line ${block.line}: a file is there from here on`, () => {
          writeNamed(block);
        });
        break;
      case 'console':
        test.each(consoleSteps(block))('line $line: $command', ({ command, output, code }) => {
          const ran = run(command);
          expect(withoutTimes(ran.output)).toBe(withoutTimes(output));
          expect(ran.code).toBe(code);
        });
        break;
      case 'sh':
        test.each(shellSteps(block).filter(({ command }) => !NOT_RUN.has(command)))(
          'line $line: $command',
          ({ command, code }) => {
            const ran = run(command.startsWith(INSTALL) ? command.slice(INSTALL.length) : command);
            expect({ code: ran.code, output: ran.code === code ? '' : ran.output }).toEqual({
              code,
              output: '',
            });
          },
        );
        break;
      case 'js':
        test(`line ${block.line}: the module prints what is shown`, () => {
          const shown = blocks[blocks.indexOf(block) + 1];
          expect(shown?.language).toBe('text');
          // From the root of the repository, where the package knows itself by its name.
          const args = ['--input-type=module', '--eval', block.text];
          const printed = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
          expect(printed.trimEnd()).toBe(shown?.text);
        });
        break;
    }
  }

  test('what is not run is shown', () => {
    const shown = ofLanguage('sh')
      .flatMap(shellSteps)
      .map(({ command }) => command);
    expect([...NOT_RUN.keys()].filter((command) => !shown.includes(command))).toEqual([]);
  });

  test('options: only those that there are', async () => {
    const helps = await Promise.all(
      [...(await commandsOf('')), ...(await commandsOf('rules'))].map((command) =>
        runInProcess(['help', ...command.split(' ')]),
      ),
    );
    const real = longOptions(helps.map(({ stdout }) => stdout).join('\n'));
    // Commands of others have options, too.
    const ours = readme
      .split('\n')
      .filter((line) => !/\b(npm|gzip|journalctl|ausearch) /.test(line));
    const madeUp = [...longOptions(ours.join('\n'))].filter((option) => !real.has(option));
    expect(madeUp).toEqual([]);
  });
});

/** `page` with the output of one step replaced, unless it differs in nothing but time. */
function withOutput(page: string, { command, output: shown }: ShownStep): string {
  const { output } = run(command);
  if (withoutTimes(output) === withoutTimes(shown)) return page;
  const lines = (text: string): string => `$ ${command}\n${text === '' ? '' : `${text}\n`}`;
  return page.replace(lines(shown), () => lines(output));
}

/** Writes the file that the first line of a block names. */
function writeNamed({ text }: Block): void {
  const [, name] = /^# (\S+)\n/.exec(text) ?? [];
  const file = path.join(folder, name ?? '');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}

/** `--help` is everybody's. */
function longOptions(text: string): ReadonlySet<string> {
  const options = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
  return new Set(options.filter((option) => option !== '--help'));
}
