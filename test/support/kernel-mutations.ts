/** Other ways to write an event that is there: most mean the same, some mean something else, some nothing at all. */
import type { Json, JsonObject } from '../../src/event/index.js';
import { isArray, isObject } from '../../src/event/value.js';

/** Numbers below a bound, the same ones for the same seed. */
export type Dice = (bound: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (bound) => {
    // Source: G. Marsaglia, "Xorshift RNGs" (2003); never 0, of which nothing else would come.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state = state >>> 0 || 1;
    return state % bound;
  };
}

type Rewriting = (text: string, document: JsonObject, dice: Dice) => string;

/** By name: ways to write the document that stands on a line. */
export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  'as it is': (text) => text,
  'escapes in values': (_text, document, dice) =>
    write(document, { escapeValue: () => dice(3) === 0 }, dice),
  'an escape in a key': (_text, document, dice) =>
    write(document, { escapeKey: () => dice(20) === 0 }, dice),
  'blanks between': (_text, document, dice) =>
    write(document, { blank: () => ['', ' ', '\t', ' '.repeat(dice(70))][dice(4)] ?? '' }, dice),
  'keys in reverse': (_text, document) => JSON.stringify(reversed(document)),
  'dots in place of levels': (_text, document, dice) => JSON.stringify(dotted(document, dice)),
  'levels in place of dots': (_text, document) => JSON.stringify(nested(document)),
  'a key again in front': (text, document, dice) =>
    `{${someMember(document, dice)},${text.slice(1)}`,
  'a key again behind': (text, document, dice) =>
    `${text.slice(0, -1)},${someMember(document, dice)}}`,
  'lists in place of values': (_text, document, dice) => JSON.stringify(listed(document, dice)),
  'a byte lost': (text, _document, dice) => without(text, dice(text.length), 1),
  'some bytes lost': (text, _document, dice) => without(text, dice(text.length), 1 + dice(40)),
  'a byte changed': (text, _document, dice) => {
    const at = dice(text.length);
    return text.slice(0, at) + String.fromCharCode(dice(128)) + text.slice(at + 1);
  },
  'cut off': (text, _document, dice) => text.slice(0, dice(text.length)),
  'twice on a line': (text) => text + text,
  'no time': (_text, { '@timestamp': _, ...rest }) => JSON.stringify(rest),
};

interface Spelling {
  readonly escapeValue?: () => boolean;
  readonly escapeKey?: () => boolean;
  readonly blank?: () => string;
}

function write(json: Json | undefined, spelling: Spelling, dice: Dice): string {
  const { escapeValue = never, escapeKey = never, blank = nothing } = spelling;
  const list = (items: readonly string[]): string =>
    items.map((item) => `${blank()}${item}${blank()}`).join();
  if (typeof json === 'string') return escapeValue() ? escaped(json, dice) : JSON.stringify(json);
  if (isArray(json)) return `[${list(json.map((item) => write(item, spelling, dice)))}]`;
  if (!isObject(json)) return JSON.stringify(json ?? null);
  const members = Object.entries(json).map(([key, value]) => {
    const name = escapeKey() ? escaped(key, dice) : JSON.stringify(key);
    return `${name}${blank()}:${blank()}${write(value, spelling, dice)}`;
  });
  return `{${list(members)}}`;
}

const never = (): boolean => false;
const nothing = (): string => '';

function escaped(text: string, dice: Dice): string {
  const units = text.split('').map((unit) => {
    if (unit === '/' && dice(2) === 0) return '\\/';
    if (unit >= ' ' && unit !== '"' && unit !== '\\' && dice(4) !== 0) return unit;
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${dice(2) === 0 ? hex : hex.toUpperCase()}`;
  });
  return `"${units.join('')}"`;
}

function reversed(json: Json | undefined): Json | undefined {
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

function dotted(document: JsonObject, dice: Dice): JsonObject {
  const members = Object.entries(document).flatMap(([key, value]): [string, Json | undefined][] => {
    if (!isObject(value)) return [[key, value]];
    const below = dotted(value, dice);
    if (dice(3) === 0) return [[key, below]];
    return Object.entries(below).map(([name, item]) => [`${key}.${name}`, item]);
  });
  return Object.fromEntries(members);
}

function nested(document: JsonObject): JsonObject {
  const top: Record<string, Json | undefined> = {};
  for (const [key, value] of Object.entries(document)) {
    const dot = key.indexOf('.');
    if (dot === -1) top[key] = isObject(value) ? nested(value) : value;
    else top[key.slice(0, dot)] = nested({ [key.slice(dot + 1)]: value });
  }
  return top;
}

function listed(document: JsonObject, dice: Dice): JsonObject {
  const members = Object.entries(document).map(([key, value]): [string, Json | undefined] => {
    const item = isObject(value) ? listed(value, dice) : (value ?? null);
    const lists: readonly Json[] = [[item], [item, item], [item, null], [[item]], []];
    return [key, dice(12) === 0 ? lists[dice(lists.length)] : item];
  });
  return Object.fromEntries(members);
}

/** A member that the document may have already, perhaps with another value. */
function someMember(document: JsonObject, dice: Dice): string {
  const members = Object.entries(document);
  const [key, value] = members[dice(members.length)] ?? ['x', 1];
  const other: readonly (Json | undefined)[] = [value, null, 'sh', {}, [], { name: 'sh' }];
  return `${JSON.stringify(key)}:${JSON.stringify(other[dice(other.length)])}`;
}

function without(text: string, at: number, length: number): string {
  return text.slice(0, at) + text.slice(at + length);
}
