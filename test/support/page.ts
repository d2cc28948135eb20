// Whatever a page shows is run here, in the order of the page and in one folder, as a reader would:
//   ```console  commands behind `$ ` with the whole of their output; `$ echo $?` shows the exit code before it, else it is 0
//   ```sh       commands without their output; the comment behind one says its exit code (`exit 1`), else it is 0
//   ```yaml     a file of a CI system: the commands of ours in it, as in a shell block
//   ```toml     a file that the first line names
//   ```js       a module; the ```text block behind it is what it prints. Any other ```text block is only read
// Times and speeds are the only part of an output that may differ. UPDATE_GOLDENS=1 writes outputs into the page.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN } from './cli.js';
import { blocksOf, consoleSteps, shellSteps, type Block, type ShownStep } from './blocks.js';
import { ROOT } from './shared.js';

/** Has been done where tests run; what stands behind it is run. */
const INSTALL = 'npm ci && ';

/** Runs all that the page `name` shows. `notRun`: commands that are shown and not run, each with the reason. */
export function describePage(name: string, notRun: ReadonlyMap<string, string> = new Map()): void {
  const file = path.join(ROOT, name);
  const page = readFileSync(file, 'utf8');
  const blocks = blocksOf(page);
  const ofLanguage = (language: string): readonly Block[] =>
    blocks.filter((block) => block.language === language);
  const reader = new Reader();

  describe(name, () => {
    beforeAll(() => {
      reader.settle();
    });

    afterAll(() => {
      reader.leave();
    });

    if (process.env['UPDATE_GOLDENS'] === '1') {
      test('shows the outputs of today', () => {
        for (const block of ofLanguage('toml')) reader.writeNamed(block);
        writeFileSync(file, updated(page, reader));
      });
      return;
    }

    test('every block is of a language that is run', () => {
      const known = ['console', 'sh', 'yaml', 'toml', 'js', 'text'];
      expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
    });

    test('what is not run is shown', () => {
      const shown = ofLanguage('sh')
        .flatMap(shellSteps)
        .map(({ command }) => command);
      expect([...notRun.keys()].filter((command) => !shown.includes(command))).toEqual([]);
    });

    for (const block of blocks) {
      switch (block.language) {
        case 'toml':
          test(`line ${block.line}: a file is there from here on`, () => {
            reader.writeNamed(block);
          });
          break;
        case 'console':
          test.each(consoleSteps(block))('line $line: $command', ({ command, output, code }) => {
            const ran = reader.run(command);
            expect(withoutTimes(ran.output)).toBe(withoutTimes(output));
            expect(ran.code).toBe(code);
          });
          break;
        case 'sh':
        case 'yaml': {
          const steps = shellSteps(block.language === 'sh' ? block : commandsOfYaml(block));
          const toRun = steps.filter(({ command }) => !notRun.has(command));
          if (toRun.length === 0) break;
          test.each(toRun)('line $line: $command', ({ command, code }) => {
            const ran = reader.run(
              command.startsWith(INSTALL) ? command.slice(INSTALL.length) : command,
            );
            expect({ code: ran.code, output: ran.code === code ? '' : ran.output }).toEqual({
              code,
              output: '',
            });
          });
          break;
        }
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
  });
}

/** The reader's folder: the repository as far as commands name it, and a place to write to. */
class Reader {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-page-'));
  readonly #commands = path.join(this.#folder, '.commands');

  settle(): void {
    for (const name of ['bin', 'samples'])
      symlinkSync(path.join(ROOT, name), path.join(this.#folder, name));
    mkdirSync(this.#commands);
    symlinkSync(process.execPath, path.join(this.#commands, 'node'));
    writeFileSync(
      path.join(this.#commands, 'rshell-scan'),
      `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`,
      { mode: 0o755 },
    );
  }

  leave(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Runs one command line in a shell; both streams in the order in which a terminal shows them. */
  run(command: string): { readonly code: number | null; readonly output: string } {
    const { PATH, HOME } = process.env;
    const { status, stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: this.#folder,
      encoding: 'utf8',
      env: { PATH: `${this.#commands}:${PATH ?? ''}`, HOME: HOME ?? this.#folder },
    });
    return { code: status, output: stdout.trimEnd() };
  }

  /** Writes the file that the first line of a block names. */
  writeNamed({ text }: Block): void {
    const [, name] = /^# (\S+)\n/.exec(text) ?? [];
    const file = path.join(this.#folder, name ?? '');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
}

/** Lines that are a command of ours, as an item of a list or behind `run:`. */
function commandsOfYaml(block: Block): Block {
  const lines = block.text
    .split('\n')
    .map((line) => /^\s*(?:- )?(?:run: )?(rshell-scan .*)$/.exec(line)?.[1] ?? '');
  return { ...block, text: lines.join('\n') };
}

/** `0.08 s`, `0.08 s (13 MB/s, 6,112 events/s)`. */
const withoutTimes = (output: string): string =>
  output.replace(/\b\d+\.\d\d s\b(?: \([\d,]+ MB\/s, [\d,]+ events\/s\))?/g, 'TIME');

/** The page with outputs of today; commands of shell blocks are run as well, for what they leave behind. */
function updated(page: string, reader: Reader): string {
  return blocksOf(page).reduce((text, block) => {
    if (block.language === 'console') {
      return consoleSteps(block).reduce((so, step) => withOutput(so, step, reader), text);
    }
    if (block.language === 'sh')
      for (const { command } of shellSteps(block))
        if (command.startsWith('rshell-scan')) reader.run(command);
    return text;
  }, page);
}

/** `page` with the output of one step replaced, unless it differs in nothing but time. */
function withOutput(page: string, { command, output: shown }: ShownStep, reader: Reader): string {
  const { output } = reader.run(command);
  if (withoutTimes(output) === withoutTimes(shown)) return page;
  const lines = (text: string): string => `$ ${command}\n${text === '' ? '' : `${text}\n`}`;
  return page.replace(lines(shown), () => lines(output));
}
