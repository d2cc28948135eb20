import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../src/eql/index.js';
import { verdict } from './verdict.js';

describe('functions', () => {
  test.each([
    // between
    ['between(x, "welcome", "planet") == " to the "'],
    ['between(x, "welcome", "e") == " to th"'],
    ['between(x, "welcome", "e", true) == " to the plan"'],
    ['between(x, "welcome", "village") == ""'],
    ['between(x, "goodbye", "planet") == ""'],
    ['between("", "a", "b") == ""'],
    ['between~(x, "WELCOME", "THE") == " to "'],
    ['between(x, "WELCOME", "the") == ""'],
    ['between~("İWelcomeİX", "WEL", "x") == "comeİ"'],
    // concat
    ['concat(x) == "welcome to the planet"'],
    ['concat("a", 42.5, true) == "a42.5true"'],
    ['CONCAT("a", 1) == "a1"'],
    // indexOf
    ['indexOf(x, "e") == 1'],
    ['indexOf(x, "e", 2) == 6'],
    ['indexOf(x, "e", -5) == 1'],
    ['indexOf(x, "nowhere") == null'],
    ['indexOf(x, "e", 100) == null'],
    ['indexOf(x, "") == 0'],
    ['indexOf(x, "", 3) == 3'],
    ['indexOf~(x, "TO") == 8'],
    // length
    ['length("") == 0'],
    // number
    ['number("314") == 314'],
    ['number("-3.14") == -3.14'],
    ['number(" +5 ") == 5'],
    ['number("1e3") == 1000'],
    ['number("0x1337") == 4919'],
    ['number("0x32", 16) == 50'],
    ['number("32", 16) == 50'],
    ['number("052403", 8) == 21763'],
    ['number("-ff", 16) == -255'],
    ['number("31", 13) == 40'],
    ['number("31", null) == 31'],
    // string
    ['string(42) == "42"'],
    ['string(42.5) == "42.5"'],
    ['string(true) == "true"'],
    ['string(null) == null'],
    // substring
    ['substring(x, 0, 7) == "welcome"'],
    ['substring(x, -6) == "planet"'],
    ['substring(x, -6, -1) == "plane"'],
    ['substring(x, 5, 2) == ""'],
    ['substring(x, -1000, 1000) == "welcome to the planet"'],
    // startsWith and kin
    ['startswith~(x, "WEL")'],
    ['not startsWith(x, "WEL")'],
    ['endsWith(x, "planet")'],
    ['stringContains(x, "to")'],
    ['not stringContains("", "")'],
    ['startsWith("", "") and endsWith("", "")'],
    // arithmetic
    ['add(1, 2) == 3 and subtract(1, 2) == -1 and multiply(2, 2.5) == 5'],
    ['modulo(10, -6) == 4'],
    // a wrong kind of value
    ['length(n) == 2'],
    ['add(n, 1) == 43'],
    ['add(x, 1) == null'],
  ])('%s', (condition) => {
    expect(verdict(condition, { x: 'welcome to the planet', n: 42 })).toBe(true);
  });

  test('[M] between with an empty left or right gives its source', () => {
    expect(verdict('between(x, "", "l") == "hello"', { x: 'hello' })).toBe(true);
    expect(verdict('between(x, "h", "") == "hello"', { x: 'hello' })).toBe(true);
  });

  test('[M] greedy between whose last right is before the end of left gives the empty text', () => {
    expect(verdict('between(x, "bc", "a", true) == ""', { x: 'abc' })).toBe(true);
  });

  test('[M] indexOf with a null start begins at 0', () => {
    expect(verdict('indexOf(x, "e", null) == 1', { x: 'hello' })).toBe(true);
    expect(verdict('indexOf(x, "e", missing) == 1', { x: 'hello' })).toBe(true);
  });

  test('[M] length counts UTF-16 units', () => {
    expect(verdict('length(x) == 3', { x: 'a😀' })).toBe(true);
  });

  test('[M] number of what spells no number is null', () => {
    for (const x of ['', ' ', 'abc', '12x', '0xZZ', '--1', '1e999', 'NaN', 'Infinity']) {
      expect(verdict('number(x) == null', { x })).toBe(true);
    }
    expect(verdict('number(x, 1) == null and number(x, 99) == null', { x: '1' })).toBe(true);
  });

  test('[M] cidrMatch of what is no address is false', () => {
    for (const x of ['', 'localhost', '10', '10.0.0.1:80', '[::1]', '010.0.0.1', '0x0a.0.0.1']) {
      expect(verdict('cidrMatch(x, "0.0.0.0/0", "::/0")', { x })).toBe(false);
    }
  });

  test('every function is found by its name in lower case and has its variadic parameter last', () => {
    for (const [key, { name, parameters }] of FUNCTIONS) {
      expect(key).toBe(name.toLowerCase());
      expect(parameters.slice(0, -1).some(({ variadic }) => variadic)).toBe(false);
    }
  });
});
