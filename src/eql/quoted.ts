/**
 * Texts in quotes, as the lexer finds them. Pure functions: where the text ends, what it says, what is wrong with it;
 * the lexer decides how to put that to a person. Source: spec §1, strings.
 */
import type { Span } from '../source/index.js';

export interface Quoted {
  /** Offset after the closing quote; the end of the line where there is none. */
  readonly end: number;
  /** The text with escapes resolved; a bad escape stands for itself. */
  readonly value: string;
  readonly closed: boolean;
  /** Escapes that EQL does not know. */
  readonly badEscapes: readonly Span[];
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const CODE_POINT = /u\{([0-9A-Fa-f]{2,8})\}/y;

/** The text in `quote` that opens at `start`, which may hold escapes but no line break. */
export function readEscaped(text: string, start: number, quote: string): Quoted {
  let from = start + 1;
  let at = endOfPlain(text, from);
  if (text.charAt(at) === quote) {
    return { end: at + 1, value: text.slice(from, at), closed: true, badEscapes: NO_SPANS };
  }
  const parts: string[] = [];
  const badEscapes: Span[] = [];
  while (text.charAt(at) !== quote && !isLineBreak(text.charAt(at)) && at < text.length) {
    const escape = text.charAt(at) === '\\' ? readEscape(text, at) : undefined;
    if (escape === null) {
      badEscapes.push({ start: at, end: Math.min(at + 2, text.length) });
    } else if (escape !== undefined) {
      parts.push(text.slice(from, at), escape.value);
      from = escape.end;
    }
    at = endOfPlain(text, escape?.end ?? at + 1);
  }
  parts.push(text.slice(from, at));
  const closed = text.charAt(at) === quote;
  return { end: closed ? at + 1 : at, value: parts.join(''), closed, badEscapes };
}

const NO_SPANS: readonly Span[] = [];

const PLAIN = /[^"'\\\r\n]*/y;

/** Where the run of characters ends that mean themselves in any kind of quotes. */
function endOfPlain(text: string, start: number): number {
  PLAIN.lastIndex = start;
  PLAIN.test(text);
  return PLAIN.lastIndex;
}

/** What the backslash at `at` stands for with what follows it; null: nothing that EQL knows. */
function readEscape(text: string, at: number): { value: string; end: number } | null {
  const simple = ESCAPES[text.charAt(at + 1)];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  CODE_POINT.lastIndex = at + 1;
  const digits = CODE_POINT.exec(text)?.[1];
  if (digits === undefined) return null;
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return { value: String.fromCodePoint(code), end: CODE_POINT.lastIndex };
}

/**
 * The text up to one of the `closing` quotes, as it stands: no escapes, no line break, at most `limit` characters.
 * `start` is the offset of the first character after the opening quote.
 */
export function readVerbatim(
  text: string,
  start: number,
  closing: string,
  limit = Number.POSITIVE_INFINITY,
): Quoted {
  const last = Math.min(text.length, start + limit);
  let at = start;
  while (at < last && !isLineBreak(text.charAt(at)) && !closing.includes(text.charAt(at))) at++;
  const closed = at < last && !isLineBreak(text.charAt(at));
  return { end: closed ? at + 1 : at, value: text.slice(start, at), closed, badEscapes: [] };
}

/**
 * The raw string whose `"""` opens at `start`. Up to two quotes right before the closing three belong to the text.
 */
export function readRaw(text: string, start: number): Quoted {
  const from = start + 3;
  let at = from;
  while (at < text.length && !isLineBreak(text.charAt(at)) && !text.startsWith('"""', at)) at++;
  const closed = text.startsWith('"""', at);
  for (let extra = 0; closed && extra < 2 && text.charAt(at + 3) === '"'; extra++) at++;
  return { end: closed ? at + 3 : at, value: text.slice(from, at), closed, badEscapes: [] };
}

/** The name whose backtick opens at `start`; a doubled backtick is one of the name. */
export function readBackticks(text: string, start: number): Quoted {
  let at = start + 1;
  for (;;) {
    const tick = text.indexOf('`', at);
    if (tick === -1) {
      const end = endOfLine(text, start);
      return { end, value: text.slice(start + 1, end), closed: false, badEscapes: [] };
    }
    if (text.charAt(tick + 1) !== '`') {
      const value = text.slice(start + 1, tick).replaceAll('``', '`');
      return { end: tick + 1, value, closed: true, badEscapes: [] };
    }
    at = tick + 2;
  }
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isLineBreak(text.charAt(at))) at++;
  return at;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

// Control and format characters (which reorder or hide text); the rest can stand in a string as it is.
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029"\\]/gu;

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** `value` as a string literal: {@link readEscaped} gives it back. */
export function quote(value: string): string {
  const escaped = value.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
    return SHORT[character] ?? `\\u{${code}}`;
  });
  return `"${escaped}"`;
}
