// Turns the screen of a probe into a program of the kernel: tests in a row, each of which says where to go on. See
// assembly/leads.ts for its form in memory.
import type { Screen } from '../eql/index.js';
import { atomOf, type Lens, type Lenses } from './lens.js';
import type { MemoryLayout } from './memory.js';

const NODE_WORDS = 4;

const REJECTED = 0;
const ACCEPTED = 1;

/** What a program needs to know of the lenses that were written before. */
export interface WrittenLenses {
  readonly lenses: Lenses;
  readonly address: (lens: Lens) => number;
  /** What it takes to look through a lens, relative to one that has been looked through already. */
  readonly cost: (lens: Lens) => number;
}

/** Writes the program of `screen`; gives the address of its first node, or its verdict where there is nothing to test. */
export function writeProgram(screen: Screen, written: WrittenLenses, layout: MemoryLayout): number {
  const compile = (part: Screen, then: number, otherwise: number): number => {
    switch (part.kind) {
      case 'anything':
        return then;
      case 'nothing':
        return otherwise;
      case 'all':
        return cheapestFirst(part.of, written).reduceRight(
          (next, item) => compile(item, next, otherwise),
          then,
        );
      case 'any':
        return cheapestFirst(part.of, written).reduceRight(
          (next, item) => compile(item, then, next),
          otherwise,
        );
      case 'field':
      case 'address': {
        const lens = written.lenses.of(part);
        const atom = lens.number(atomOf(part)) * 2 + (part.negated ? 1 : 0);
        const at = layout.reserve(NODE_WORDS * 4);
        layout.wordsAt(at, NODE_WORDS).set([written.address(lens), atom, then, otherwise]);
        return at;
      }
    }
  };
  return compile(screen, ACCEPTED, REJECTED);
}

function cheapestFirst(parts: readonly Screen[], written: WrittenLenses): readonly Screen[] {
  return parts
    .map((part) => ({ part, cost: costOf(part, written) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ part }) => part);
}

function costOf(part: Screen, written: WrittenLenses): number {
  switch (part.kind) {
    case 'anything':
    case 'nothing':
      return 0;
    case 'field':
    case 'address':
      return 1 + written.cost(written.lenses.of(part));
    case 'all':
    case 'any':
      return part.of.reduce((sum, item) => sum + costOf(item, written), 0);
  }
}
