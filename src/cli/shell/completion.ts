// What a completion is, and what Tab does with one: the same for queries and commands.

/** One thing that could stand at the cursor. */
export interface Candidate {
  /** What it is found by: what a person types of it. */
  readonly name: string;
  /** What is put in when it is the only one; default {@link name} and a space. */
  readonly text?: string;
  /** What is said beside it in a list, such as how many events have it. */
  readonly note?: string;
  /** Of what is known, but not seen in these events: offered only where nothing seen fits. */
  readonly isRemote?: boolean;
}

/** The word at the cursor, and what it could become. */
export interface Completion {
  /** Offset of the word in the text before the cursor. */
  readonly start: number;
  /** Those that fit, best first. */
  readonly candidates: readonly Candidate[];
  /** The text of a part of a name: quotes and escapes of strings. Default: as it is. */
  readonly write?: (part: string) => string;
}

export const NOTHING: Completion = { start: 0, candidates: [] };

/** What Tab does: put text in place of the word, or show what there is. */
export type TabAction =
  | { readonly kind: 'insert'; readonly start: number; readonly text: string }
  | { readonly kind: 'list'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'none' };

/** Those of `all` whose names start with `word`, whatever the case: in the case that was typed, where there are any. */
export function startingWith(word: string, all: Iterable<Candidate>): readonly Candidate[] {
  const folded = word.toLowerCase();
  const found = [...all].filter(({ name }) => name.toLowerCase().startsWith(folded));
  const exact = found.filter(({ name }) => name.startsWith(word));
  return exact.length > 0 ? exact : found;
}

/** What Tab does for `completion` of `before`, the text before the cursor. */
export function tabAction({ start, candidates, write }: Completion, before: string): TabAction {
  const near = candidates.filter(({ isRemote }) => isRemote !== true);
  const chosen = near.length > 0 ? near : candidates;
  const [first, ...others] = chosen;
  if (first === undefined) return { kind: 'none' };
  const word = before.slice(start);
  if (others.length === 0) {
    const text = first.text ?? `${first.name} `;
    return text === word ? { kind: 'none' } : { kind: 'insert', start, text };
  }
  const shared = sharedStart(chosen.map(({ name }) => name));
  const text = write === undefined ? shared : write(shared);
  const isFurther = text.length > word.length && text.toLowerCase().startsWith(word.toLowerCase());
  return isFurther ? { kind: 'insert', start, text } : { kind: 'list', candidates };
}

/** The longest text that all start with, never half a surrogate pair. */
function sharedStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
