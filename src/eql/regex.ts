/**
 * Runs regular expressions in time linear in the text, whatever the pattern: there is no backtracking. A state of the
 * automaton is itself a regular expression, namely what the rest of the text has to match (Brzozowski's derivatives).
 * States are made when a text first needs them, equal ones are one object, and the store of them is bounded.
 * Intersection and complement come for free, and a counted repetition is never written out.
 */
import { LAST_CODE_POINT, type CodePointSet } from './code-points.js';
import type { RegexNode } from './regex-node.js';

/** How many states are added before all that the current one does not need are forgotten. */
const NEW_STATES = 5000;

/** What the rest of a text has to match. Equal states of one automaton are the same object. */
interface State {
  readonly id: number;
  readonly shape: Shape;
  /** Whether the text may end here. */
  readonly accepting: boolean;
  /** The state behind a character, by the index of its letter class; filled in when first needed. */
  readonly next: (State | undefined)[];
}

type Shape =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end' }
  | { readonly kind: 'letter'; readonly classes: readonly number[] }
  | { readonly kind: 'concat'; readonly first: State; readonly rest: State }
  | { readonly kind: 'union'; readonly items: readonly State[] }
  | { readonly kind: 'intersection'; readonly items: readonly State[] }
  | { readonly kind: 'complement'; readonly item: State }
  | { readonly kind: 'repeat'; readonly item: State; readonly min: number; readonly max: number };

/** A test whether a whole text matches any of `patterns`. May be called any number of times; never throws. */
export function regexTest(patterns: readonly RegexNode[]): (text: string) => boolean {
  const automaton = new Automaton({ kind: 'union', items: patterns });
  return (text) => automaton.accepts(text);
}

class Automaton {
  readonly #alphabet: Alphabet;
  #states = new Map<string, State>();
  #limit = NEW_STATES;
  #nothing: State;
  /** Matches every text: reaching it decides. */
  #everything: State;
  #start: State;

  constructor(pattern: RegexNode) {
    this.#alphabet = new Alphabet(pattern);
    this.#nothing = this.#state('nothing', { kind: 'nothing' }, false);
    this.#everything = this.#makeEverything();
    this.#start = this.#build(pattern);
  }

  accepts(text: string): boolean {
    const { length } = text;
    let state = this.#start;
    for (let at = 0; at < length; at++) {
      let codePoint = text.charCodeAt(at);
      if (codePoint >= 0xd800 && codePoint <= 0xdbff) {
        codePoint = text.codePointAt(at) ?? codePoint;
        if (codePoint > 0xffff) at += 1;
      }
      const letter = this.#alphabet.classOf(codePoint);
      state = state.next[letter] ?? this.#advance(state, letter);
      if (state === this.#nothing) return false;
      if (state === this.#everything) return true;
    }
    return state.accepting;
  }

  #advance(state: State, letter: number): State {
    if (this.#states.size <= this.#limit) return this.#derive(state, letter);
    // Start over with a store that holds the way we are on and nothing else.
    this.#states = new Map();
    this.#nothing = this.#state('nothing', { kind: 'nothing' }, false);
    this.#everything = this.#makeEverything();
    const copies = new Map<State, State>();
    this.#start = this.#copy(this.#start, copies);
    const current = this.#copy(state, copies);
    this.#limit = this.#states.size + NEW_STATES;
    return this.#derive(current, letter);
  }

  /** What is left to match behind one character of class `letter`. */
  #derive(state: State, letter: number): State {
    const known = state.next[letter];
    if (known !== undefined) return known;
    const next = this.#deriveShape(state.shape, letter);
    state.next[letter] = next;
    return next;
  }

  #deriveShape(shape: Shape, letter: number): State {
    switch (shape.kind) {
      case 'nothing':
      case 'end':
        return this.#nothing;
      case 'letter':
        return shape.classes.includes(letter) ? this.#end() : this.#nothing;
      case 'concat': {
        const behind = this.#concat(this.#derive(shape.first, letter), shape.rest);
        if (!shape.first.accepting) return behind;
        return this.#union([behind, this.#derive(shape.rest, letter)]);
      }
      case 'union':
        return this.#union(shape.items.map((item) => this.#derive(item, letter)));
      case 'intersection':
        return this.#intersection(shape.items.map((item) => this.#derive(item, letter)));
      case 'complement':
        return this.#complement(this.#derive(shape.item, letter));
      case 'repeat': {
        const { item, min, max } = shape;
        const rest = this.#repeat(item, Math.max(0, min - 1), max - 1);
        return this.#concat(this.#derive(item, letter), rest);
      }
    }
  }

