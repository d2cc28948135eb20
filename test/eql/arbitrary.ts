/** Conditions and events made at random, so alike that many of them match. */
import fc from 'fast-check';
import type { Scalar, Value } from '../../src/event/index.js';
import { compileText, type Compiled, type FieldTypes } from './verdict.js';

export const text = fc.constantFrom(
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
  'É',
  'İb',
  'K',
  '😀a',
  'a\nb',
  '[a]',
  'a\\*',
  '007',
  '%',
);
const number = fc.constantFrom('1', '2', '1.0', '-1');
const quoted = text.map((value) => JSON.stringify(value));
const pattern = fc.constantFrom(
  ...['"a*"', '"*B"', '"?"', '"*"', '"a"', '"AB"', '"1"', '"*b*"', '"a*b"', '"a?"', '"?b?"'],
  ...[
    '"?*"',
    '"*?a"',
    '"[a]"',
    '"a\\\\*"',
    '"%"',
    '"é*"',
    '"İ?"',
    '"k"',
    '"😀?"',
    '"??"',
    '"*\\n*"',
  ],
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
  ...[
    '"<1-12>"',
    '"<001-100>"',
    '"\\\\d+"',
    '"[^a-c]+"',
    '"@b"',
    '"a{2,}|.?"',
    '"\\"a.\\"@"',
    '"[A-Z]+"',
  ],
  ...[
    '"(.&[^b])@"',
    '"[\\\\[\\\\]a]+"',
    '"a\\\\\\\\\\\\*"',
    '"\\\\W+"',
    '"~(@b@)"',
    '"^a$"',
    '"é|İ."',
    '"(a{1,2}){2}"',
  ],
  ...['"[0-9]{2}\\\\..+"', '"a.*|[0-9]+"', '"(ab){1,2}.?a*"', '".+&a.*"', '"(a|b){1,40}"', '"Σ"'],
);
const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);
const constant = fc.oneof(quoted, number, fc.constantFrom('true', 'false', 'null'));

const leafOver = (field: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
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

/** Expressions that no index answers: functions of functions, arithmetic, comparisons of comparisons. */
const scriptOver = (
  field: fc.Arbitrary<string>,
): fc.LetrecValue<Record<'text' | 'number' | 'truth', string>> =>
  fc.letrec<Record<'text' | 'number' | 'truth', string>>((tie) => {
    const call = (name: fc.Arbitrary<string>, ...args: fc.Arbitrary<string>[]) =>
      fc
        .tuple(name, ...args)
        .map(([f, ...given]) => `${f}(${given.filter((arg) => arg !== '').join(', ')})`);
    const either = (...names: string[]): fc.Arbitrary<string> => fc.constantFrom(...names);
    const position = fc.oneof(either('', '', '0', '1', '2', '-1', '-2', '9'), tie('number'));
    const infix = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
      fc.tuple(...parts).map((texts) => `(${texts.join(' ')})`);
    return {
      text: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        field,
        quoted,
        call(
          either('concat', 'CONCAT'),
          tie('text'),
          fc.oneof(tie('text'), tie('number'), tie('truth')),
        ),
        call(
          either('substring'),
          tie('text'),
          fc.oneof(either('0', '1', '-2'), tie('number')),
          position,
        ),
        call(
          either('between', 'between~'),
          tie('text'),
          fc.oneof(quoted, either('"a"', '"b"')),
          fc.oneof(quoted, either('"a"', '"b"')),
          either('', 'true', 'false'),
        ),
        call(either('string'), fc.oneof(tie('text'), tie('number'), tie('truth'))),
      ),
      number: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        field,
        either('0', '1', '2', '3', '0.5', '2.0', '-1', '100', '9007199254740991'),
        call(either('length'), tie('text')),
        call(either('indexOf', 'indexOf~'), tie('text'), tie('text'), position),
        call(either('number'), tie('text'), either('', '10', '16', '8', '2')),
        call(
          either('add', 'subtract', 'multiply', 'divide', 'modulo'),
          tie('number'),
          tie('number'),
        ),
        infix(tie('number'), either('+', '-', '*', '/', '%'), tie('number')),
        infix(either('-'), tie('number')),
      ),
      truth: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        infix(tie('text'), either('==', '!=', '<', '>='), quoted),
        infix(quoted, either('==', '!=', '>', '<='), tie('text')),
        infix(tie('number'), either('==', '!=', '<', '<=', '>', '>='), constant),
        infix(constant, either('==', '!=', '<', '<=', '>', '>='), tie('number')),
        infix(tie('text'), either(':', 'like', 'like~'), list(pattern)),
        infix(tie('text'), either('regex', 'regex~'), list(regex)),
        infix(tie('text'), either('in', 'not in', 'in~', 'not in~'), list(quoted)),
        infix(tie('number'), either('in', 'not in'), list(constant)),
        infix(
          fc.oneof(tie('text'), tie('number'), tie('truth')),
          either('==', '!='),
          either('null'),
        ),
        infix(
          either('null'),
          either('==', '!='),
          fc.oneof(tie('text'), tie('number'), tie('truth')),
        ),
        infix(tie('truth'), either('==', '!='), either('true', 'false')),
        infix(either('not'), fc.oneof(tie('truth'), field)),
        infix(tie('truth'), either('and', 'or'), fc.oneof(tie('truth'), field)),
        call(
          either(
            'startsWith',
            'startsWith~',
            'endsWith',
            'endsWith~',
            'stringContains',
            'stringContains~',
          ),
          tie('text'),
          tie('text'),
        ),
        call(
          either('cidrMatch'),
          tie('text'),
          either('"10.0.0.0/8"', '"::/0", "1.2.3.4"', '"::ffff:10.0.0.0/104"', 'null'),
        ),
        fc
          .tuple(field, either('==', '!=', '<'), field)
          .map(([x, operator, y]) => `(${optional(x)} ${operator} ${optional(y)})`),
      ),
    };
  });

const optional = (field: string): string => (field.startsWith('?') ? field : `?${field}`);

function conditionOf(leaf: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} and ${b})`),
      fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} or ${b})`),
      tie('condition').map((a) => `not (${a})`),
    ),
  })).condition;
}

/** A condition over the fields x, y and z: tests of single fields. */
export const condition = conditionOf(leafOver(fc.constantFrom('x', 'y', 'z')));

/** A condition over these fields, of everything that EQL has. */
export function anyCondition(...fields: readonly string[]): fc.Arbitrary<string> {
  const field = fc.constantFrom(...fields);
  return conditionOf(
    fc.oneof(
      { arbitrary: leafOver(field), weight: 2 },
      { arbitrary: scriptOver(field).truth, weight: 3 },
    ),
  );
}

const valueOf = (scalar: fc.Arbitrary<Scalar>): fc.Arbitrary<Value> =>
  fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant(null));
/** What an event may hold under a field's name. */
export const value = valueOf(fc.oneof(text, fc.constantFrom(1, 2, -1, 0, -0, 1.5, true, false)));
/** The same, and numbers that are too large: Elasticsearch would not take these. */
const anyValue = valueOf(
  fc.oneof(text, fc.constantFrom(1, 2, -1, 0, -0, 1.5, Infinity, true, false)),
);
/** An event that has values for some of x, y and z. */
export const document = fc.record({ x: anyValue, y: anyValue, z: anyValue }, { requiredKeys: [] });
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
