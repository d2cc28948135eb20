/** Changes of a text that give it a length, or a part in some place. Where the change may be anywhere, several places are tried. */
import { fold } from '../event/index.js';

/** Most places of a long text where something is put in or taken out. */
const MOST_PLACES = 40;
/** The longest text made to have a certain length. */
const LONGEST = 20_000;

/** `text` without some of its characters, so that `length` are left. */
export function* cutTo(text: string, length: number): Generator<string> {
  const surplus = text.length - length;
  if (surplus <= 0 || length < 0) return;
  for (const place of placesIn(length)) yield text.slice(0, place) + text.slice(place + surplus);
}

/** `text` with more characters, so that it has `length`. */
export function* filled(text: string, length: number, filler: string): Generator<string> {
  const missing = length - text.length;
  if (missing <= 0 || length > LONGEST) return;
  for (const place of placesIn(text.length)) {
    yield text.slice(0, place) + filler.repeat(missing) + text.slice(place);
  }
}

/** `text` with `part` at `place`: over what stands there, and between. */
export function placed(
  text: string,
  part: string,
  place: number,
  filler: string,
): readonly string[] {
  if (place < 0 || place > LONGEST) return [];
  const head = text.slice(0, place).padEnd(place, filler);
  return [head + part + text.slice(place + part.length), head + part + text.slice(place)];
}

/** `text` with the first of `pieces` at its start, the last at its end and the others somewhere, in order. */
export function* having(text: string, pieces: readonly string[]): Generator<string> {
  const [head = '', ...rest] = pieces;
  if (rest.length === 0) {
    yield head;
    return;
  }
  const tail = rest.at(-1) ?? '';
  const middle = rest.slice(0, -1).join('');
  const start = text.startsWith(head) ? head.length : 0;
  const end = text.endsWith(tail) ? text.length - tail.length : text.length;
  const inner = text.slice(start, Math.max(start, end));
  for (const place of placesIn(middle === '' ? 0 : inner.length)) {
    yield head + inner.slice(0, place) + middle + inner.slice(place) + tail;
    yield head + inner.slice(0, place) + middle + inner.slice(place + middle.length) + tail;
  }
  yield head + text.slice(head.length, Math.max(head.length, text.length - tail.length)) + tail;
}

/** `text` without `part` that begins before `end`: its first character is another there. */
export function without(text: string, part: string, end: number, filler: string): string {
  if (part === '') return text;
  let changed = text;
  for (let at = 0; ;) {
    at = fold(changed).indexOf(fold(part), at);
    if (at === -1 || at >= end) return changed;
    changed = changed.slice(0, at) + filler + changed.slice(at + 1);
    at += 1;
  }
}

/** Places between the characters of a text of this length, its ends first. */
function* placesIn(length: number): Generator<number> {
  yield length;
  if (length === 0) return;
  yield 0;
  const step = Math.max(1, Math.ceil(length / MOST_PLACES));
  for (let place = step; place < length; place += step) yield place;
}