  #build(node: RegexNode): State {
    switch (node.kind) {
      case 'nothing':
        return this.#nothing;
      case 'characters':
        return this.#letter(this.#alphabet.classesOf(node.set));
      case 'concat':
        return node.items.reduceRight<State>(
          (rest, item) => this.#concat(this.#build(item), rest),
          this.#end(),
        );
      case 'union':
        return this.#union(node.items.map((item) => this.#build(item)));
      case 'intersection':
        return this.#intersection(node.items.map((item) => this.#build(item)));
      case 'complement':
        return this.#complement(this.#build(node.item));
      case 'repeat':
        return this.#repeat(this.#build(node.item), node.min, node.max);
    }
  }

  #copy(state: State, copies: Map<State, State>): State {
    const known = copies.get(state);
    if (known !== undefined) return known;
    const copy = this.#copyShape(state.shape, copies);
    copies.set(state, copy);
    return copy;
  }

  #copyShape(shape: Shape, copies: Map<State, State>): State {
    switch (shape.kind) {
      case 'nothing':
        return this.#nothing;
      case 'end':
        return this.#end();
      case 'letter':
        return this.#letter(shape.classes);
      case 'concat':
        return this.#concat(this.#copy(shape.first, copies), this.#copy(shape.rest, copies));
      case 'union':
        return this.#union(shape.items.map((item) => this.#copy(item, copies)));
      case 'intersection':
        return this.#intersection(shape.items.map((item) => this.#copy(item, copies)));
      case 'complement':
        return this.#complement(this.#copy(shape.item, copies));
      case 'repeat':
        return this.#repeat(this.#copy(shape.item, copies), shape.min, shape.max);
    }
  }

  // The constructors below bring equal expressions to one form: that is what keeps the number of states finite.

  #end(): State {
    return this.#state('end', { kind: 'end' }, true);
  }

  #letter(classes: readonly number[]): State {
    if (classes.length === 0) return this.#nothing;
    return this.#state(`[${classes.join()}]`, { kind: 'letter', classes }, false);
  }

  #makeEverything(): State {
    return this.#repeat(this.#letter(this.#alphabet.all), 0, Infinity);
  }

  /** Right-associative, and alternatives on the left are multiplied out: each is then a state known already. */
  #concat(first: State, rest: State): State {
    const { shape } = first;
    if (shape.kind === 'nothing' || rest === this.#nothing) return this.#nothing;
    if (shape.kind === 'end') return rest;
    if (rest.shape.kind === 'end') return first;
    if (shape.kind === 'concat') return this.#concat(shape.first, this.#concat(shape.rest, rest));
    if (shape.kind === 'union') {
      return this.#union(shape.items.map((item) => this.#concat(item, rest)));
    }
    if (first === this.#everything && rest === this.#everything) return rest;
    const accepting = first.accepting && rest.accepting;
    return this.#state(`${first.id}.${rest.id}`, { kind: 'concat', first, rest }, accepting);
  }

  #union(states: readonly State[]): State {
    const items = new Set<State>();
    const letters = new Set<number>();
    for (const state of states) {
      for (const item of state.shape.kind === 'union' ? state.shape.items : [state]) {
        if (item === this.#everything) return item;
        if (item.shape.kind === 'letter')
          for (const letter of item.shape.classes) letters.add(letter);
        else if (item !== this.#nothing) items.add(item);
      }
    }
    if (letters.size > 0) items.add(this.#letter([...letters].sort((a, b) => a - b)));
    const sorted = [...items].sort((a, b) => a.id - b.id);
    const [only] = sorted;
    if (only === undefined) return this.#nothing;
    if (sorted.length === 1) return only;
    const accepting = sorted.some((item) => item.accepting);
    return this.#state(`|${ids(sorted)}`, { kind: 'union', items: sorted }, accepting);
  }

  #intersection(states: readonly State[]): State {
    const items = new Set<State>();
    for (const state of states) {
      for (const item of state.shape.kind === 'intersection' ? state.shape.items : [state]) {
        if (item === this.#nothing) return item;
        if (item !== this.#everything) items.add(item);
      }
    }
    const sorted = [...items].sort((a, b) => a.id - b.id);
    const [only] = sorted;
    if (only === undefined) return this.#everything;
    if (sorted.length === 1) return only;
    const accepting = sorted.every((item) => item.accepting);
    return this.#state(`&${ids(sorted)}`, { kind: 'intersection', items: sorted }, accepting);
  }

  #complement(item: State): State {
    if (item.shape.kind === 'complement') return item.shape.item;
    if (item === this.#nothing) return this.#everything;
    if (item === this.#everything) return this.#nothing;
    return this.#state(`~${item.id}`, { kind: 'complement', item }, !item.accepting);
  }

  #repeat(item: State, min: number, max: number): State {
    const { shape } = item;
    if (max === 0 || shape.kind === 'end') return this.#end();
    if (shape.kind === 'nothing') return min === 0 ? this.#end() : item;
    if (min === 1 && max === 1) return item;
    // What may be empty may be left out.
    const least = item.accepting ? 0 : min;
    // (x{0,m}){0,n} is x{0,m*n}, and (x{1,m}){k,n} is x{k,m*n}.
    if (shape.kind === 'repeat' && shape.min <= 1) {
      return this.#repeat(shape.item, least, shape.max * max);
    }
    const accepting = least === 0;
    return this.#state(
      `${item.id}{${least},${max}}`,
      { kind: 'repeat', item, min: least, max },
      accepting,
    );
  }

  #state(key: string, shape: Shape, accepting: boolean): State {
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const state: State = { id: this.#states.size, shape, accepting, next: [] };
    this.#states.set(key, state);
    return state;
  }
}

/**
 * All code points, divided into classes that a pattern never tells apart: `[a-f]x` needs three, of a million.
 * Classes are numbered in the order of their first code points.
 */
class Alphabet {
  /** First code points of the ranges, ascending, from 0. */
  readonly #starts: readonly number[];
  readonly #ascii = new Uint16Array(128);

  constructor(pattern: RegexNode) {
    const starts = new Set([0]);
    collectStarts(pattern, starts);
    this.#starts = [...starts].sort((a, b) => a - b);
    for (let codePoint = 0; codePoint < 128; codePoint++) {
      this.#ascii[codePoint] = this.#search(codePoint);
    }
  }

  get all(): readonly number[] {
    return [...this.#starts.keys()];
  }

  classOf(codePoint: number): number {
    return codePoint < 128 ? (this.#ascii[codePoint] ?? 0) : this.#search(codePoint);
  }

  /** The classes that make up `set`, which is one of the pattern's. */
  classesOf(set: CodePointSet): readonly number[] {
    return set.flatMap(([low, high]) => {
      const from = this.#search(low);
      return Array.from({ length: this.#search(high) - from + 1 }, (_, index) => from + index);
    });
  }

  #search(codePoint: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= codePoint) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function collectStarts(node: RegexNode, starts: Set<number>): void {
  switch (node.kind) {
    case 'nothing':
      return;
    case 'characters':
      for (const [low, high] of node.set) {
        starts.add(low);
        if (high < LAST_CODE_POINT) starts.add(high + 1);
      }
      return;
    case 'concat':
    case 'union':
    case 'intersection':
      for (const item of node.items) collectStarts(item, starts);
      return;
    case 'complement':
    case 'repeat':
      collectStarts(node.item, starts);
  }
}

function ids(states: readonly State[]): string {
  return states.map(({ id }) => id).join();
}
