/**
 * Wildcard patterns: `*` is any run of characters, newlines and none included; `?` is exactly one code point; nothing
 * can be escaped; a pattern covers the whole text. Runs in time linear in the text for each piece of the pattern, with
 * no backtracking. Case is ignored by folding both sides before they get here. Source: spec §6.
 */

export type TextTest = (text: string) => boolean;

/** Patterns sorted by what they need: texts to be met exactly, and the rest. */
export interface WildcardList {
  readonly exact: ReadonlySet<string>;
  /** The patterns that hold a wildcard. */
  readonly patterns: readonly string[];
  /** Whether one of the patterns is nothing but `*`: every text will do. */
  readonly anything: boolean;
}

/** Prepares a list of patterns of which one has to match. */
export function wildcardList(patterns: readonly string[]): WildcardList {
  const exact = new Set<string>();
  const wild = new Set<string>();
  let anything = false;
  for (const pattern of patterns) {
    if (!/[*?]/.test(pattern)) exact.add(pattern);
    else if (/^\*+$/.test(pattern)) anything = true;
    else wild.add(pattern);
  }
  return { exact, patterns: [...wild], anything };
}

/**
 * A test for a list as a whole. Patterns are told apart by the two characters that they begin with, or else end with: of
 * a long list of paths only the few that share them with a text are tried.
 */
export function wildcardListTest({ exact, patterns, anything }: WildcardList): TextTest {
  if (anything) return () => true;
  const [only] = patterns;
  if (only === undefined) return (text) => exact.has(text);
  if (exact.size === 0 && patterns.length === 1) return wildcardTest(only);
  const byStart = new Map<number, TextTest[]>();
  const byEnd = new Map<number, TextTest[]>();
  const others: TextTest[] = [];
  for (const pattern of patterns) {
    const test = wildcardTest(pattern);
    if (/^[^*?]{2}/.test(pattern)) addTo(byStart, pairAt(pattern, 0), test);
    else if (/[^*?]{2}$/.test(pattern)) addTo(byEnd, pairAt(pattern, pattern.length - 2), test);
    else others.push(test);
  }
  return (text) =>
    exact.has(text) ||
    anyOf(byStart.get(pairAt(text, 0)), text) ||
    anyOf(byEnd.get(pairAt(text, text.length - 2)), text) ||
    anyOf(others, text);
}

function addTo(tests: Map<number, TextTest[]>, pair: number, test: TextTest): void {
  const known = tests.get(pair);
  if (known === undefined) tests.set(pair, [test]);
  else known.push(test);
}

/** The two characters of `text` at `at` as one number; no pattern has that of a shorter text. */
function pairAt(text: string, at: number): number {
  return text.length < 2 ? -1 : text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1);
}

function anyOf(tests: readonly TextTest[] | undefined, text: string): boolean {
  if (tests === undefined) return false;
  for (const test of tests) if (test(text)) return true;
  return false;
}

/** A test for one pattern; the common shapes are one call of a string method. */
export function wildcardTest(pattern: string): TextTest {
  const pieces = pattern.split(/\*+/);
  const head = pieces[0] ?? '';
  if (pieces.length === 1) {
    return head.includes('?')
      ? (text) => endOf(head, text, 0) === text.length
      : (text) => text === head;
  }
  const tail = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1);
  if (!pattern.includes('?')) {
    if (middle.length === 0 && tail === '') return (text) => text.startsWith(head);
    if (middle.length === 0 && head === '') return (text) => text.endsWith(tail);
    const [only] = middle;
    if (middle.length === 1 && only !== undefined && head === '' && tail === '') {
      return (text) => text.includes(only);
    }
  }
  return piecesTest(head, middle, tail);
}

/** `head*middle*…*tail`: taking each middle piece at its first place leaves the most room for the rest. */
function piecesTest(head: string, middle: readonly string[], tail: string): TextTest {
  const finders = middle.map(finder);
  return (text) => {
    let at = endOf(head, text, 0);
    if (at === -1) return false;
    const limit = startOf(tail, text);
    if (limit < at) return false;
    for (const find of finders) {
      at = find(text, at);
      if (at === -1 || at > limit) return false;
    }
    return true;
  };
}

/** A search for the first place of `piece` at or after a position: gives the position behind it, or -1. */
function finder(piece: string): (text: string, from: number) => number {
  if (!piece.includes('?')) {
    return (text, from) => {
      const found = text.indexOf(piece, from);
      return found === -1 ? -1 : found + piece.length;
    };
  }
  return (text, from) => {
    for (let start = from; start < text.length; start += widthAt(text, start)) {
      const end = endOf(piece, text, start);
      if (end !== -1) return end;
    }
    return -1;
  };
}

/** The position behind `piece` if it stands at `start`, else -1. */
function endOf(piece: string, text: string, start: number): number {
  let at = start;
  for (let i = 0; i < piece.length; i++) {
    if (at >= text.length) return -1;
    const unit = piece.charCodeAt(i);
    if (unit === QUESTION_MARK) at += widthAt(text, at);
    else if (text.charCodeAt(at) === unit) at += 1;
    else return -1;
  }
  return at;
}

/** The position where `piece` begins if `text` ends with it, else -1. */
function startOf(piece: string, text: string): number {
  let at = text.length;
  for (let i = piece.length - 1; i >= 0; i--) {
    if (at <= 0) return -1;
    const unit = piece.charCodeAt(i);
    if (unit === QUESTION_MARK) at -= at >= 2 ? widthAt(text, at - 2) : 1;
    else if (text.charCodeAt(at - 1) === unit) at -= 1;
    else return -1;
  }
  return at;
}

const QUESTION_MARK = 0x3f;

/** How many UTF-16 units the code point at `at` takes. */
function widthAt(text: string, at: number): 1 | 2 {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
}
