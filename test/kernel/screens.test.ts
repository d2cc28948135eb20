// Which probes the kernel finds possible: those whose screens hold, as the slow and obvious reading of a screen tells it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allOf,
  among,
  anyOf,
  complement,
  inRanges,
  presence,
  type Screen,
} from '../../src/eql/screen.js';
import type { TextSet } from '../../src/eql/index.js';
import { NO_TEXTS } from '../../src/eql/text-set.js';
import { DocumentEvent, FieldSet, type JsonObject } from '../../src/event/index.js';
import { Kernel, readLeads, type KernelProbe } from '../../src/kernel/index.js';
import { cases, KERNEL_MODULE, learn } from '../support/kernel.js';
import { holds, printScreen } from '../support/screen.js';

const FIELDS = new FieldSet();
const PATHS = ['x', 'y', 'o.x', 'o.p.z'] as const;
const TIME = FIELDS.slot('@timestamp');
for (const path of PATHS) FIELDS.slot(path);

/** Few letters, so that sets and values meet; some longer than a word or a vector. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/'), maxLength: 5 }),
  fc.constantFrom(
    'ab'.repeat(4),
    'ab'.repeat(8),
    `${'ab'.repeat(8)}a`,
    'b'.repeat(40),
    `${'b'.repeat(40)}A`,
    '1',
    '12',
    'true',
    '1.5',
    '10.0.0.1',
  ),
);
const sought = text.filter((item) => item !== '');
const set = (item: fc.Arbitrary<string>): fc.Arbitrary<ReadonlySet<string>> =>
  fc.array(item, { maxLength: 3 }).map((items) => new Set(items));
const texts = fc.record<TextSet>({
  exact: set(text),
  heads: set(sought),
  tails: set(sought),
  parts: set(sought),
});
const lower = ({ exact, heads, tails, parts }: TextSet): TextSet => {
  const fold = (items: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...items].map((item) => item.toLowerCase()));
  return { exact: fold(exact), heads: fold(heads), tails: fold(tails), parts: fold(parts) };
};
const place = fc.constantFrom(...PATHS).map((path) => ({ path, slot: FIELDS.slot(path) }));
const address = fc.constantFrom(
  0,
  0x0a00_0000,
  0x0a00_0001,
  0x0aff_ffff,
  0x7fff_ffff,
  0x8000_0000,
  0xffff_ffff,
);
const ranges = fc
  .array(fc.tuple(address, address), { minLength: 1, maxLength: 3 })
  .map((pairs) => pairs.map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) })));

const { screen } = fc.letrec<{ screen: Screen }>((tie) => ({
  screen: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(place, texts).map(([field, texts]) => among(field, false, texts)),
    fc.tuple(place, texts).map(([field, texts]) => among(field, true, lower(texts))),
    place.map(({ path, slot }) => presence(path, slot)),
    fc.tuple(place, ranges).map(([field, ranges]) => inRanges(field, ranges)),
    tie('screen').map(complement),
    fc.array(tie('screen'), { maxLength: 4 }).map(allOf),
    fc.array(tie('screen'), { maxLength: 4 }).map(anyOf),
  ),
}));

const plain = fc.oneof(
  { arbitrary: text, weight: 6 },
  {
    arbitrary: fc.constantFrom(
      '10.0.0.0',
      '10.255.255.255',
      '127.255.255.255',
      '128.0.0.0',
      '255.255.255.255',
      '0.0.0.0',
    ),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom<string | number | boolean>(
      '010.0.0.1',
      '10.0.0.256',
      '10.0.0',
      '10.0.0.1.1',
      1,
      12,
      -7,
      0,
      true,
      false,
      'Éa',
      'Aſ',
      '\u0130b',
      'bÉÉÉÉÉÉÉÉÉA',
    ),
    weight: 1,
  },
);
/** What the kernel may leave open. */
const odd = fc.constantFrom(1.5, 1e21, -0.25, 'é', 'Éa', 'a\u212a', '\u212aB', 'ſ', '\u0130');
/** Screens that look for more than ASCII, or for what a Kelvin sign becomes. */
const oddScreen = fc
  .tuple(place, fc.constantFrom('é', 'éa', 'k', 'kb', 'ak', 'ſ'))
  .map(([field, part]) => among(field, true, { ...NO_TEXTS, parts: new Set([part]) }));
