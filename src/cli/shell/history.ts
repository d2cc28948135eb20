// The statements of earlier sessions: one a line, the newest last. A history that cannot be read or kept is none, and no failure.
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Statements that are kept. */
export const MOST_STATEMENTS = 1000;

/** A file of this many lines is cut to {@link MOST_STATEMENTS} when it is read. */
const LONGEST_FILE = 2 * MOST_STATEMENTS;

/** `$XDG_STATE_HOME/rshell-scan/history`, or in `~/.local/state`. Source: XDG Base Directory Specification. */
export function historyPath(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_STATE_HOME'];
  // A relative path is to be ignored, says the specification.
  const state =
    base !== undefined && path.isAbsolute(base)
      ? base
      : path.join(env['HOME'] ?? homedir(), '.local', 'state');
  return path.join(state, 'rshell-scan', 'history');
}

/** Statements, the newest first, none twice in a row. `file`: null for a history of this session alone. */
export class History {
  readonly #file: string | null;
  readonly #statements: string[];

  constructor(file: string | null) {
    this.#file = file;
    this.#statements = file === null ? [] : readStatements(file);
  }

  get newestFirst(): readonly string[] {
    return this.#statements;
  }

  /** Remembers a statement, which is one line. */
  add(statement: string): void {
    if (statement === '' || statement === this.#statements[0]) return;
    this.#statements.unshift(statement);
    if (this.#statements.length > MOST_STATEMENTS) this.#statements.pop();
    if (this.#file === null) return;
    const file = this.#file;
    attempt(() => {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, `${statement}\n`, { mode: 0o600 });
    });
  }
}

function readStatements(file: string): string[] {
  let statements: string[] = [];
  attempt(() => {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    statements = lines.slice(-MOST_STATEMENTS).reverse();
    // Queries may name what a case is about: nobody else is to read them, whoever made the file.
    chmodSync(file, 0o600);
    if (lines.length > LONGEST_FILE) {
      writeFileSync(file, `${statements.toReversed().join('\n')}\n`, { mode: 0o600 });
    }
  });
  return statements;
}

/** Calls what the disk may refuse. */
function attempt(call: () => void): void {
  try {
    call();
  } catch {
    // No history, then.
  }
}
