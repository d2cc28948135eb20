// Where keys and values of a TOML text are written: smol-toml gives values without positions. Only for texts that
// smol-toml has accepted, so no error is found here; on any other text the answer is unspecified, but there is one.
import type { Span } from '../source/index.js';

/** Keys and array indexes from the root: `['rule', 'threat', 0, 'tactic']`. */
export type TomlPath = readonly (string | number)[];

/** Where one key and its value stand. For a table with a header, both are the name in the header. */
export interface TomlPlace {
  readonly key: Span;
  readonly value: Span;
}

/** Scans `text` once, in linear time; gives the look-up of places by path. */
export function locateToml(text: string): (path: TomlPath) => TomlPlace | undefined {
  const places = new Scanner(text).scan();
  return (path) => places.get(path.join(SEPARATOR));
}

/** The end of the TOML string that starts at `start`, after its closing quotes. */
export function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let at = start + fence.length;
  while (at < text.length && !text.startsWith(fence, at)) {
    at += quote === '"' && text[at] === '\\' ? 2 : 1;
  }
  at += fence.length;
  // Up to two quotes directly before the closing three belong to the content: the fence is the last three.
  if (fence.length === 3) {
    for (let extra = 0; extra < 2 && text[at] === quote; extra++) at += 1;
  }
  return Math.min(at, text.length);
}

const SEPARATOR = '\u0000';
const BARE_KEY = /[A-Za-z0-9_-]/;
const VALUE_END = /[,\]}#\r\n]/;

class Scanner {
  readonly #text: string;
  #at = 0;
  readonly #places = new Map<string, TomlPlace>();
  /** By path of an array of tables: the index of its newest table. */
  readonly #newest = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  scan(): ReadonlyMap<string, TomlPlace> {
    let table: TomlPath = [];
    this.#skipBlank();
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === '[') table = this.#header();
      else this.#pair(table);
      this.#skipBlank();
    }
    return this.#places;
  }

  /** `[a.b]` or `[[a.b]]`: the path of the table that follows. */
  #header(): TomlPath {
    const isArray = this.#text.startsWith('[[', this.#at);
    this.#at += isArray ? 2 : 1;
    this.#skipBlank();
    const { keys, span } = this.#keys();
    this.#skipTo(']');
    this.#at += isArray ? 2 : 1;

    const path: (string | number)[] = [];
    for (const [index, key] of keys.entries()) {
      path.push(key);
      const name = path.join(SEPARATOR);
      let newest = this.#newest.get(name);
      if (isArray && index === keys.length - 1) {
        newest = (newest ?? -1) + 1;
        this.#newest.set(name, newest);
      }
      this.#add(path, { key: span, value: span });
      if (newest !== undefined) path.push(newest);
    }
    this.#add(path, { key: span, value: span });
    return path;
  }

  /** `a.b = value` */
  #pair(table: TomlPath): void {
    const { keys, span } = this.#keys();
    this.#skipTo('=');
    this.#at += 1;
    this.#skipBlank();
    const path = [...table, ...keys];
    const value = this.#value(path);
    for (let length = table.length + 1; length <= path.length; length++) {
      this.#add(path.slice(0, length), { key: span, value });
    }
  }

  /** One value; what is inside it is recorded below `path`. */
  #value(path: TomlPath): Span {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"' || first === "'") {
      this.#at = endOfString(this.#text, start);
    } else if (first === '[' || first === '{') {
      const close = first === '[' ? ']' : '}';
      this.#at += 1;
      this.#skipBlank();
      for (let index = 0; this.#at < this.#text.length && this.#text[this.#at] !== close; index++) {
        const before = this.#at;
        if (first === '{') {
          this.#pair(path);
        } else {
          const item = [...path, index];
          const value = this.#value(item);
          this.#add(item, { key: value, value });
        }
        this.#skipBlank();
        if (this.#text[this.#at] === ',') this.#at += 1;
        this.#skipBlank();
        if (this.#at === before) break;
      }
      this.#at += 1;
    } else {
      while (this.#at < this.#text.length && !VALUE_END.test(this.#text.charAt(this.#at))) {
        this.#at += 1;
      }
      const end = start + this.#text.slice(start, this.#at).trimEnd().length;
      return { start, end };
    }
    return { start, end: this.#at };
  }

  /** Dotted keys, bare or quoted, and where they stand. */
  #keys(): { readonly keys: readonly string[]; readonly span: Span } {
    const start = this.#at;
    let end = start;
    const keys: string[] = [];
    for (;;) {
      const keyStart = this.#at;
      const quote = this.#text[keyStart];
      if (quote === '"' || quote === "'") {
        this.#at = endOfString(this.#text, keyStart);
        keys.push(unquote(this.#text.slice(keyStart, this.#at)));
      } else {
        while (BARE_KEY.test(this.#text.charAt(this.#at))) this.#at += 1;
        keys.push(this.#text.slice(keyStart, this.#at));
      }
      end = this.#at;
      this.#skipSpace();
      if (this.#text[this.#at] !== '.') break;
      this.#at += 1;
      this.#skipSpace();
    }
    return { keys, span: { start, end } };
  }

  /** The first writing of a path is its place. */
  #add(path: TomlPath, place: TomlPlace): void {
    const name = path.join(SEPARATOR);
    if (!this.#places.has(name)) this.#places.set(name, place);
  }

  #skipSpace(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
  }

  /** White space, line ends and comments; a byte-order mark counts as white space. */
  #skipBlank(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at);
      if (character === '#') {
        const newline = this.#text.indexOf('\n', this.#at);
        this.#at = newline === -1 ? this.#text.length - 1 : newline;
      } else if (character.trim() !== '') {
        break;
      }
    }
  }

  #skipTo(character: string): void {
    const found = this.#text.indexOf(character, this.#at);
    this.#at = found === -1 ? this.#text.length : found;
  }
}

/** The text of a quoted key. Escapes that JSON does not share leave it as written. */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!quoted.startsWith('"') || !inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(quoted));
  } catch {
    return inner;
  }
}
