// Differences between the product and the oracle that were found, each with what Elasticsearch does.
import type { FieldType, JsonObject } from '../../src/index.js';

export interface Regression {
  readonly why: string;
  readonly query: string;
  readonly types: Readonly<Record<string, FieldType>>;
  readonly documents: readonly JsonObject[];
  /** The matches: of each the events, by their places in `documents`. */
  readonly expected: readonly (readonly (number | null)[])[];
}

const ADDRESSES: readonly JsonObject[] = [{ x: '::ffff:10.0.0.1' }, { x: '10.0.0.2' }];

export const REGRESSIONS: readonly Regression[] = [
  {
    why: 'a constant that has to be worked out is read as the type of the field inside of a script, too',
    query: 'any where string(x == concat("10.0.0", ".1")) == "true"',
    types: { x: 'ip' },
    documents: ADDRESSES,
    expected: [[0]],
  },
  {
    why: 'a constant on the left is read as the type of the field inside of a script, too',
    query: 'any where string("10.0.0.1" == x) == "true"',
    types: { x: 'ip' },
    documents: ADDRESSES,
    expected: [[0]],
  },
  {
    why: 'a constant on the left turns the order round inside of a script, too',
    query: 'any where string("1.9.0" <= x) == "true"',
    types: { x: 'version' },
    documents: [{ x: '1.10.0' }, { x: '1.9.0' }, { x: '1.8.0' }],
    expected: [[0], [1]],
  },
  {
    why: 'a negative number is a constant that has to be worked out',
    query: 'any where string(x < -1) == "true"',
    types: { x: 'keyword' },
    documents: [{ x: '-5' }, { x: '+1' }],
    expected: [[1]],
  },
  {
    why: 'the constants of a list are read as the type of the field inside of a script, too',
    query: 'any where string(x in ("10.0.0.1")) == "true"',
    types: { x: 'ip' },
    documents: ADDRESSES,
    expected: [[0]],
  },
  {
    why: 'what folds to null makes a test for null of == inside of a script, too',
    query: 'any where startsWith(string(cidrMatch(?x, null) == true), ?y)',
    types: {},
    documents: [{ y: 'fal' }, { y: 'nul' }],
    expected: [[0]],
  },
  {
    why: 'null spreads inside of a script, too: `x in (null)` is null, not false',
    query: 'any where concat(?x, ?x in (null) or ?x == "a") == "bfalse"',
    types: {},
    documents: [{ x: 'a' }, { x: 'b' }],
    expected: [],
  },
  {
    why: 'a keyword is a text, also where an event holds a number',
    query: 'any where x == "1.0"',
    types: { x: 'keyword' },
    documents: [{ x: 1 }, { x: '1.0' }],
    expected: [[1]],
  },
  {
    why: 'no value of a number field equals what is no number',
    query: 'any where x == "abc" or x == true',
    types: { x: 'long' },
    documents: [{ x: 'abc' }, { x: true }, { x: 'true' }],
    expected: [],
  },
  {
    why: 'a field alone asks whether it is true inside of a script, too: the text "true" is',
    query: 'any where string(not x) == "true" or string(x and ?y == 1) == "true"',
    types: { x: 'boolean' },
    documents: [{ x: 'true' }, { x: 'false' }, { x: 'false', y: 1 }, { x: 'true', y: 1 }],
    expected: [[1], [2], [3]],
  },
  {
    why: 'a dot without digits behind it is no fraction, so this is no time: such an event comes first',
    query: 'any where true',
    types: {},
    documents: [{ '@timestamp': 0 }, { '@timestamp': '2026-11-21T04:13:58.Z' }],
    expected: [[1], [0]],
  },
  {
    why: 'what is null whatever the event is a constant, also where null does not spread',
    query: 'any where indexOf("a", "b", ?x + null) not in (1)',
    types: {},
    documents: [{ x: 1 }],
    expected: [],
  },
  {
    why: 'three-valued logic over what is null whatever the event is a constant, too',
    query: 'any where string(?x + null > 1 or false) not in ("a")',
    types: {},
    documents: [{ x: 1 }],
    expected: [],
  },
  {
    why: 'a join key is kept as UTF-8, where every half of a surrogate pair is the same',
    query: 'sequence by k [any where s == "a"] [any where s == "b"]',
    types: {},
    documents: [
      { '@timestamp': 1, s: 'a', k: '\ud800' },
      { '@timestamp': 2, s: 'b', k: ['\ud801', '\ud802'] },
    ],
    expected: [[0, 1]],
  },
];
