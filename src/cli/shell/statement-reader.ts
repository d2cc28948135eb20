// Where a statement ends: pure text in, statements out, whether a person types them or a pipe has them.
import { tokensOf, type Token } from '../../eql/index.js';

/** What was typed, whole. */
export interface Statement {
  readonly kind: 'query' | 'command';
  readonly text: string;
}

/**
 * Puts lines together into statements. A line that starts with a dot is a command. A query ends at a `;`, at an empty
 * line, before a command, or with the first line behind which it can end. Sequences and samples that take more than one
 * line do not end by themselves: nobody can tell whether one more subquery comes. A query that cannot end yet waits while a
 * command is performed.
 */
export class StatementReader {
  readonly #isCommandName: (word: string) => boolean;
  #pending = '';

  constructor(isCommandName: (word: string) => boolean) {
    this.#isCommandName = isCommandName;
  }

  /** What was typed of a query that has not ended; empty between statements. */
  get pending(): string {
    return this.#pending;
  }

  /** Takes the next line. `goesOn`: more of the same text comes for sure, so that only a mark ends a query. */
  push(line: string, goesOn = false): readonly Statement[] {
    if (this.#isCommand(line)) {
      const before = canEnd(this.#pending) ? this.end() : [];
      return [...before, { kind: 'command', text: line.trim() }];
    }
    if (line.trim() === '' && !endsInComment(this.#pending)) return this.end();
    const pieces = splitAtSemicolons(this.#pending === '' ? line : `${this.#pending}\n${line}`);
    const rest = pieces.pop() ?? '';
    const statements = pieces.filter(hasWords).map(queryOf);
    if (!hasWords(rest) && !endsInComment(rest)) {
      this.#pending = '';
    } else if (!goesOn && isComplete(rest)) {
      this.#pending = '';
      statements.push(queryOf(rest));
    } else {
      this.#pending = rest;
    }
    return statements;
  }

  /** Whether a line that starts with a dot is no next part of a field's name, which may stand on a line of its own. */
  #isCommand(line: string): boolean {
    const [, word] = /^\s*\.([a-z]\w*)/i.exec(line) ?? [];
    if (word === undefined || endsInComment(this.#pending)) return false;
    const last = tokensOf(this.#pending).list.at(-2);
    const isName = last?.kind === 'name' || last?.kind === 'quoted-name';
    return !isName || this.#isCommandName(word);
  }

  /** Ends the query that is pending. */
  end(): readonly Statement[] {
    const pending = this.#pending;
    this.#pending = '';
    return hasWords(pending) ? [queryOf(pending)] : [];
  }

  /** Forgets what was typed. */
  clear(): void {
    this.#pending = '';
  }
}

/** A query on one line, for the history: comments that end with their line are left out. */
export function inOneLine(text: string): string {
  let line = '';
  let at = 0;
  for (const { span } of tokensOf(text).list) {
    const gap = text.slice(at, span.start);
    line += gap.includes('\n') ? ' ' : gap;
    line += text.slice(span.start, span.end);
    at = span.end;
  }
  return line.trim();
}

function queryOf(text: string): Statement {
  return { kind: 'query', text: text.trim() };
}

function hasWords(text: string): boolean {
  return tokensOf(text).list.length > 1;
}

/** Whether a comment is open at the end: the only text of EQL that goes on over the end of a line. */
function endsInComment(text: string): boolean {
  const { brokenFrom } = tokensOf(text);
  return text.startsWith('/*', brokenFrom);
}

/** Pieces between semicolons that stand neither in a string nor in a comment; the last one has not ended. */
function splitAtSemicolons(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { kind, span } of tokensOf(text).list) {
    if (kind === 'invalid' && text.slice(span.start, span.end) === ';') {
      pieces.push(text.slice(start, span.start));
      start = span.end;
    }
  }
  return [...pieces, text.slice(start)];
}

/** Words behind which a query cannot end. */
const OPEN_WORDS: ReadonlySet<string> = new Set([
  ...['and', 'by', 'in', 'in~', 'like', 'like~', 'not', 'or', 'regex', 'regex~', 'where', 'with'],
  ...['join', 'maxspan', 'of', 'sample', 'sequence', 'until'],
]);

/** Symbols behind which a query can end. */
const CLOSING: ReadonlySet<string> = new Set([')', ']']);

/** Whether the query `text`, typed up to the end of a line, ends there. */
function isComplete(text: string): boolean {
  return canEnd(text) && !(text.includes('\n') && isOfSubqueries(tokensOf(text).list));
}

/** Whether the query `text` may end behind what is typed. */
function canEnd(text: string): boolean {
  if (endsInComment(text)) return false;
  const tokens = tokensOf(text).list.slice(0, -1);
  const last = tokens.at(-1);
  if (last === undefined || depthOf(tokens) > 0) return false;
  if (last.kind === 'keyword' && OPEN_WORDS.has(last.text)) return false;
  if (last.kind === 'symbol' && !CLOSING.has(last.text)) return false;
  return !isOfSubqueries(tokens) || hasSubqueries(tokens);
}

function isOfSubqueries([first]: readonly Token[]): boolean {
  return first?.kind === 'keyword' && ['sequence', 'sample', 'join'].includes(first.text);
}

function depthOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    if (['(', '[', '!['].includes(token.text)) depth += 1;
    else if (CLOSING.has(token.text)) depth -= 1;
  }
  return depth;
}

/** Whether there are as many subqueries as a sequence needs. */
function hasSubqueries(tokens: readonly Token[]): boolean {
  const opened = tokens.filter(
    (token) => token.kind === 'symbol' && (token.text === '[' || token.text === '!['),
  );
  return (
    opened.length > 1 || tokens.some((token) => token.kind === 'name' && token.text === 'runs')
  );
}
