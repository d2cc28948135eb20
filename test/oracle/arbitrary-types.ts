/** Conditions made at random over one field of a known type, and values for it. */
import fc from 'fast-check';
import { anyCondition } from '../eql/arbitrary.js';

/** What an event may hold in a field, by its type. */
export const VALUES: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  long: [0, 1, 2, -1, 100, '1', '01', '2.0', 'abc', 9007199254740991],
  keyword: ['1', '1.0', '2', '2.5', '1.0E7', '10', 'a', '', 1, 2.5],
  double: [0, 1, 1e7, 0.5, 2.5, -1, '1.50', '.5', '1e2', 'abc'],
  boolean: [true, false, 'true', 'false'],
  ip: [
    '10.0.0.1',
    '10.0.0.10',
    '11.0.0.0',
    '::1',
    '0:0::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '1.2.3',
    'fe80::1%eth0',
    '',
  ],
  version: ['1.2.3', '1.10.0', '1.2.3-rc.1', '1.2.3-rc.10', '1.2', '1.2.3+b', '01.2', 'bad', ''],
  date: [
    '2017-08-30T20:47:33.250Z',
    '2017-08-30T20:47:33Z',
    '2017-08-30T22:47:33.250999999+02:00',
    '2017-08-30T20:47:33.999Z',
    '2017-08-30',
    '2017-08-30T20',
    '2017-08-30T22+02',
    '2017',
    '2017-08-31T00:00:00.000Z',
    1504126053250,
    '1504126053250',
    'no time',
  ],
};
/** What such a field is compared with. */
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  long: ['0', '1', '2', '-1', '1.0', '1.5', '"1"', '"01"', '1 + 1', '99.5', 'length("ab")'],
  keyword: ['1', '1.0', '"1.0"', '2.5', '4 / 2.0', '10000000.0', '-1.0', '"a"', 'concat(1.0)'],
  double: ['0', '1', '0.5', '2.5', '"1.5"', '100', '1 / 2.0', '-1'],
  boolean: ['true', 'false', '"true"', 'not true'],
  ip: [
    '"10.0.0.1"',
    '"10.0.0.0/8"',
    '"::1"',
    '"::ffff:10.0.0.1"',
    '"::/0"',
    '"0.0.0.0/0"',
    'concat("10.0.0", ".1")',
  ],
  version: ['"1.2.3"', '"1.2.3-rc.2"', '"1.9"', '"1.2"', '"bad"', '"1.2.3+c"'],
  date: [
    '"2017-08-30T20:47:33Z"',
    '"2017-08-30T20:47:33.250Z"',
    '"2017-08-30T20:47Z"',
    '"2017-08-30T20"',
    '"2017-08-30T22+0200"',
    '"2017-08-30"',
    '"2017-08"',
    '"2017"',
    '"2017-08-30T22:47:33+02:00"',
    '1504126053250',
    '"1504126053250"',
  ],
};

/** Conditions over x, declared as `type`: as leaves and inside of scripts. */
export function typedCondition(type: string): fc.Arbitrary<string> {
  const constant = fc.constantFrom(...CONSTANTS[type]!);
  const equal = fc.constantFrom('==', '!=');
  const operator = type === 'boolean' ? equal : fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
  const comparison = fc.oneof(
    fc.tuple(operator, constant).map(([o, c]) => `x ${o} ${c}`),
    fc.tuple(constant, operator).map(([c, o]) => `${c} ${o} x`),
    fc
      .tuple(
        fc.constantFrom('in', 'not in'),
        fc.array(fc.oneof(constant, fc.constant('null')), { minLength: 1, maxLength: 3 }),
      )
      .map(([o, list]) => `x ${o} (${list.join(', ')})`),
    fc.constantFrom('x == null', 'null != x'),
  );
  const script = fc.oneof(
    comparison.map((text) => `string(${text}) == "true"`),
    comparison.map((text) => `string(not (${text})) : "tr*"`),
    comparison.map((text) => `(${text}) == null`),
    comparison.map((text) => `(${text}) != true`),
    comparison.map((text) => `concat(?o.y, ${text}) : "*false"`),
    fc.constantFrom('length(string(x)) > 1', 'string(x) : "1*"', 'concat(x, ?o.y) != null'),
    ...(type === 'long' || type === 'double'
      ? [
          fc
            .tuple(fc.constantFrom('+', '-', '*', '/', '%'), constant, constant)
            .map(([o, a, b]) => `x ${o} (${a}) >= ${b}`),
        ]
      : []),
    ...(type === 'ip'
      ? [fc.constantFrom('cidrMatch(x, "10.0.0.0/8")', 'string(cidrMatch(x, "::/0")) == "true"')]
      : []),
    ...(type === 'boolean'
      ? [fc.constantFrom('x', 'not x', 'x and ?o.y == "a"', 'string(x and ?o.y == "a") == "false"')]
      : []),
    ...(type === 'version' ? [fc.constantFrom('x : "1.*"', 'x like~ "?.2*"')] : []),
  );
  const leaf = fc.oneof(
    comparison,
    script,
    script.map((text) => `not (${text})`),
  );
  return fc.oneof(
    { arbitrary: leaf, weight: 3 },
    {
      arbitrary: fc.tuple(leaf, anyCondition('?o.y', '?o.p.z')).map(([a, b]) => `${a} or ${b}`),
      weight: 1,
    },
    { arbitrary: fc.tuple(leaf, leaf).map(([a, b]) => `${a} and ${b}`), weight: 1 },
  );
}
