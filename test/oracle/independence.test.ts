// The oracle is worth something only as a second opinion, and random queries only where they ask everything.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FUNCTIONS } from '../../src/eql/index.js';
import { untypedSearch, type Search } from './arbitrary.js';
import { pipedSearch, sampleSearch, sequenceSearch } from './arbitrary-sequences.js';
import { bothOf } from './compare.js';

const FOLDER = import.meta.dirname;

/** What the module at `file`, and what it imports of this folder, imports of the product: names of values. */
function takenFromProduct(file: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  const imports = text.matchAll(/^import (?!type\b)\{([^}]*)\} from '([^']+)';$/gm);
  return [...imports].flatMap(([, names = '', from = '']) => {
    if (from.startsWith('./')) return takenFromProduct(from.replace(/\.js$/, '.ts').slice(2), seen);
    if (!from.startsWith('../')) return [];
    return names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '));
  });
}

test('of the product the oracle uses the parser, the checker and the table of types, and no more', () => {
  expect(new Set(takenFromProduct('oracle.ts'))).toEqual(
    new Set(['parseQuery', 'checkQuery', 'fieldType as ecsType']),
  );
});

/** Texts of queries that both take. */
function queriesOf(search: fc.Arbitrary<Search>): readonly string[] {
  return fc
    .sample(search, { numRuns: 1500, seed: 1 })
    .filter((made) => bothOf(made) !== null)
    .map(({ query }) => query);
}

describe('queries made at random have', () => {
  const conditions = queriesOf(untypedSearch).join('\n').toLowerCase();
  const functions = [...FUNCTIONS].flatMap(([name, { supportsInsensitive }]) =>
    supportsInsensitive ? [`${name}(`, `${name}~(`] : [`${name}(`],
  );

  test.each(functions)('%s', (call) => {
    expect(conditions).toContain(call.toLowerCase());
  });

  test.each([
    ...['==', '!=', '<', '<=', '>', '>=', 'and', 'or', ':', 'like', 'like~', 'regex', 'regex~'],
    ...['in', 'not in', 'in~', 'not in~', '+', '-', '*', '/', '%'],
  ])('x %s y', (operator) => {
    expect(conditions).toContain(` ${operator} `);
  });

  test.each(['not (', '?o.y', 'null', 'true', 'false'])('%s', (part) => {
    expect(conditions).toContain(part);
  });

  const correlations = [sequenceSearch, sampleSearch, pipedSearch].flatMap(queriesOf).join('\n');

  test.each([
    ...[' by k [', ' by ?k [', ' by k, ?o.j [', '] by o.j', 'with maxspan=', 'with runs='],
    ...['s ![', '] ![', 'until [', '| head', '| tail', 'sample by k', 'sample ['],
  ])('%s', (part) => {
    expect(correlations).toContain(part);
  });
});
