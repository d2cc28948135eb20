/** Screens read the slow and obvious way: what the fast readers of them are held to. */
import type { AddressScreen, FieldScreen, Screen, TextSet } from '../../src/eql/index.js';
import { listOf, type Event } from '../../src/event/index.js';

/** Whether `event` passes `screen`. */
export function holds(screen: Screen, event: Event): boolean {
  switch (screen.kind) {
    case 'anything':
      return true;
    case 'nothing':
      return false;
    case 'all':
      return screen.of.every((item) => holds(item, event));
    case 'any':
      return screen.of.some((item) => holds(item, event));
    case 'field':
      return fieldTexts(screen, event).some((text) => isIn(screen.texts, text)) !== screen.negated;
    case 'address':
      return addresses(screen, event).some((item) => isInRange(screen, item)) !== screen.negated;
  }
}

/** Whether `text` is in the set; null: every text is. */
export function isIn(texts: TextSet | null, text: string): boolean {
  return (
    texts === null ||
    texts.exact.has(text) ||
    [...texts.heads].some((head) => text.startsWith(head)) ||
    [...texts.tails].some((tail) => text.endsWith(tail)) ||
    [...texts.parts].some((part) => text.includes(part))
  );
}

function fieldTexts({ slot, folded }: FieldScreen, event: Event): readonly string[] {
  return listOf(folded ? event.folded(slot) : event.get(slot)).map(String);
}

function addresses({ slot }: AddressScreen, event: Event): readonly number[] {
  return listOf(event.get(slot)).flatMap((value) => {
    const parts = String(value).split('.');
    if (parts.length !== 4 || parts.some((part) => !/^(?:0|[1-9]\d{0,2})$/.test(part))) return [];
    const numbers = parts.map(Number);
    if (numbers.some((number) => number > 255)) return [];
    return [numbers.reduce((address, number) => address * 256 + number, 0)];
  });
}

function isInRange({ ranges }: AddressScreen, address: number): boolean {
  return ranges.some(({ low, high }) => address >= low && address <= high);
}

/**
 * A screen as a short text: `x`, `x in {a,b*}`, `x~ in {a}` (folded), `not x`, `x not in {a}`, `x in [1.0.0.0-1.0.0.255]`,
 * put together with `&` and `|`. Members of a set are sorted.
 */
export function printScreen(screen: Screen): string {
  switch (screen.kind) {
    case 'anything':
    case 'nothing':
      return screen.kind;
    case 'all':
      return screen.of.map(printOperand).join(' & ');
    case 'any':
      return screen.of.map(printOperand).join(' | ');
    case 'field':
      return printMembership(screen, printTexts(screen.texts), screen.folded ? '~' : '');
    case 'address': {
      const ranges = screen.ranges.map(({ low, high }) => `${quad(low)}-${quad(high)}`);
      return printMembership(screen, `[${ranges.join()}]`, '');
    }
  }
}

function printOperand(screen: Screen): string {
  const text = printScreen(screen);
  return screen.kind === 'all' || screen.kind === 'any' ? `(${text})` : text;
}

function printMembership(
  { path, negated }: FieldScreen | AddressScreen,
  members: string | null,
  mark: string,
): string {
  if (members === null) return negated ? `not ${path}` : path;
  return `${path}${mark} ${negated ? 'not in' : 'in'} ${members}`;
}

/** `{a,b*}`; null for the set of all texts. */
export function printTexts(texts: TextSet | null): string | null {
  if (texts === null) return null;
  const members = [
    ...texts.exact,
    ...Array.from(texts.heads, (head) => `${head}*`),
    ...Array.from(texts.tails, (tail) => `*${tail}`),
    ...Array.from(texts.parts, (part) => `*${part}*`),
  ];
  return `{${members.sort().join()}}`;
}

function quad(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}
