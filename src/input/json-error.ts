import { MAX_DEPTH } from './bytes.js';

/** Why a text is not JSON. */
export interface JsonError {
  /** UTF-16 offset of the first character that cannot stand there; the length of the text when it ends too early. */
  readonly position: number;
  /** Such as `expected a value, found "x"`. */
  readonly reason: string;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
const WORD = /[\w.+-]+/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * The first error of a text that `JSON.parse` refused, in words that do not depend on the version of Node; null for
 * JSON. Only for messages: many times slower than `JSON.parse`. Source: RFC 8259.
 */
export function findJsonError(text: string): JsonError | null {
  const open: ('object' | 'array')[] = [];
  let at = 0;

  const skipSpace = (): void => {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  };
  const wrong = (expected: string): JsonError => ({
    position: at,
    reason: at < text.length ? `expected ${expected}, found ${nameOf(text, at)}` : ends(open),
  });
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  /** A string from its opening quote on. */
  const string = (): JsonError | null => {
    at++;
    for (; at < text.length; at++) {
      const character = text.charAt(at);
      if (character === '"') {
        at++;
        return null;
      }
      if (character < ' ') {
        return { position: at, reason: `${nameOf(text, at)} inside a string` };
      }
      if (character === '\\') {
        if (!take(ESCAPE)) {
          if (at + 1 >= text.length) break;
          return { position: at, reason: `unknown escape \`${text.slice(at, at + 2)}\`` };
        }
        at--;
      }
    }
    return { position: text.length, reason: 'ends inside a string' };
  };
  const key = (): JsonError | null => {
    skipSpace();
    if (text.charAt(at) !== '"') return wrong('a key in double quotes');
    const error = string();
    if (error !== null) return error;
    skipSpace();
    if (text.charAt(at) !== ':') return wrong('`:`');
    at++;
    return null;
  };

  for (;;) {
    // A value is due.
    skipSpace();
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      if (open.length === MAX_DEPTH) {
        return { position: at, reason: `nested deeper than ${MAX_DEPTH} levels` };
      }
      open.push(character === '{' ? 'object' : 'array');
      at++;
      skipSpace();
      if (text.charAt(at) !== (character === '{' ? '}' : ']')) {
        const error = character === '{' ? key() : null;
        if (error !== null) return error;
        continue;
      }
    } else if (character === '"') {
      const error = string();
      if (error !== null) return error;
    } else if (!take(LITERAL) && !take(NUMBER)) {
      return wrong('a value');
    }
    // A value is over, or a container that is about to be closed is empty.
    for (;;) {
      skipSpace();
      const container = open.at(-1);
      if (container === undefined) return at < text.length ? wrong('the end of the line') : null;
      const closer = container === 'object' ? '}' : ']';
      if (text.charAt(at) === closer) {
        at++;
        open.pop();
        continue;
      }
      if (text.charAt(at) !== ',') return wrong(`\`,\` or \`${closer}\``);
      at++;
      const error = container === 'object' ? key() : null;
      if (error !== null) return error;
      break;
    }
  }
}

function ends(open: readonly ('object' | 'array')[]): string {
  const container = open.at(-1);
  return container === undefined ? 'ends before a value' : `ends inside an ${container}`;
}

/** What stands at `at`: a word, a quoted character, or the name of an invisible one. */
function nameOf(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code === 0) return 'a NUL byte';
  if (code === 0xfffd) return 'bytes that are not UTF-8';
  if (code < 0x20 || code === 0x7f)
    return `control character 0x${code.toString(16).padStart(2, '0')}`;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  return `\`${word === undefined ? text.charAt(at) : word.slice(0, 20)}\``;
}
