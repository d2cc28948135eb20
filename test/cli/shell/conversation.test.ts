import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { runProgram } from '../../../src/cli/program.js';
import type { Streams } from '../../../src/cli/streams.js';
import { VirtualTerminal } from '../../support/virtual-terminal.js';

/** The shell on a terminal in this process. */
class ShellTerminal {
  readonly done: Promise<number>;
  readonly #stdin = new PassThrough();
  readonly #terminal: VirtualTerminal;
  /** Everything that was written, escapes included. */
  written = '';

  constructor(args: readonly string[], state: string, columns = 80) {
    this.#terminal = new VirtualTerminal(columns, 30);
    const size = { isTTY: true, columns, rows: 30 };
    const screen = (): Writable =>
      Object.assign(
        new Writable({
          write: (chunk: Buffer, _encoding, done) => {
            const text = chunk.toString();
            this.written += text;
            // A terminal goes to the first column at the end of a line, too.
            this.#terminal.write(text.replace(/\r?\n/g, '\r\n'));
            done();
          },
        }),
        size,
      );
    const stdin = Object.assign(this.#stdin, { isTTY: true, setRawMode: () => stdin });
    // Of a terminal the program uses only what these have.
    const streams = {
      stdin,
      stdout: screen(),
      stderr: screen(),
      env: { XDG_STATE_HOME: state, TERM: 'xterm' },
    } as unknown as Streams;
    this.done = runProgram(['shell', ...args], streams);
  }

  /** Each of `keys` comes by itself, as what a person types does. */
  type(...keys: readonly string[]): void {
    for (const key of keys) this.#stdin.write(key);
  }

  /** Waits until the screen ends with `tail`, line by line without spaces at the ends. */
  async sees(...tail: readonly string[]): Promise<void> {
    const shown = (): readonly string[] => this.#terminal.screen.rows.slice(-tail.length);
    await until(() => shown().join('\n') === tail.join('\n'));
    expect(shown()).toEqual(tail);
  }

  /** Waits until `text` was written, escapes included. */
  async prints(text: string): Promise<void> {
    await until(() => this.written.includes(text));
    expect(this.written).toContain(text);
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return this.#terminal.screen.cursor;
  }
}

/** Waits for `condition`; no longer than any machine takes. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3000 && !condition(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const ENTER = '\r';
const TAB = '\t';
const UP = '\u001b[A';
const CTRL = { a: '\u0001', c: '\u0003', d: '\u0004', l: '\u000c', r: '\u0012' };
const PASTE = { start: '\u001b[200~', end: '\u001b[201~' };

let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'shell-'));
  file = path.join(directory, 'events.ndjson');
  const events = ['bash', 'bashful', 'nc'].map((name, second) => ({
    '@timestamp': `2026-11-20T08:14:0${second}.000Z`,
    event: { category: 'process' },
    process: { name, pid: second },
  }));
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

let shell: ShellTerminal;
let state: string;
async function start(): Promise<void> {
  shell = new ShellTerminal([file], state);
  await shell.sees('Type EQL, or .help; Tab completes, Ctrl-D leaves.', '', 'eql>');
}
beforeEach(async () => {
  state = mkdtempSync(path.join(directory, 'state-'));
  await start();
});
afterEach(async () => {
  shell.type(`${CTRL.c}${CTRL.d}`);
  await shell.done;
});

describe('a person', () => {
  test('types a query, Tab completing, and sees its matches', async () => {
    shell.type('pro', TAB, 'process.na', TAB, '== "bashf', TAB);
    await shell.sees('eql> process where process.name == "bashful"');
    shell.type(ENTER);
    await shell.prints('1 match in 3 events');
    expect(shell.written).toContain('bashful(1)');
  });

  test('sees colours while typing', async () => {
    shell.type('any where process.name == "x" and 4');
    await shell.sees('eql> any where process.name == "x" and 4');
    await shell.prints('\u001b[32m"x"\u001b[39m');
    await shell.prints('\u001b[35mand\u001b[39m');
  });

  test('sees what Tab could put in where there are several', async () => {
    shell.type('any where process.name == "b', TAB);
    await shell.sees('eql> any where process.name == "bash');
    shell.type(TAB);
    await shell.sees(
      'eql> any where process.name == "bash',
      'bash 1     bashful 1',
      'eql> any where process.name == "bash',
    );
  });

  test('types a sequence over lines, and ends it with an empty one', async () => {
    shell.type(
      `sequence${ENTER}[any where process.name == "bash"]${ENTER}[any where process.name == "nc"]${ENTER}`,
    );
    await shell.sees(
      'eql> sequence',
      '...> [any where process.name == "bash"]',
      '...> [any where process.name == "nc"]',
      '...>',
    );
    shell.type(ENTER);
    await shell.prints('1 match in 3 events');
  });

  test('drops a line with Ctrl-C', async () => {
    shell.type(`any where (${ENTER}tru`);
    await shell.sees('eql> any where (', '...> tru');
    shell.type(CTRL.c);
    await shell.sees('...> tru^C', 'eql>');
    shell.type(CTRL.c);
    await shell.sees('eql> ^C', '(Ctrl-D or .quit leaves)', 'eql>');
  });

  test('is not thrown out by an error', async () => {
    shell.type(`any where ==${ENTER}x${ENTER}.nosuch${ENTER}`);
    await shell.sees(
      'error[RS450]: no command `.nosuch`',
      '  = help: .help lists all commands',
      '',
      'eql>',
    );
    expect(shell.written).toContain('RS200');
  });

  test('pastes a query of several lines, tabs included, that runs when Enter is pressed', async () => {
    shell.type(`${PASTE.start}any where process.pid == 0\r\tor process.pid == 2${PASTE.end}`);
    await shell.sees('eql> any where process.pid == 0', '...>  or process.pid == 2');
    shell.type(ENTER);
    await shell.prints('2 matches in 3 events');
  });

  test('goes back to statements of this session and of an earlier one', async () => {
    shell.type(`any where process.pid == 0 or${ENTER}false // never${ENTER}.limit 5${ENTER}`);
    await shell.sees('eql> .limit 5', 'limit: 5', 'eql>');
    shell.type(`.quit${ENTER}`);
    expect(await shell.done).toBe(0);
    const kept = ['any where process.pid == 0 or false // never', '.limit 5', '.quit'];
    expect(readFileSync(path.join(state, 'rshell-scan', 'history'), 'utf8')).toBe(
      `${kept.join('\n')}\n`,
    );
    await start();
    shell.type(UP + UP + UP);
    await shell.sees(`eql> ${kept[0] ?? ''}`);
    shell.type(CTRL.c);
    await shell.sees(`eql> ${kept[0] ?? ''}^C`, 'eql>');
    shell.type(`lim${CTRL.r}`);
    await shell.sees('eql> .limit 5');
  });

  test('moves in the line, and clears the screen', async () => {
    shell.type(`any where true${CTRL.l}${CTRL.a}`);
    await shell.sees('eql> any where true');
    expect(shell.cursor).toEqual({ row: 0, column: 5 });
  });

  test('puts what is pasted, or typed fast, where the cursor is', async () => {
    shell.type('any where true', CTRL.a, '/* é世 */ ');
    await shell.sees('eql> /* é世 */ any where true');
    shell.type(`${PASTE.start}/*\t2 */ ${PASTE.end}`);
    await shell.sees('eql> /* é世 */ /* 2 */ any where true');
  });

  test('types ahead while a query runs: the next one is shown and run after it', async () => {
    shell.type(
      `any where process.pid == 0${ENTER}any where process.pid == 1${ENTER}.limit 7${ENTER}an`,
    );
    await shell.sees('eql> .limit 7', 'limit: 7', 'eql> an');
    expect(shell.written).toContain('bashful(1)');
  });

  test('leaves with Ctrl-D', async () => {
    shell.type(CTRL.d);
    expect(await shell.done).toBe(0);
    expect(shell.written).toContain('\u001b[?2004l');
  });
});
