// Finds all of many texts in one pass over a value: those that it begins with, ends with, or contains. Source of the method:
// A. Aho, M. Corasick, "Efficient String Matching: An Aid to Bibliographic Search" (1975).

/** A text to be found, as bytes; not empty. */
export interface SoughtText {
  readonly bytes: Uint8Array;
  readonly where: 'head' | 'tail' | 'part';
  /** What {@link Automaton.found} tells it by. */
  readonly id: number;
}

/** States are numbers from 0; a class stands for the bytes that no sought text tells apart. */
export interface Automaton {
  /** Class of each byte. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** The class of the end of the value. */
  readonly endClass: number;
  /** The state before the first byte. */
  readonly start: number;
  /**
   * As the kernel reads them: of each state a place that is left free, then for each class the offset in bytes of the next
   * state, odd where something is found there.
   */
  readonly states: Uint32Array;
  /** Ids of the texts found on reaching a state, for the few where there are any. */
  readonly found: ReadonlyMap<number, readonly number[]>;
}

const WORD = 4;
/** The state before anything that matters, and that before the first byte. */
const ROOT = 0;
const START = 1;

export function buildAutomaton(texts: readonly SoughtText[]): Automaton {
  const { classes, classCount, endClass } = classesOf(texts);
  const tree = new Tree(texts.reduce((sum, { bytes }) => sum + bytes.length + 1, 0));
  const found = new Map<number, readonly number[]>();
  for (const { bytes, where, id } of texts) {
    let at = where === 'head' ? START : ROOT;
    for (const byte of bytes) at = tree.child(at, classes[byte] ?? 0);
    if (where === 'tail') at = tree.child(at, endClass);
    found.set(at, [...(found.get(at) ?? []), id]);
  }
  return {
    classes,
    classCount,
    endClass,
    start: START,
    states: link(tree, found, classCount),
    found,
  };
}

/** Bytes in no text share class 0. */
function classesOf(
  texts: readonly SoughtText[],
): Pick<Automaton, 'classes' | 'classCount' | 'endClass'> {
  const classes = new Uint8Array(256);
  for (const { bytes } of texts) for (const byte of bytes) classes[byte] = 1;
  const used = classes.reduce((sum, isUsed) => sum + isUsed, 0);
  const first = used === 256 ? 0 : 1;
  let next = first;
  for (let byte = 0; byte < 256; byte++) if (classes[byte] === 1) classes[byte] = next++;
  const endClass = first + used;
  return { classes, classCount: endClass + 1, endClass };
}

/** All texts, beginnings shared: below the root the tails and parts, below the start the heads. */
class Tree {
  count = 2;
  /** By state: the class that leads to it from its parent; 0 for none: the first child, the next child of its parent. */
  readonly classes: Uint16Array;
  readonly firstChild: Uint32Array;
  readonly sibling: Uint32Array;

  /** `most`: children there may be. */
  constructor(most: number) {
    this.classes = new Uint16Array(this.count + most);
    this.firstChild = new Uint32Array(this.count + most);
    this.sibling = new Uint32Array(this.count + most);
  }

  /** The child of a state; made where there is none. */
  child(state: number, byteClass: number): number {
    const first = this.firstChild[state] ?? 0;
    for (let child = first; child !== 0; child = this.sibling[child] ?? 0) {
      if (this.classes[child] === byteClass) return child;
    }
    const child = this.count++;
    this.classes[child] = byteClass;
    this.sibling[child] = first;
    this.firstChild[state] = child;
    return child;
  }
}

/** The states of the tree, breadth first: where one has no child, it goes on as the longest of its ends that is a state would. */
function link(
  { count, classes, firstChild, sibling }: Tree,
  found: Map<number, readonly number[]>,
  classCount: number,
): Uint32Array {
  const width = classCount + 1;
  const states = new Uint32Array(count * width);
  const fails = new Uint32Array(count);
  // The start fails to the root: it stands for having read nothing, too.
  const queue = new Uint32Array(count);
  queue[1] = START;
  let length = 2;
  for (let at = 0; at < length; at++) {
    const state = queue[at] ?? 0;
    const row = state * width + 1;
    if (state !== ROOT) {
      const failRow = (fails[state] ?? 0) * width + 1;
      states.copyWithin(row, failRow, failRow + classCount);
    }
    for (let child = firstChild[state] ?? 0; child !== 0; child = sibling[child] ?? 0) {
      const place = row + (classes[child] ?? 0);
      const fail = ((states[place] ?? 0) >>> 2) / width;
      fails[child] = fail;
      queue[length++] = child;
      const failFound = found.get(fail);
      if (failFound !== undefined) found.set(child, [...(found.get(child) ?? []), ...failFound]);
      states[place] = child * width * WORD + (found.has(child) ? 1 : 0);
    }
  }
  return states;
}