const valueOf = (
  scalar: fc.Arbitrary<string | number | boolean>,
): fc.Arbitrary<JsonObject[string]> =>
  fc.oneof(
    { arbitrary: scalar, weight: 5 },
    { arbitrary: fc.array(fc.oneof(scalar, fc.constant(null)), { maxLength: 4 }), weight: 2 },
    { arbitrary: fc.constant(null), weight: 1 },
  );
const documentOf = (scalar: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<JsonObject> => {
  const value = valueOf(scalar);
  const p = fc.record({ z: value }, { requiredKeys: [] });
  const o = fc.record({ x: value, p }, { requiredKeys: [] });
  return fc.record({ x: value, y: value, o }, { requiredKeys: [] });
};

/** The probes that the kernel finds possible, by document. */
function possible(
  screens: readonly Screen[],
  documents: readonly JsonObject[],
): ReadonlyMap<number, readonly number[]> {
  const probes = screens.map((screen): KernelProbe => ({ screen, keys: [] }));
  const kernel = Kernel.of(KERNEL_MODULE, {
    fields: FIELDS.fields.map(({ path }) => path),
    probes,
    kindSlots: [],
    timeSlot: TIME,
    hostIdSlot: TIME,
    hostNameSlot: TIME,
    longestLine: 100_000,
  });
  const lines = documents.map(
    (document) => `${JSON.stringify({ '@timestamp': 1, ...document })}\n`,
  );
  const bytes = Buffer.from(lines.join(''));
  const found = new Map<number, number[]>();
  let leads: number[] = [];
  for (let at = 0, taken = 0; at < bytes.length; at = kernel.position) {
    const stop = kernel.take(bytes, at, bytes.length, at, taken);
    readLeads(kernel.leads, {
      line: (_offset, _length, line) => found.set(line, (leads = [])),
      lead: (probe) => leads.push(probe),
      lineEnd: () => undefined,
    });
    taken += kernel.linesTaken;
    if (stop === 'new-kind') learn(kernel, probes);
    else if (stop === 'strange') throw new Error(`left ${bytes.toString('utf8', kernel.position)}`);
  }
  return found;
}

const screens = fc.oneof(
  { arbitrary: fc.array(screen, { minLength: 1, maxLength: 12 }), weight: 9 },
  { arbitrary: fc.array(screen, { minLength: 120, maxLength: 150 }), weight: 1 },
);
const event = new DocumentEvent(FIELDS);

describe('the probes that are possible for an event', () => {
  test('are those whose screen holds', () => {
    let count = 0;
    fc.assert(
      fc.property(
        screens,
        fc.array(documentOf(plain), { minLength: 1, maxLength: 12 }),
        (screens, documents) => {
          const found = possible(screens, documents);
          for (const [line, document] of documents.entries()) {
            event.reset(document);
            const right = [...screens.keys()].filter((probe) => holds(screens[probe]!, event));
            count += right.length;
            expect({ document, probes: found.get(line) ?? [] }).toEqual({
              document,
              probes: right,
            });
          }
        },
      ),
      { numRuns: cases(700) },
    );
    expect(count).toBeGreaterThan(1000);
  }, 600_000);

  test('are never fewer, whatever the values', () => {
    fc.assert(
      fc.property(
        screens,
        fc.array(oddScreen, { maxLength: 2 }),
        fc.array(documentOf(fc.oneof(plain, odd)), { minLength: 1, maxLength: 12 }),
        (common, rare, documents) => {
          const screens = [...common, ...rare];
          const found = possible(screens, documents);
          for (const [line, document] of documents.entries()) {
            event.reset(document);
            for (const [probe, screen] of screens.entries()) {
              if (!holds(screen, event) || found.get(line)?.includes(probe) === true) continue;
              expect([document, printScreen(screen)]).toBeNull();
            }
          }
        },
      ),
      { numRuns: cases(400) },
    );
  }, 600_000);
});
