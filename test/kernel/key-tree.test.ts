import { describe, expect, test } from '@jest/globals';
import { KeyTree } from '../../src/kernel/key-tree.js';

/** Keys of a tree as `node -key-> child`. */
function keysOf(...paths: readonly string[]): string[] {
  const tree = new KeyTree(paths);
  return tree.keys().map(({ node, key, child }) => `${node} ${key} ${child}`);
}

describe('the keys that lead to fields', () => {
  test.each<[paths: string[], keys: string[]]>([
    [[], []],
    [['a'], ['0 a 1']],
    [['a.b'], ['0 a 1', '0 a.b 2', '1 b 2']],
    [['a.b.c'], ['0 a 1', '0 a.b 2', '0 a.b.c 3', '1 b 2', '1 b.c 3', '2 c 3']],
    [
      ['a.b', 'a.c', 'a'],
      ['0 a 1', '0 a.b 2', '0 a.c 3', '1 b 2', '1 c 3'],
    ],
    [
      ['__proto__', 'constructor.name'],
      ['0 __proto__ 1', '0 constructor 2', '0 constructor.name 3', '2 name 3'],
    ],
    [
      ['@timestamp', 'é.ü'],
      ['0 @timestamp 1', '0 é 2', '0 é.ü 3', '2 ü 3'],
    ],
    [['a.'], ['0 a 1', '0 a. 2', '1  2']],
  ])('%j', (paths, keys) => {
    expect(keysOf(...paths)).toEqual(keys);
  });
});

test('nodes know their field and whether there are fields below', () => {
  const tree = new KeyTree(['a.b', 'a', 'c.d.e']);
  expect(['a', 'a.b', 'c', 'c.d', 'c.d.e'].map((path) => tree.nodes[tree.nodeOf(path)])).toEqual([
    { slot: 1, hasChildren: true },
    { slot: 0, hasChildren: false },
    { slot: 0xffff, hasChildren: true },
    { slot: 0xffff, hasChildren: true },
    { slot: 2, hasChildren: false },
  ]);
});

test('asking for a node that is not there makes it', () => {
  const tree = new KeyTree(['a']);
  const node = tree.nodeOf('@timestamp');
  expect(tree.nodeOf('@timestamp')).toBe(node);
  expect(tree.nodes).toHaveLength(node + 1);
});
