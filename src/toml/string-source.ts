// Makes diagnostics about a text that a TOML file holds point into the file: which character of the file wrote which of it.
import type { Source } from '../source/index.js';
import type { TomlPath } from './toml-places.js';
import type { TomlDocument } from './toml.js';

/**
 * The string at `path` as a {@link Source} of its own, such as the query of a rule; `text` is its parsed value. Its place
 * in the file is worked out when a diagnostic first asks for it.
 */
export function stringSource(document: TomlDocument, path: TomlPath, text: string): Source {
  let toOuter: ((offset: number) => number) | undefined;
  const locateString = (): ((offset: number) => number) => {
    const place = document.place(path);
    return place === undefined ? () => 0 : mapString(document.source.text, place.value.start);
  };
  return {
    name: document.source.name,
    text,
    embedded: {
      within: document.source,
      toOuter: (offset) => (toOuter ??= locateString())(offset),
    },
  };
}

/**
 * Maps offsets in the value of the TOML string that starts at `start` to offsets in `text`. All four forms:
 * `'…'` and `'''…'''` are written as they are, `"…"` and `"""…"""` may hold escapes and line-ending backslashes.
 * An offset inside an escape (a surrogate pair) maps into the escape.
 * Source: TOML 1.0 "String", and `\e` and `\xHH` of TOML 1.1.
 */
export function mapString(text: string, start: number): (offset: number) => number {
  const quote = text.charAt(start);
  const multiline = text.startsWith(quote.repeat(3), start);
  let outer = start + (multiline ? 3 : 1);
  if (multiline) outer += newlineLength(text, outer);

  // Between two breaks, both texts run side by side.
  const innerBreaks = [0];
  const outerBreaks = [outer];
  const fence = quote.repeat(multiline ? 3 : 1);
  let inner = 0;
  while (quote === '"' && outer < text.length && !text.startsWith(fence, outer)) {
    if (text[outer] !== '\\') {
      inner += 1;
      outer += 1;
      continue;
    }
    const escape = readEscape(text, outer);
    innerBreaks.push(inner, inner + escape.inner);
    outerBreaks.push(outer, outer + escape.outer);
    inner += escape.inner;
    outer += escape.outer;
  }

  return (offset) => {
    let at = innerBreaks.length - 1;
    while (at > 0 && (innerBreaks[at] ?? 0) > offset) at -= 1;
    return (outerBreaks[at] ?? start) + offset - (innerBreaks[at] ?? 0);
  };
}

/** How many characters the escape at `at` stands for, and how many it is written with. */
function readEscape(text: string, at: number): { readonly inner: number; readonly outer: number } {
  switch (text.charAt(at + 1)) {
    case 'x':
      return { inner: 1, outer: 4 };
    case 'u':
      return { inner: 1, outer: 6 };
    case 'U': {
      const codePoint = Number.parseInt(text.slice(at + 2, at + 10), 16);
      return { inner: codePoint > 0xffff ? 2 : 1, outer: 10 };
    }
    case ' ':
    case '\t':
    case '\r':
    case '\n': {
      let end = at + 1;
      while (end < text.length && ' \t\r\n'.includes(text.charAt(end))) end += 1;
      return { inner: 0, outer: end - at };
    }
    default:
      return { inner: 1, outer: 2 };
  }
}

function newlineLength(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text.startsWith('\r\n', at) ? 2 : 0;
}
