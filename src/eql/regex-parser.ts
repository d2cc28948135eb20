/**
 * Reads the regular expressions of `regex` and `regex~`: Lucene's syntax with every optional operator (`~ & @ # "" <>`)
 * on. As in Lucene an operator without an operand (`*a`, `a|*`) is an ordinary character, and so are `^` and `$`.
 * Source: spec §6.
 */
import { fold } from '../event/index.js';
import {
  ANY_CODE_POINT,
  codePointSet,
  foldSet,
  invert,
  type CodePointRange,
  type CodePointSet,
} from './code-points.js';
import { numericInterval } from './regex-interval.js';
import type { RegexNode } from './regex-node.js';

/** Why a pattern is not a regular expression. */
export interface RegexError {
  readonly kind: 'error';
  /** What was expected and found. */
  readonly message: string;
  /** Offset in the pattern, in UTF-16 units. */
  readonly offset: number;
}

/** The longest pattern, as in Elasticsearch (`index.max_regex_length`). */
export const MAX_REGEX_LENGTH = 1000;
/** The largest repetition count. */
const MAX_REPEAT = 100_000;
/** The deepest nesting of groups: the parser and the automaton call themselves for each. */
const MAX_DEPTH = 200;

const DIGITS: CodePointSet = [[0x30, 0x39]];
const SPACES: CodePointSet = [
  [0x09, 0x0a],
  [0x0d, 0x0d],
  [0x20, 0x20],
];
const WORD: CodePointSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const CLASSES: ReadonlyMap<string, CodePointSet> = new Map([
  ['d', DIGITS],
  ['D', invert(DIGITS)],
  ['s', SPACES],
  ['S', invert(SPACES)],
  ['w', WORD],
  ['W', invert(WORD)],
]);

/** The tree of `pattern`. With `insensitive` it matches folded texts (see {@link fold}). */
export function parseRegex(pattern: string, insensitive: boolean): RegexNode | RegexError {
  if (pattern.length > MAX_REGEX_LENGTH) {
    const message = `expected a pattern of at most ${MAX_REGEX_LENGTH} characters, found ${pattern.length}`;
    return { kind: 'error', message, offset: MAX_REGEX_LENGTH };
  }
  try {
    return new RegexParser(pattern, insensitive).parse();
  } catch (error) {
    if (error instanceof RegexProblem) return error.found;
    throw error;
  }
}

/** Leaves the recursive descent; never leaves this file. */
class RegexProblem extends Error {
  readonly found: RegexError;

  constructor(message: string, offset: number) {
    super(message);
    this.found = { kind: 'error', message, offset };
  }
}

