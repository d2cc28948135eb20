/**
 * What an event must have for a condition to hold, told from the texts of its fields alone: a formula that is true
 * wherever the condition is true, and cheap to decide without building the event. Each leaf gives its own screen where
 * it is compiled; here is how `and`, `or` and `not` combine them.
 */
import { isEmpty, union, type TextSet } from './text-set.js';

/** A formula over the texts of fields. `anything` holds for every event, `nothing` for none. */
export type Screen =
  | { readonly kind: 'anything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'all'; readonly of: readonly Screen[] }
  | { readonly kind: 'any'; readonly of: readonly Screen[] }
  | FieldScreen
  | AddressScreen;

/**
 * Some value of the field, written as text, is among `texts` (`null`: the field is present). With `folded`, `texts` are
 * in lower case and so must be the value. `negated`: the complement, which holds for an absent field.
 */
export interface FieldScreen {
  readonly kind: 'field';
  readonly path: string;
  readonly slot: number;
  readonly folded: boolean;
  readonly texts: TextSet | null;
  readonly negated: boolean;
}

/**
 * Some value of the field, written as text, is an IPv4 address in one of `ranges`: four decimal parts of up to 255 with
 * dots between them, none with a leading zero. `negated`: the complement, which holds for an absent field.
 */
export interface AddressScreen {
  readonly kind: 'address';
  readonly path: string;
  readonly slot: number;
  readonly ranges: readonly AddressRange[];
  readonly negated: boolean;
}

/** IPv4 addresses as unsigned 32-bit numbers, both ends included. */
export interface AddressRange {
  readonly low: number;
  readonly high: number;
}

export const ANYTHING: Screen = { kind: 'anything' };
export const NOTHING: Screen = { kind: 'nothing' };

/** The field has a value. */
export function presence(path: string, slot: number): FieldScreen {
  return { kind: 'field', path, slot, folded: false, texts: null, negated: false };
}

/** Some value of the field is among `texts`; null: any value is. */
export function among(
  { path, slot }: Pick<FieldScreen, 'path' | 'slot'>,
  folded: boolean,
  texts: TextSet | null,
): Screen {
  if (texts === null) return presence(path, slot);
  return isEmpty(texts) ? NOTHING : { kind: 'field', path, slot, folded, texts, negated: false };
}

/** Some value of the field is an IPv4 address in one of `ranges`. */
export function inRanges(
  { path, slot }: Pick<AddressScreen, 'path' | 'slot'>,
  ranges: readonly AddressRange[],
): Screen {
  return ranges.length === 0 ? NOTHING : { kind: 'address', path, slot, ranges, negated: false };
}

/** Holds for exactly those events for which `screen` does not. */
export function complement(screen: Screen): Screen {
  switch (screen.kind) {
    case 'anything':
      return NOTHING;
    case 'nothing':
      return ANYTHING;
    case 'all':
      return anyOf(screen.of.map(complement));
    case 'any':
      return allOf(screen.of.map(complement));
    case 'field':
    case 'address':
      return { ...screen, negated: !screen.negated };
  }
}

/** `and`: holds where all of `screens` do. */
export function allOf(screens: readonly Screen[]): Screen {
  return combine('all', screens);
}

/** `or`: holds where one of `screens` does. */
export function anyOf(screens: readonly Screen[]): Screen {
  return combine('any', screens);
}

/** Both at once, each being the other one's mirror image: what is said of `all` is true of `any` with the signs swapped. */
function combine(kind: 'all' | 'any', screens: readonly Screen[]): Screen {
  const [neutral, decisive] = kind === 'all' ? [ANYTHING, NOTHING] : [NOTHING, ANYTHING];
  const flat = screens.flatMap((screen) => (screen.kind === kind ? screen.of : screen));
  const bySlot = new Map<number, FieldScreen[]>();
  const others: Screen[] = [];
  for (const screen of flat) {
    if (screen.kind === decisive.kind) return decisive;
    if (screen.kind === 'field') {
      const group = bySlot.get(screen.slot);
      if (group === undefined) bySlot.set(screen.slot, [screen]);
      else group.push(screen);
    } else if (screen.kind !== neutral.kind) {
      others.push(screen);
    }
  }
  const fields: readonly Screen[] = [...bySlot.values()].flatMap((group) =>
    group.length === 1 ? group : combineField(kind, group),
  );
  const of = fields.concat(others);
  const [only = neutral] = of;
  return of.length <= 1 ? only : { kind, of };
}

/** As few screens of one field as say the same: of `all`, "not in a" and "not in b" become one, "in a" and "in b" cannot. */
function combineField(kind: 'all' | 'any', group: readonly FieldScreen[]): readonly Screen[] {
  const apart = group.filter(({ negated }) => negated !== (kind === 'all'));
  const joined = group.filter(({ negated }) => negated === (kind === 'all'));
  // To be present is the least that can be asked of a field, to be absent the most.
  const narrow = apart.filter(({ texts }) => texts !== null);
  const absent = joined.find(({ texts }) => texts === null);
  return [
    ...(narrow.length > 0 ? narrow : apart.slice(0, 1)),
    ...(absent === undefined ? join(joined) : [absent]),
  ];
}

function join(screens: readonly FieldScreen[]): readonly FieldScreen[] {
  return [false, true].flatMap((folded) => {
    const alike = screens.filter((screen) => screen.folded === folded);
    const [first] = alike;
    if (first === undefined || alike.length === 1) return alike;
    return [{ ...first, texts: union(alike.flatMap(({ texts }) => texts ?? [])) }];
  });
}
