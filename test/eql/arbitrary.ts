/** Conditions and events made at random, so alike that many of them match. */
import fc from 'fast-check';
import { compileText, type Compiled, type FieldTypes } from './verdict.js';

const text = fc.constantFrom(
  'a',
  'A',
  'b',
  'ab',
  'AB',
  '',
  '1',
  '1.0',
  '01',
  '+1',
  '10e-1',
  'aba',
  'abBA',
  'a1b',
  '10.0.0.1',
  '10.0.0.256',
  '010.0.0.1',
  '::ffff:10.0.0.1',
  '::1',
  'true',
  'Infinity',
  'ς',
  'Σ',
);
const number = fc.constantFrom('1', '2', '1.0', '-1');
const field = fc.constantFrom('x', 'y', 'z');
const quoted = text.map((value) => JSON.stringify(value));
const pattern = fc.constantFrom(
  ...['"a*"', '"*B"', '"?"', '"*"', '"a"', '"AB"', '"1"', '"*b*"', '"a*b"', '"a?"', '"?b?"'],
  ...['"*1*b"', '"a*ba"', '"*.0*.*"', '"??*a"', '"a**"', '"Σ*"'],
);
const regex = fc.constantFrom(
  ...[
    '"a"',
    '"[ab]+"',
    '"A"',
    '"a.*"',
    '".*b"',
    '"(a|ab)a?"',
    '"a[b1]b?"',
    '"#"',
    '"(ab)*"',
    '"a(b1)*b?"',
    '"~(a.*)"',
  ],
  ...['"[0-9]{2}\\\\..+"', '"a.*|[0-9]+"', '"(ab){1,2}.?a*"', '".+&a.*"', '"(a|b){1,40}"', '"Σ"'],
);
const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);
const constant = fc.oneof(quoted, number, fc.constantFrom('true', 'false', 'null'));

const leaf = fc
  .oneof(
    fc.tuple(field, fc.constantFrom('==', '!=', '<', '>='), constant),
    fc.tuple(constant, fc.constantFrom('==', '!=', '<'), field),
    fc.tuple(field, fc.constantFrom('in', 'not in'), list(constant)),
    fc.tuple(field, fc.constantFrom('in~', 'not in~'), list(quoted)),
    fc.tuple(field, fc.constantFrom(':', 'like', 'like~'), list(pattern)),
    fc.tuple(field, fc.constantFrom('regex', 'regex~'), list(regex)),
    fc
      .tuple(
        fc.constantFrom('startsWith~', 'endsWith', 'stringContains', 'stringContains~'),
        field,
        fc.constantFrom('a', 'B', ''),
      )
      .map(([f, x, part]) => [`${f}(${x}, "${part}")`]),
    fc
      .tuple(field, fc.constantFrom('"10.0.0.0/8"', '"::1"', '"::/0"', '"10.0.0.1", "1.2.3.4/4"'))
      .map(([x, blocks]) => [`cidrMatch(${x}, ${blocks})`]),
    field.map((x) => [`length(${x}) == 1`]),
    field.map((x) => [`concat(${x}, "") != null`]),
    field.map((x) => [`concat(${x}, "") == null`]),
    fc.tuple(field, field).map(([x, y]) => [`startsWith(${x}, ${y})`]),
    field.map((x) => [x]),
    fc.constantFrom(['true'], ['false'], ['null == null']),
  )
  .map((parts) => parts.join(' '));

/** An expression over the fields x, y and z. */
export const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} and ${b})`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} or ${b})`),
    tie('condition').map((a) => `not (${a})`),
  ),
}));

const scalar = fc.oneof(text, fc.constantFrom(1, 2, -1, 0, -0, 1.5, Infinity, true, false));
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(null));
/** An event that has values for some of x, y and z. */
export const document = fc.record({ x: value, y: value, z: value }, { requiredKeys: [] });
const type = fc.constantFrom('keyword', 'long', 'ip', 'boolean', 'version', undefined);
/** What x and y are declared as. */
export const types = fc.record({ x: type, y: type });

/** Null for the combinations of types and operators that the checker refuses. */
export function compileFor(
  condition: string,
  declared: Readonly<Record<string, FieldTypes[string] | undefined>>,
): Compiled | null {
  const known = Object.entries(declared).flatMap(([path, type]) =>
    type === undefined ? [] : [[path, type] as const],
  );
  try {
    return compileText(`any where ${condition}`, Object.fromEntries(known));
  } catch {
    return null;
  }
}
