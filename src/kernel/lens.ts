// A lens is how the kernel looks at one field, as it is or in lower case: see assembly/lens.ts. Here is what rules ask of
// each: atoms, which are tests of the field that rules share, and the probes that a value of the field leaves possible.
import {
  isExact,
  sizeOf,
  union,
  type AddressRange,
  type AddressScreen,
  type FieldScreen,
  type Screen,
  type TextSet,
} from '../eql/index.js';

/** The first atom of every lens: the field is there. */
export const PRESENT = 0;

/** A test of a field: a value among texts, any value for null, an address in one of some ranges. */
export type Atom = TextSet | readonly AddressRange[] | null;

/** What all probes together ask of one field. */
export class Lens {
  readonly slot: number;
  readonly folded: boolean;
  readonly #atoms: Atom[] = [null];
  /** By what they say, and again by the object: most are asked for more than once. */
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Atom, number>([[null, PRESENT]]);
  /** By probe: a value among these, or any value for null, without which it is not possible. */
  readonly #required = new Map<number, TextSet | null>();

  constructor(slot: number, folded: boolean) {
    this.slot = slot;
    this.folded = folded;
  }

  /** By number. */
  get atoms(): readonly Atom[] {
    return this.#atoms;
  }

  get required(): ReadonlyMap<number, TextSet | null> {
    return this.#required;
  }

  /** How many probes some value can rule out. */
  get narrowing(): number {
    return [...this.#required.values()].filter((texts) => texts !== null).length;
  }

  /** Whether some texts can be anywhere in a value, so that all of it has to be read. */
  get isSearched(): boolean {
    return this.#atoms.some((atom) => isTexts(atom) && !isExact(atom));
  }

  /** The number of an atom; a new one where it was not asked for before. */
  number(atom: Atom): number {
    let number = this.#known.get(atom);
    if (number !== undefined || atom === null) return number ?? PRESENT;
    const identity = identityOf(atom);
    number = this.#numbers.get(identity) ?? this.#atoms.push(atom) - 1;
    this.#numbers.set(identity, number);
    this.#known.set(atom, number);
    return number;
  }

  /** Says that `probe` is possible only with a value among `texts`. Of several requirements the sharpest stays. */
  require(probe: number, texts: TextSet | null): void {
    const known = this.#required.get(probe);
    if (known === undefined || breadth(texts) < breadth(known)) this.#required.set(probe, texts);
  }
}

const NO_REQUIREMENTS: ReadonlyMap<Lens, TextSet | null> = new Map();

/** All lenses that screens look through. */
export class Lenses {
  /** By slot; in lower case by its complement. */
  readonly #byField = new Map<number, Lens>();

  get all(): readonly Lens[] {
    return [...this.#byField.values()];
  }

  /** The lens of a screen's field. Only texts need lower case. */
  of(screen: FieldScreen | AddressScreen): Lens {
    const { slot } = screen;
    const isFolded = screen.kind === 'field' && screen.folded && screen.texts !== null;
    const field = isFolded ? ~slot : slot;
    const known = this.#byField.get(field);
    if (known !== undefined) return known;
    const lens = new Lens(slot, isFolded);
    this.#byField.set(field, lens);
    return lens;
  }

  /**
   * Notes what a probe asks of fields: atoms for all of its tests, requirements for those that it cannot do without. `screen` must be
   * {@link readable}.
   */
  add(probe: number, screen: Screen): void {
    this.#addAtoms(screen);
    for (const [lens, texts] of this.#requirementsOf(screen)) lens.require(probe, texts);
  }

  #addAtoms(screen: Screen): void {
    if (screen.kind === 'field' || screen.kind === 'address')
      this.of(screen).number(atomOf(screen));
    else if (screen.kind === 'all' || screen.kind === 'any') {
      for (const part of screen.of) this.#addAtoms(part);
    }
  }

  /** What a screen cannot do without: by lens, one of these texts, or any value for null. */
  #requirementsOf(screen: Screen): ReadonlyMap<Lens, TextSet | null> {
    switch (screen.kind) {
      case 'anything':
      case 'nothing':
        return NO_REQUIREMENTS;
      case 'field':
      case 'address': {
        if (screen.negated) return NO_REQUIREMENTS;
        return new Map([[this.of(screen), screen.kind === 'field' ? screen.texts : null]]);
      }
      case 'all': {
        const all = new Map<Lens, TextSet | null>();
        for (const part of screen.of) {
          for (const [lens, texts] of this.#requirementsOf(part)) {
            const known = all.get(lens);
            if (known === undefined || breadth(texts) < breadth(known)) all.set(lens, texts);
          }
        }
        return all;
      }
      case 'any': {
        // Only what every choice requires, and then the texts of all of them.
        const [first = NO_REQUIREMENTS, ...others] = screen.of.map((part) =>
          this.#requirementsOf(part),
        );
        const shared = [...first.keys()].filter((lens) => others.every((each) => each.has(lens)));
        return new Map(
          shared.map((lens) => {
            const sets = [first, ...others].map((each) => each.get(lens) ?? null);
            const texts = sets.filter((set) => set !== null);
            return [lens, texts.length < sets.length ? null : union(texts)];
          }),
        );
      }
    }
  }
}

/** A screen without tests of what UTF-8 cannot say: half a surrogate pair, as the end of a text may be. */
export function readable(screen: Screen): Screen {
  switch (screen.kind) {
    case 'anything':
    case 'nothing':
    case 'address':
      return screen;
    case 'field': {
      const { texts } = screen;
      return texts === null || isWellFormed(texts) ? screen : { kind: 'anything' };
    }
    case 'all':
    case 'any': {
      const of = screen.of.map(readable);
      return of.every((part, index) => part === screen.of[index]) ? screen : { ...screen, of };
    }
  }
}

function isWellFormed({ exact, heads, tails, parts }: TextSet): boolean {
  for (const set of [exact, heads, tails, parts]) {
    for (const text of set) if (!text.isWellFormed()) return false;
  }
  return true;
}

/** What a screen tests its field for. */
export function atomOf(screen: FieldScreen | AddressScreen): Atom {
  return screen.kind === 'field' ? screen.texts : screen.ranges;
}

/** Whether an atom is about texts. */
export function isTexts(atom: Atom): atom is TextSet {
  return atom !== null && 'exact' in atom;
}

function breadth(texts: TextSet | null): number {
  return texts === null ? Infinity : sizeOf(texts);
}

/** Equal for atoms that say the same. */
function identityOf(atom: NonNullable<Atom>): string {
  if (!isTexts(atom)) return JSON.stringify(atom);
  const { exact, heads, tails, parts } = atom;
  return JSON.stringify([inOrder(exact), inOrder(heads), inOrder(tails), inOrder(parts)]);
}

function inOrder(texts: ReadonlySet<string>): readonly string[] {
  return texts.size === 0 ? NONE : [...texts].sort();
}

const NONE: readonly string[] = [];
