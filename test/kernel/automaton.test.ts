import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAutomaton, type Automaton, type SoughtText } from '../../src/kernel/automaton.js';

const encoder = new TextEncoder();

/** Ids of the texts found in `value`. */
function run(
  { classes, classCount, endClass, start, states, found }: Automaton,
  value: Uint8Array,
): number[] {
  const all = new Set<number>();
  const width = classCount + 1;
  let state = start;
  const step = (byteClass: number): void => {
    const offset = states[state * width + 1 + byteClass]!;
    state = (offset >>> 2) / width;
    const ids = offset % 2 === 0 ? [] : found.get(state)!;
    for (const id of ids) all.add(id);
  };
  for (const byte of value) step(classes[byte]!);
  step(endClass);
  return [...all].sort((a, b) => a - b);
}

/** The same by trying each text at each place. */
function search(texts: readonly SoughtText[], value: Uint8Array): number[] {
  const isAt = (bytes: Uint8Array, at: number): boolean =>
    at >= 0 &&
    at + bytes.length <= value.length &&
    bytes.every((byte, i) => value[at + i] === byte);
  const places = Array.from({ length: value.length + 1 }, (_, at) => at);
  return texts
    .filter(({ bytes, where }) => {
      if (where === 'head') return isAt(bytes, 0);
      if (where === 'tail') return isAt(bytes, value.length - bytes.length);
      return places.some((at) => isAt(bytes, at));
    })
    .map(({ id }) => id);
}

const where = fc.constantFrom<SoughtText['where']>('head', 'tail', 'part');
/** Few letters, so that texts begin and end with parts of each other. */
const word = fc
  .string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 })
  .map((text) => encoder.encode(text));
const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 4 });

function expectFound(texts: readonly SoughtText[], values: readonly Uint8Array[]): void {
  const automaton = buildAutomaton(texts);
  for (const value of values) expect(run(automaton, value)).toEqual(search(texts, value));
}

describe('an automaton finds what a search for each text finds', () => {
  test.each([
    [
      'words of few letters',
      word,
      fc
        .array(word, { maxLength: 5 })
        .map((words) => Uint8Array.from(words.flatMap((text) => [...text]))),
    ],
    ['any bytes', anyBytes, fc.uint8Array({ maxLength: 30 })],
  ])('%s', (_name, sought, value) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sought, where), { maxLength: 12 }),
        fc.array(value, { minLength: 1, maxLength: 5 }),
        (items, values) => {
          expectFound(
            items.map(([bytes, where], id) => ({ bytes, where, id })),
            values,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('every byte is in some text', () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    const texts = bytes.flatMap((byte): SoughtText[] => [
      { bytes: Uint8Array.of(byte, 255 - byte), where: 'part', id: byte * 2 },
      { bytes: Uint8Array.of(byte), where: byte % 2 === 0 ? 'head' : 'tail', id: byte * 2 + 1 },
    ]);
    expect(buildAutomaton(texts).classCount).toBe(257);
    expectFound(texts, [
      Uint8Array.of(),
      ...bytes.map((byte) => Uint8Array.of(byte, 255 - byte, 0)),
      Uint8Array.from(bytes),
    ]);
  });

  test('texts of tens of thousands of bytes', () => {
    const long = new Uint8Array(50_000).fill(97);
    const texts: SoughtText[] = [
      { bytes: long, where: 'part', id: 0 },
      { bytes: long.subarray(1), where: 'tail', id: 1 },
    ];
    expectFound(texts, [long.subarray(2), long.subarray(1), long]);
  });
});
