/**
 * Sets of texts as requirements name them: what a list of patterns allows at most. A pattern is taken for the longer of
 * its two ends, so `/tmp/*.sh` stands for all texts that begin with `/tmp/`: more than it matches, never less.
 */

/** The texts that are among `exact`, begin with one of `heads` or end with one of `tails`. None of the ends is empty. */
export interface TextSet {
  readonly exact: ReadonlySet<string>;
  readonly heads: ReadonlySet<string>;
  readonly tails: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** These very texts. */
export function exactly(exact: ReadonlySet<string>): TextSet {
  return { exact, heads: NONE, tails: NONE };
}

/** The texts that begin with `head`; null for an empty one: every text does. */
export function beginningWith(head: string): TextSet | null {
  return head === '' ? null : { exact: NONE, heads: new Set([head]), tails: NONE };
}

/** The texts that end with `tail`; null for an empty one: every text does. */
export function endingWith(tail: string): TextSet | null {
  return tail === '' ? null : { exact: NONE, heads: NONE, tails: new Set([tail]) };
}

/** A set that holds every text that one of the wildcard `patterns` matches; null where that would be every text. */
export function textsOfPatterns(patterns: readonly string[]): TextSet | null {
  const sets = patterns.flatMap((pattern) => textsOfPattern(pattern) ?? []);
  return sets.length === patterns.length ? union(sets) : null;
}

function textsOfPattern(pattern: string): TextSet | null {
  const [head = ''] = pattern.split(/[*?]/, 1);
  if (head === pattern) return exactly(new Set([pattern]));
  const tail = pattern.slice(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')) + 1);
  return tail.length > head.length ? endingWith(tail) : beginningWith(head);
}

/** Whether {@link textsOfPatterns} tells all of a pattern: `a*` and `*a`, but not `a*b`. */
export function isOneEnd(pattern: string): boolean {
  return /^(?:[^*?]+\*+|\*+[^*?]+)$/.test(pattern);
}

/** The texts that are in one of `sets`. */
export function union(sets: readonly TextSet[]): TextSet {
  return {
    exact: new Set(sets.flatMap(({ exact }) => [...exact])),
    heads: new Set(sets.flatMap(({ heads }) => [...heads])),
    tails: new Set(sets.flatMap(({ tails }) => [...tails])),
  };
}

/** Whether the set is a list of texts, ends of texts not among them. */
export function isExact({ heads, tails }: TextSet): boolean {
  return heads.size === 0 && tails.size === 0;
}

/** How many texts and ends of texts name the set: of two sets, the smaller number is likely to hold fewer. */
export function sizeOf({ exact, heads, tails }: TextSet): number {
  return exact.size + heads.size + tails.size;
}
