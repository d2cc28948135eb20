// Queries at random: what is generated does what it should, and what is called impossible or dead is.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/event/index.js';
import { findDead } from '../../src/witness/index.js';
import { checked, generated, matches } from './support.js';

const TEXTS = ['a', 'ab', 'b', 'B', 'abc'] as const;
const PATTERNS = ['a*', '*b', '?b', 'a?c', '*', 'b', 'A*c'] as const;
const quoted = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(', ');
const texts = fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 3 }).map(quoted);
const patterns = fc.array(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 3 }).map(quoted);
const textField = fc.constantFrom('process.name', 'process.args', 'user.id');
const small = fc.integer({ min: 0, max: 4 });

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(textField, fc.constantFrom('==', '!='), fc.constantFrom(...TEXTS))
    .map(([field, op, text]) => `${field} ${op} "${text}"`),
  fc
    .tuple(textField, fc.constantFrom('in', 'not in', 'in~'), texts)
    .map(([field, op, list]) => `${field} ${op} (${list})`),
  fc
    .tuple(textField, fc.constantFrom(':', 'like', 'like~'), patterns)
    .map(([field, op, list]) => `${field} ${op} (${list})`),
  fc
    .tuple(textField, fc.constantFrom('a.*', '[ab]{1,2}', '~(a)', 'ab?|c'))
    .map(([field, regex]) => `${field} regex "${regex}"`),
  fc.tuple(textField, fc.constantFrom('==', '!=')).map(([field, op]) => `${field} ${op} null`),
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), small)
    .map(([op, limit]) => `process.pid ${op} ${limit}`),
  fc
    .tuple(textField, fc.constantFrom('>', '==', '<'), small)
    .map(([field, op, limit]) => `length(${field}) ${op} ${limit}`),
  fc
    .tuple(
      fc.constantFrom('startsWith', 'endsWith~', 'stringContains'),
      textField,
      fc.constantFrom(...TEXTS),
    )
    .map(([call, field, text]) => `${call}(${field}, "${text}")`),
);

const { condition } = fc.letrec<{ readonly condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) and (${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a}) or (${b})`),
    tie('condition').map((inner) => `not (${inner})`),
  ),
}));

const eventQuery = condition.map((inner) => `process where ${inner}`);
const subquery = fc
  .tuple(fc.constantFrom('process', 'file', 'any'), condition)
  .map(([category, inner]) => `${category} where ${inner}`);
const sequence = fc
  .tuple(
    fc.constantFrom('', ' by host.id', ' by user.id'),
    fc.array(fc.tuple(subquery, fc.constantFrom('', ' with runs=2')), {
      minLength: 2,
      maxLength: 3,
    }),
    fc.constantFrom('', ' until [any where process.pid == 4]'),
  )
  .map(
    ([by, stages, until]) =>
      `sequence${by} with maxspan=10s ${stages.map(([inner, runs]) => `[${inner}]${runs}`).join(' ')}${until}`,
  );
const sample = fc
  .array(subquery, { minLength: 2, maxLength: 3 })
  .map((stages) => `sample by host.id ${stages.map((inner) => `[${inner}]`).join(' ')}`);

const value = fc.constantFrom(...TEXTS, 'ac', 'aab', '');
const event: fc.Arbitrary<JsonObject> = fc.record({
  event: fc.constant({ category: 'process' }),
  process: fc.record(
    { name: value, args: fc.array(value, { maxLength: 3 }), pid: small },
    { requiredKeys: [] },
  ),
  user: fc.record({ id: value }, { requiredKeys: [] }),
});

describe.each([
  ['event queries', eventQuery, 300],
  ['sequences', sequence, 120],
  ['samples', sample, 60],
] as const)('%s', (_name, query, numRuns) => {
  test('witnesses match, near misses do not', () => {
    let found = 0;
    fc.assert(
      fc.property(query, (text) => {
        const { witness, nearMisses } = generated(text);
        if (witness === null) return;
        found += 1;
        expect(matches(text, witness.events)).toBeGreaterThan(0);
        for (const { events } of nearMisses) expect(matches(text, events)).toBe(0);
      }),
      { numRuns },
    );
    // Most conditions at random can be satisfied, and what can be mostly is.
    expect(found).toBeGreaterThan(numRuns / 2);
  });
});

test('no event matches a query that is said to be impossible, or has a part above it that never holds', () => {
  fc.assert(
    fc.property(eventQuery, fc.array(event, { minLength: 20, maxLength: 20 }), (text, events) => {
      const { reason } = generated(text);
      const dead = findDead(checked(text)).find(
        ({ kind, span }) => kind === 'never' && !/\b(?:or|not)\b/.test(text) && span.end > 0,
      );
      const isImpossible = reason?.startsWith('no event can') === true;
      if (isImpossible || dead !== undefined) expect(matches(text, events)).toBe(0);
    }),
    { numRuns: 400 },
  );
});

/** Conditions with functions of one field, all of which `text` satisfies. */
function factsOf(text: string): fc.Arbitrary<readonly string[]> {
  const place = fc.nat(text.length - 1);
  const part = fc.tuple(place, fc.integer({ min: 1, max: 3 }));
  const fact = fc.oneof(
    fc.constant(`length(x) == ${text.length}`),
    fc.nat(text.length).map((least) => `length(x) >= ${least}`),
    part.map(([at, size]) => {
      const slice = text.slice(at, at + size);
      return `indexOf(x, "${slice}") == ${text.indexOf(slice)}`;
    }),
    part.map(([at, size]) => `substring(x, ${at}, ${at + size}) == "${text.slice(at, at + size)}"`),
    part.map(([at, size]) => `stringContains(x, "${text.slice(at, at + size)}")`),
    place.map((at) => `startsWith(x, "${text.slice(0, at)}")`),
    place.map((at) => `endsWith~(x, "${text.slice(at).toUpperCase()}")`),
    place.map((at) => `substring(x, ${at - text.length}) == "${text.slice(at)}"`),
    place.map((at) => `concat(x, "!") like "*${text.slice(at)}!"`),
    fc.tuple(place, place).map(([left, right]) => {
      const [open, close] = [text.charAt(left), text.charAt(right)];
      const after = text.slice(text.indexOf(open) + 1);
      const inner = after.includes(close) ? after.slice(0, after.indexOf(close)) : '';
      return `between(x, "${open}", "${close}") == "${inner}"`;
    }),
    fc.constant(`number(concat("1", length(x)), 16) == ${Number(`0x1${text.length}`)}`),
  );
  return fc.array(fact, { minLength: 1, maxLength: 5 });
}

test('values are found for what functions give, where there are some', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '-', '.'),
    minLength: 3,
    maxLength: 12,
  });
  const missed: string[] = [];
  let asked = 0;
  fc.assert(
    fc.property(text.chain(factsOf), (facts) => {
      const query = `any where ${facts.join(' and ').replaceAll(/\bx\b/g, 'process.title')}`;
      const { witness, reason } = generated(query);
      asked += 1;
      expect(reason?.startsWith('no event can') ?? false).toBe(false);
      if (witness === null) missed.push(query);
      else expect(matches(query, witness.events)).toBe(1);
    }),
    { numRuns: 120 },
  );
  // The search gives up now and then.
  expect(missed.length).toBeLessThan(asked * 0.03);
});
