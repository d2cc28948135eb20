// Whatever is mended, a rule says the same as before: asked of the interpreter and of the oracle.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseQuery, type MatchNode, type InNode } from '../../src/eql/index.js';
import type { Node } from '../../src/eql/ast.js';
import type { JsonObject } from '../../src/event/index.js';
import { fixFiles } from '../../src/lint/index.js';
import { loadRules, type Rule } from '../../src/rule/index.js';
import { compileQuery } from '../../src/scan/index.js';
import { generate } from '../../src/witness/index.js';
import { childrenOf, corpusRules, sourceOf } from '../eql/support.js';
import { told } from '../oracle/compare.js';
import { oracleOf } from '../oracle/oracle.js';
import { HAS_SHARED } from '../support/shared.js';
import { findingsIn, ruleOf, sourcesOf } from './rules.js';

function loaded(file: string): Rule {
  const [outcome] = loadRules(sourcesOf(file)).outcomes;
  if (outcome?.state !== 'evaluable') throw new Error('the rule does not load');
  return outcome.rule;
}

/** The query after all that can be mended is; null where nothing can. */
function mended(query: string): string | null {
  const file = ruleOf(query);
  const [fixed] = fixFiles(findingsIn(sourcesOf(file)));
  return fixed === undefined ? null : loaded(fixed.text).querySource.text;
}

/** Expects one verdict of both queries on each of the lists of events; on the first, which costs more, of the oracle, too. */
function expectSame(query: string, other: string, lists: readonly (readonly JsonObject[])[]): void {
  const texts = [query, other];
  const products = texts.map((text) => compileQuery(text).query!);
  const oracles = texts.map((text) => oracleOf(text)!);
  for (const [index, events] of lists.entries()) {
    const readers = index === 0 ? [...products, ...oracles] : products;
    const [first, ...rest] = readers.map((reader) => told(reader, events));
    for (const verdict of rest) {
      expect({ query, other, events, verdict }).toEqual({ query, other, events, verdict: first });
    }
  }
}

/** Events that match a query, and events that just do not. */
function streamsOf(query: string): readonly (readonly JsonObject[])[] {
  const options = {
    seed: 1,
    topic: '',
    index: [],
    categoryField: 'event.category',
    timestampField: '@timestamp',
    startMs: Date.UTC(2026, 0, 1),
  };
  const { witness, nearMisses } = generate(loaded(ruleOf(query)).query, options, {
    nearMisses: true,
  });
  return [witness, ...nearMisses].flatMap((stream) => (stream === null ? [] : [stream.events]));
}

function listsIn(node: Node): readonly (InNode | MatchNode)[] {
  const own = node.kind === 'in' || node.kind === 'match' ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(listsIn)];
}

/** The query with some entry of each list of several written once more, in another case where case is ignored. */
function withRepeats(query: string): string {
  const { query: tree } = parseQuery(sourceOf(query));
  const inserts = (tree === null ? [] : listsIn(tree)).flatMap((list) => {
    const entries = list.kind === 'in' ? list.values : list.patterns;
    const [first] = entries;
    const last = entries.at(-1);
    if (entries.length < 2 || first === undefined || last === undefined) return [];
    const text = query.slice(first.span.start, first.span.end);
    const isFolded = list.kind === 'in' ? list.insensitive : list.operator === ':';
    const repeat = isFolded && !text.includes('\\') ? text.toUpperCase() : text;
    return [{ at: last.span.end, text: `, ${repeat}` }];
  });
  return inserts
    .toSorted((a, b) => b.at - a.at)
    .reduce(
      (text, insert) => text.slice(0, insert.at) + insert.text + text.slice(insert.at),
      query,
    );
}

const suite = HAS_SHARED ? describe : describe.skip;

suite('a mended rule of the corpus has the verdicts of the one before (needs ../shared)', () => {
  const rules = HAS_SHARED ? corpusRules().map(({ name, query }) => [name, query]) : [];

  test('as it is, and with repeats in its lists', () => {
    let count = 0;
    for (const [, query = ''] of rules) {
      const repeated = withRepeats(query);
      const after = mended(repeated);
      expect(repeated === query || after !== null).toBe(true);
      if (after === null) continue;
      count += 1;
      expectSame(query, after, streamsOf(query));
    }
    expect(count).toBeGreaterThan(rules.length / 2);
  });
});

test('a mended query has the verdicts of the one before', () => {
  const text = fc.constantFrom('"a"', '"A"', '"b"', '"a*"', '"1"', '"1.0"', '"ſ"', '"s"', '"S"');
  const value = fc.oneof(text, fc.constantFrom('1', '1.0', '2', '-1'));
  const list = (entry: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(entry, { minLength: 2, maxLength: 6 }).map((entries) => `(${entries.join(', ')})`);
  const field = fc.constantFrom('process.name', 'process.args', 'custom.field', 'process.pid');
  const texts = fc.constantFrom('process.name', 'process.args', 'custom.field');
  const leaf = fc.oneof(
    fc.tuple(field, fc.constantFrom('in', 'not in'), list(value)),
    fc.tuple(texts, fc.constantFrom('in~', ':', 'like', 'like~', 'regex', 'regex~'), list(text)),
  );
  const condition = fc
    .array(leaf, { minLength: 1, maxLength: 3 })
    .map((leaves) => leaves.map((parts) => parts.join(' ')).join(' or '));
  const one = fc.constantFrom('a', 'A', 'b', 'ab', '1', '1.0', 's', 'S', 'ſ', 1, 2, -1);
  const event = fc
    .record({ name: one, args: fc.array(one, { maxLength: 2 }), field: one, pid: one })
    .map(({ name, args, field, pid }) => ({ process: { name, args, pid }, custom: { field } }));
  let count = 0;
  fc.assert(
    fc.property(condition, fc.array(event, { minLength: 20, maxLength: 20 }), (leaves, events) => {
      const query = `any where ${leaves}`;
      const after = mended(query);
      if (after === null) return;
      count += 1;
      expectSame(query, after, [events]);
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(100);
});
