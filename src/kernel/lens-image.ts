// Puts a lens into the memory of the kernel: see assembly/lens.ts for its form there.
import type { TextSet } from '../eql/index.js';
import { buildAutomaton, type SoughtText } from './automaton.js';
import type { KernelExports } from './exports.js';
import { isTexts, PRESENT, type Lens } from './lens.js';
import { bitBytes, tableSize, type MemoryLayout } from './memory.js';

const encoder = new TextEncoder();

/** Bytes of the bits in front of a table of texts, see assembly/lens.ts. */
const BITS_BYTES = 512;

/** What one text says: the atoms that it makes true, the probes that it leaves possible. */
class Meaning {
  readonly atoms: number[] = [];
  readonly probes: number[] = [];
}

/** All texts of a lens with their meanings, by how they are found. */
interface Texts {
  readonly exact: Map<string, Meaning>;
  readonly heads: Map<string, Meaning>;
  readonly tails: Map<string, Meaning>;
  readonly parts: Map<string, Meaning>;
}

const WAYS = ['exact', 'heads', 'tails', 'parts'] as const;

/** Writes `lens`; gives its address. `narrows`: whether it is asked which of the `probeCount` probes are possible. */
export function writeLens(
  lens: Lens,
  narrows: boolean,
  probeCount: number,
  layout: MemoryLayout,
  kernel: KernelExports,
): number {
  const texts = meaningsOf(lens, narrows);
  const rows = new Rows(lens, narrows ? probeCount : 0, layout);
  const [table, tableMask] = writeTable(texts.exact, rows, layout, kernel);
  const [states, start, classes, endClass] = writeAutomaton(texts, rows, layout);
  return layout.words([
    lens.slot,
    foldingOf(lens, texts),
    table,
    tableMask,
    states,
    start,
    classes,
    endClass,
    narrows ? layout.bits([...lens.required.keys()], probeCount) : 0,
    0,
    0,
    rows.absent,
    rows.plain,
    rows.start(),
    rows.bytes,
    rows.atomsAt,
    writeRanges(lens, rows, layout),
  ]);
}

/** How the lens folds values: not at all, or for texts that are all ASCII, or for others, too. */
function foldingOf({ folded }: Lens, texts: Texts): number {
  if (!folded) return 0;
  return WAYS.every((way) => [...texts[way].keys()].every(isAscii)) ? 1 : 2;
}

function isAscii(text: string): boolean {
  return encoder.encode(text).length === text.length;
}

function meaningsOf(lens: Lens, narrows: boolean): Texts {
  const texts: Texts = { exact: new Map(), heads: new Map(), tails: new Map(), parts: new Map() };
  for (const [atom, set] of lens.atoms.entries()) {
    if (isTexts(set)) note(set, 'atoms', atom, texts);
  }
  if (!narrows) return texts;
  for (const [probe, set] of lens.required) {
    if (set !== null) note(set, 'probes', probe, texts);
  }
  return texts;
}

function note(set: TextSet, of: keyof Meaning, number: number, texts: Texts): void {
  for (const way of WAYS) {
    const known = texts[way];
    for (const text of set[way]) {
      let meaning = known.get(text);
      if (meaning === undefined) {
        meaning = new Meaning();
        known.set(text, meaning);
      }
      meaning[of].push(number);
    }
  }
}

/** Writes the rows of a lens. */
class Rows {
  /** Bytes of a row, and where in it the atoms are. */
  readonly bytes: number;
  readonly atomsAt: number;
  /** Rows of the absent field, and of a value with none of the texts. */
  readonly absent: number;
  readonly plain: number;
  readonly #layout: MemoryLayout;

  /** `probeCount` 0: rows without probes. */
  constructor({ atoms, required }: Lens, probeCount: number, layout: MemoryLayout) {
    this.atomsAt = bitBytes(probeCount);
    this.bytes = this.atomsAt + bitBytes(atoms.length);
    this.#layout = layout;
    this.absent = layout.reserve(this.bytes);
    this.plain = layout.reserve(this.bytes);
    for (let probe = 0; probe < probeCount; probe++) {
      if (!required.has(probe)) layout.setBits(this.absent, [probe]);
      if ((required.get(probe) ?? null) === null) layout.setBits(this.plain, [probe]);
    }
    layout.setBits(this.plain + this.atomsAt, [PRESENT]);
  }

  /** A row of its own for a text, which says nothing yet; gives its address. */
  start(): number {
    return this.#layout.copyOf(this.plain, this.bytes);
  }

  /** Adds what a text says to the row at `at`. */
  add(at: number, { probes, atoms }: Meaning): void {
    this.#layout.setBits(at, probes);
    this.#layout.setBits(at + this.atomsAt, atoms);
  }
}

function writeTable(
  texts: ReadonlyMap<string, Meaning>,
  rows: Rows,
  layout: MemoryLayout,
  kernel: KernelExports,
): readonly [table: number, mask: number] {
  if (texts.size === 0) return [0, 0];
  const size = tableSize(texts.size);
  const table = layout.reserve(BITS_BYTES + size * 16);
  for (const [text, meaning] of texts) {
    const { at, length } = layout.text(text);
    const row = rows.start();
    rows.add(row, meaning);
    kernel.addText(table, size - 1, at, length, row);
  }
  return [table, size - 1];
}

function writeRanges({ atoms }: Lens, rows: Rows, layout: MemoryLayout): number {
  const ranges = atoms.flatMap((atom, number) => {
    if (atom === null || isTexts(atom)) return [];
    const row = rows.start();
    const meaning = new Meaning();
    meaning.atoms.push(number);
    rows.add(row, meaning);
    return atom.map(({ low, high }) => [low, high, row]);
  });
  return ranges.length === 0 ? 0 : layout.words([ranges.length, ...ranges.flat()]);
}

/** Bytes of a number in a state. */
const WORD = 4;

function writeAutomaton(
  { heads, tails, parts }: Texts,
  rows: Rows,
  layout: MemoryLayout,
): readonly [states: number, start: number, classes: number, endClass: number] {
  const meanings: Meaning[] = [];
  const sought: SoughtText[] = [];
  for (const [where, texts] of [
    ['head', heads],
    ['tail', tails],
    ['part', parts],
  ] as const) {
    for (const [text, meaning] of texts) {
      sought.push({ bytes: encoder.encode(text), where, id: meanings.push(meaning) - 1 });
    }
  }
  if (sought.length === 0) return [0, 0, 0, 0];
  const { classes, classCount, endClass, start, states, found } = buildAutomaton(sought);
  const width = classCount + 1;
  for (const [state, ids] of found) {
    const row = rows.start();
    for (const id of ids) {
      const meaning = meanings[id];
      if (meaning !== undefined) rows.add(row, meaning);
    }
    states[state * width] = row;
  }
  return [layout.words(states), start * width * WORD, layout.bytes(classes), endClass];
}
