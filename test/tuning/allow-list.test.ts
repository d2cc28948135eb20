import { describe, expect, test } from '@jest/globals';
import { placeOf } from '../../src/source/index.js';
import { readAllowList } from '../../src/tuning/index.js';

const NOW = Date.UTC(2026, 10, 21, 12);

function read(text: string): {
  readonly list: ReturnType<typeof readAllowList>;
  readonly told: readonly string[];
} {
  const list = readAllowList({ name: 'allow.toml', text }, NOW);
  const told = list.diagnostics.map((found) => `${found.code} ${placeOf(found) ?? ''}`);
  return { list, told };
}

test('an entry as a whole', () => {
  const { list, told } = read(
    `[[allow]]\nrule = ["a", "b*"]\nwhen = 'process.name == "x"'\nscope = "alert"\nreason = "why"\nowner = "ops"\nexpires = 2027-01-31\n`,
  );
  expect(told).toEqual([]);
  expect(list.entries).toMatchObject([
    {
      place: 'allow.toml:1',
      rules: ['a', 'b*'],
      when: { text: 'process.name == "x"' },
      scope: 'alert',
      reason: 'why',
      owner: 'ops',
      expires: '2027-01-31',
      hasExpired: false,
    },
  ]);
});

test('the least: rules see no such event, for ever', () => {
  const { list } = read(`[[allow]]\nwhen = "true"\nreason = "why"\n`);
  expect(list.entries).toMatchObject([
    { rules: ['*'], scope: 'event', owner: null, expires: null, hasExpired: false },
  ]);
});

test.each([
  ['2026-11-20', true],
  ['2026-11-21', false],
  ['"2026-11-20"', true],
  ['2026-11-21T11:59:59Z', true],
  ['2026-11-21T12:00:01Z', false],
])('expires = %s: has expired %s', (expires, expected) => {
  const { list, told } = read(`[[allow]]\nwhen = "true"\nreason = "why"\nexpires = ${expires}\n`);
  expect(list.entries?.[0]?.hasExpired).toBe(expected);
  expect(told).toEqual(expected ? ['RS462 allow.toml:1:3'] : []);
});

describe('mistakes', () => {
  test.each([
    ['[[allow]\n', ['RS100 allow.toml:1:9']],
    ['', ['RS465 allow.toml']],
    ['[[alow]]\n', ['RS461 allow.toml:1:3']],
    ['[[allow]]\nreason = "all"\n', ['RS102 allow.toml:1:3']],
    ['[[allow]]\nrule = "*"\nreason = "all"\n', ['RS102 allow.toml:1:3']],
    ['[[allow]]\nwhen = "true"\n', ['RS102 allow.toml:1:3']],
    ['[[allow]]\nwen = "x"\nrule = "a"\nreason = "b"\n', ['RS461 allow.toml:2:1']],
    ['[[allow]]\nwhen = 3\nrule = "a"\nreason = "b"\n', ['RS103 allow.toml:2:8']],
    [
      `[[allow]]\nwhen = 'process.name = "x"'\nreason = "b"\nscope = "x"\nexpires = "soon"\n`,
      ['RS208 allow.toml:2:22', 'RS104 allow.toml:4:9', 'RS104 allow.toml:5:11'],
    ],
    [`[[allow]]\nwhen = 'true | head 3'\nreason = "b"\n`, ['RS460 allow.toml:2:9']],
  ])('%j', (text, expected) => {
    const { list, told } = read(text);
    expect(list.entries).toBeNull();
    expect(told).toEqual(expect.arrayContaining(expected));
  });
});
