import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';
import { endOfString, locateToml, type TomlPath } from '../../src/toml/toml-places.js';

/** What is written at a path, as `key → value`. */
function written(text: string, path: TomlPath): string | undefined {
  const place = locateToml(text)(path);
  if (place === undefined) return undefined;
  const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  return `${slice(place.key)} → ${slice(place.value)}`;
}

describe('locateToml', () => {
  test.each<[string, TomlPath, string | undefined]>([
    ['a = 1', ['a'], 'a → 1'],
    ['\uFEFFa = 1', ['a'], 'a → 1'],
    ['# a = 0\n\n  a = 1 # one\n', ['a'], 'a → 1'],
    ['a = 1\r\nb = 2\r\n', ['b'], 'b → 2'],
    ['a = 1979-05-27 07:32:00 # date', ['a'], 'a → 1979-05-27 07:32:00'],
    ['"a b" = 1', ['a b'], '"a b" → 1'],
    ['"a\\u0062" = 1', ['ab'], '"a\\u0062" → 1'],
    ["'a.b' = 1", ['a.b'], "'a.b' → 1"],
    ['"#" = "#"', ['#'], '"#" → "#"'],
    ['a.b . c = 1', ['a', 'b', 'c'], 'a.b . c → 1'],
    ['a.b.c = 1', ['a', 'b'], 'a.b.c → 1'],
    ['[rule]\nname = "x"', ['rule'], 'rule → rule'],
    ['[rule]\nname = "x"', ['rule', 'name'], 'name → "x"'],
    ['[ a . "b" ]\nc = 1', ['a', 'b', 'c'], 'c → 1'],
    ['[a.b]\n[a]\nc = 1', ['a', 'c'], 'c → 1'],
    ['a = """x\n[b]\nc = 1\n"""\nd = 2', ['d'], 'd → 2'],
    ['a = """x\n[b]\nc = 1\n"""\nd = 2', ['b'], undefined],
    ["a = '''\nb = 1\n'''\nc = 2", ['b'], undefined],
    ['a = [ # first\n  "x", # ]\n  "y",\n]\nb = 1', ['a', 1], '"y" → "y"'],
    ['a = [ # first\n  "x", # ]\n  "y",\n]\nb = 1', ['b'], 'b → 1'],
    ['a = [[1, 2], [3]]', ['a', 1, 0], '3 → 3'],
    ['a = { b = 1, c.d = "}" }', ['a', 'c', 'd'], 'c.d → "}"'],
    ['a = [{ b = 1 }, { b = 2 }]', ['a', 1, 'b'], 'b → 2'],
    ['[[t]]\nx = 1\n[[t]]\nx = 2', ['t', 1, 'x'], 'x → 2'],
    ['[[t]]\n[[t.u]]\nx = 1\n[[t.u]]\n[[t]]\n[[t.u]]\nx = 2', ['t', 1, 'u', 0, 'x'], 'x → 2'],
    ['[[t]]\n[t.u]\nx = 1\n[[t]]\n[t.u]\nx = 2', ['t', 1, 'u', 'x'], 'x → 2'],
    ['a = 1', ['b'], undefined],
    ['__proto__ = 1', ['__proto__'], '__proto__ → 1'],
    ['', ['a'], undefined],
  ])('%j at %j', (text, path, expected) => {
    parse(text);
    expect(written(text, path)).toBe(expected);
  });

  test.each([
    '[',
    '[[',
    '[a',
    'a',
    'a =',
    'a = [',
    'a = {',
    'a = [,,',
    '= = =',
    '"',
    "'''",
    ']',
    '}\n}',
  ])('ends on the invalid text %j', (text) => {
    expect(locateToml(text)(['nothing'])).toBeUndefined();
  });

  test('is linear: 200,000 lines', () => {
    const text = `a = """${'\\" '.repeat(1000)}"""\n${Array.from({ length: 200_000 }, (_, i) => `k${i} = [${i}]\n`).join('')}`;
    expect(written(text, ['k199999'])).toBe('k199999 → [199999]');
  });
});

describe('endOfString', () => {
  test.each([
    `"a"`,
    `"a\\"b"`,
    `"a\\\\"`,
    `'a\\'`,
    `""`,
    `''`,
    `"""a"b""c"""`,
    `"""a"""""`,
    `"""a\\""""`,
    `''''''`,
    `'''a'''''`,
  ])('%s', (string) => {
    expect(endOfString(`${string} rest`, 0)).toBe(string.length);
  });
});