class RegexParser {
  readonly #pattern: string;
  readonly #insensitive: boolean;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, insensitive: boolean) {
    this.#pattern = pattern;
    this.#insensitive = insensitive;
  }

  parse(): RegexNode {
    if (this.#pattern === '') return concat([]);
    const node = this.#union();
    if (this.#more()) throw this.#problem('expected the end of the pattern, found `)`');
    return node;
  }

  /** union = intersection { "|" intersection } */
  #union(): RegexNode {
    const items = [this.#intersection()];
    while (this.#match('|')) items.push(this.#intersection());
    return single(items) ?? { kind: 'union', items };
  }

  /** intersection = concat { "&" concat } */
  #intersection(): RegexNode {
    const items = [this.#concat()];
    while (this.#match('&')) items.push(this.#concat());
    return single(items) ?? { kind: 'intersection', items };
  }

  /** concat = repeat { repeat } */
  #concat(): RegexNode {
    const items = [this.#repeat()];
    while (this.#more() && !this.#peek(')|&')) items.push(this.#repeat());
    return single(items) ?? concat(items);
  }

  /** repeat = complement { "?" | "*" | "+" | "{" count "}" } */
  #repeat(): RegexNode {
    let item = this.#complement();
    for (;;) {
      if (this.#match('?')) item = { kind: 'repeat', item, min: 0, max: 1 };
      else if (this.#match('*')) item = { kind: 'repeat', item, min: 0, max: Infinity };
      else if (this.#match('+')) item = { kind: 'repeat', item, min: 1, max: Infinity };
      else if (this.#match('{')) item = { kind: 'repeat', item, ...this.#counts() };
      else return item;
    }
  }

  /** count = NUMBER [ "," [ NUMBER ] ] */
  #counts(): { readonly min: number; readonly max: number } {
    const start = this.#at;
    const min = this.#number();
    const max = !this.#match(',') ? min : this.#peek('}') ? Infinity : this.#number();
    if (!this.#match('}')) throw this.#problem(`expected \`}\`, found ${this.#found()}`);
    if (max < min) {
      throw new RegexProblem(`expected a range, found {${min},${max}}, which is empty`, start);
    }
    return { min, max };
  }

  #number(): number {
    const digits = this.#digits();
    if (digits === '') throw this.#problem(`expected a number, found ${this.#found()}`);
    if (Number(digits) > MAX_REPEAT) {
      throw this.#problem(`expected a count of at most ${MAX_REPEAT}, found ${digits}`);
    }
    return Number(digits);
  }

  /** complement = "~" complement | simple */
  #complement(): RegexNode {
    if (!this.#match('~')) return this.#simple();
    return { kind: 'complement', item: this.#complement() };
  }

  /** simple = "." | "#" | "@" | `"` text `"` | "(" [ union ] ")" | "[" class "]" | "<" interval ">" | character */
  #simple(): RegexNode {
    const start = this.#at;
    if (this.#match('.')) return characters(ANY_CODE_POINT);
    if (this.#match('#')) return { kind: 'nothing' };
    if (this.#match('@')) {
      return { kind: 'repeat', item: characters(ANY_CODE_POINT), min: 0, max: Infinity };
    }
    if (this.#match('"')) return this.#quoted(start);
    if (this.#match('[')) return this.#class(start);
    if (this.#match('<')) return this.#interval(start);
    if (this.#match('(')) {
      if (this.#match(')')) return concat([]);
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) {
        throw new RegexProblem(`expected at most ${MAX_DEPTH} groups within each other`, start);
      }
      const node = this.#union();
      this.#depth -= 1;
      if (!this.#match(')')) throw new RegexProblem('expected `)` for this `(`', start);
      return node;
    }
    const shorthand = this.#shorthand();
    return shorthand === null ? this.#literal(this.#character()) : characters(shorthand);
  }

  #quoted(start: number): RegexNode {
    const end = this.#pattern.indexOf('"', this.#at);
    if (end === -1) throw new RegexProblem('expected `"` to end this `"`', start);
    const text = this.#pattern.slice(this.#at, end);
    this.#at = end + 1;
    return this.#literal(text);
  }

  /** class = [ "^" ] item { item } ; item = character [ "-" character ] ; the first item may be "]" */
  #class(start: number): RegexNode {
    const negated = this.#match('^');
    const ranges: CodePointRange[] = [];
    // Shorthands hold both cases already, and folding \W would bring in letters: of the Kelvin sign `k`.
    const shorthands: CodePointRange[] = [];
    do {
      if (!this.#more()) break;
      const shorthand = this.#shorthand();
      if (shorthand === null) ranges.push(this.#range());
      else shorthands.push(...shorthand);
    } while (this.#more() && !this.#peek(']'));
    if (!this.#match(']')) throw new RegexProblem('expected `]` for this `[`', start);
    const plain = codePointSet(ranges);
    const set = codePointSet([...(this.#insensitive ? foldSet(plain) : plain), ...shorthands]);
    return characters(negated ? invert(set) : set);
  }

  #range(): CodePointRange {
    const start = this.#at;
    const low = codePointOf(this.#character());
    // A `-` before the closing bracket is itself.
    if (!this.#peek('-') || this.#pattern[this.#at + 1] === ']') return [low, low];
    this.#at += 1;
    const high = codePointOf(this.#character());
    if (high >= low) return [low, high];
    const range = this.#pattern.slice(start, this.#at);
    throw new RegexProblem(`expected a range in ascending order, found ${range}`, start);
  }

  /** interval = NUMBER "-" NUMBER ">" */
  #interval(start: number): RegexNode {
    const low = this.#digits();
    const dash = this.#match('-');
    const high = dash ? this.#digits() : '';
    if (low === '' || high === '' || !this.#match('>')) {
      throw new RegexProblem('expected an interval such as <1-99>', start);
    }
    return numericInterval(low, high);
  }

  #shorthand(): CodePointSet | null {
    if (!this.#peek('\\')) return null;
    const set = CLASSES.get(this.#pattern[this.#at + 1] ?? '');
    if (set === undefined) return null;
    this.#at += 2;
    return set;
  }

  /** The next character as it stands, or the one behind a backslash. */
  #character(): string {
    this.#match('\\');
    if (!this.#more()) throw this.#problem('expected a character, found the end of the pattern');
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    this.#at += character.length;
    return character;
  }

  #literal(text: string): RegexNode {
    const folded = this.#insensitive ? fold(text) : text;
    const items = Array.from(folded, (character): RegexNode => {
      const codePoint = codePointOf(character);
      return characters([[codePoint, codePoint]]);
    });
    return single(items) ?? concat(items);
  }

  #digits(): string {
    const start = this.#at;
    while (this.#more() && this.#peek('0123456789')) this.#at += 1;
    return this.#pattern.slice(start, this.#at);
  }

  #more(): boolean {
    return this.#at < this.#pattern.length;
  }

  #peek(oneOf: string): boolean {
    const next = this.#pattern[this.#at];
    return next !== undefined && oneOf.includes(next);
  }

  #match(character: string): boolean {
    if (this.#pattern[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #found(): string {
    const next = this.#pattern[this.#at];
    return next === undefined ? 'the end of the pattern' : `\`${next}\``;
  }

  #problem(message: string): RegexProblem {
    return new RegexProblem(message, this.#at);
  }
}

function characters(set: CodePointSet): RegexNode {
  return { kind: 'characters', set };
}

function concat(items: readonly RegexNode[]): RegexNode {
  return { kind: 'concat', items };
}

function single(items: readonly RegexNode[]): RegexNode | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
