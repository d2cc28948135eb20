// Screens of real rules, over events as they were recorded and over events made of what the rules themselves name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../../src/eql/ast.js';
import { checkQuery, compile, parseQuery, type Subquery } from '../../src/eql/index.js';
import { DocumentEvent, FieldSet, type JsonObject, type Scalar } from '../../src/event/index.js';
import { holds, printScreen } from '../support/screen.js';
import { HAS_SHARED, ROOT, shared } from '../support/shared.js';
import { childrenOf, corpusRules, type Named } from './support.js';

const describeShared = HAS_SHARED ? describe : describe.skip;
const where = HAS_SHARED ? '' : ' (skipped: no ../shared beside the repository)';

interface Prepared {
  readonly name: string;
  readonly subqueries: readonly Subquery[];
  /** By field, the constants that it is compared with. */
  readonly constants: ReadonlyMap<string, readonly Scalar[]>;
}

function prepare({ name, query: text }: Named, fields: FieldSet): Prepared {
  const source = { name, text };
  const { query } = parseQuery(source);
  const checked = query === null ? null : checkQuery(query, source, {}).query;
  const compiled = checked === null ? null : compile(checked, { fields, source }).query;
  if (query === null || compiled === null) throw new Error(`${name} does not compile`);
  const constants = new Map<string, Scalar[]>();
  collectConstants(query, constants);
  return { name, subqueries: compiled.subqueries, constants };
}

function collectConstants(node: Node, constants: Map<string, Scalar[]>): void {
  const children = childrenOf(node);
  const field = children.find((child) => child.kind === 'field');
  for (const child of children) {
    if (field !== undefined && child.kind === 'literal' && child.value !== null) {
      constants.set(field.path, [...(constants.get(field.path) ?? []), child.value]);
    }
    collectConstants(child, constants);
  }
}

/** The first subquery that `event` satisfies and whose screen rules it out: a lost match. */
function lostBy(prepared: readonly Prepared[], event: DocumentEvent): string | null {
  for (const { name, subqueries } of prepared) {
    for (const { matches, screen } of subqueries) {
      if (matches(event) && !holds(screen, event)) return `${name}: ${printScreen(screen)}`;
    }
  }
  return null;
}

function eventsIn(folder: string): readonly JsonObject[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ndjson(?:\.gz)?$/.test(name))
    .flatMap((name) => {
      const bytes = readFileSync(path.join(folder, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      // The material is known to hold an object on each line.
      return text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as JsonObject);
    });
}

/** A value that a comparison with `constant` may well accept. */
function valueNear(constant: Scalar): fc.Arbitrary<Scalar> {
  if (typeof constant !== 'string') return fc.constantFrom<Scalar>(constant, String(constant));
  return fc
    .tuple(fc.constantFrom('', 'x', '/y.z'), fc.constantFrom('', '~'), fc.boolean())
    .map(([filling, end, upper]) => {
      const text = constant.replaceAll('*', filling).replaceAll('?', 'q') + end;
      return upper ? text.toUpperCase() : text;
    });
}

function documentFor({ constants }: Prepared): fc.Arbitrary<JsonObject> {
  const values = [...constants].map(([field, known]) => {
    const value = fc.oneof(...known.map(valueNear));
    const values = fc.oneof(
      { arbitrary: value, weight: 4 },
      { arbitrary: fc.array(value, { maxLength: 3 }), weight: 1 },
    );
    return [field, values] as const;
  });
  const always = [...constants.keys()].filter((field) => /^(?:host|event)\./.test(field));
  return fc.record<JsonObject>(Object.fromEntries(values), { requiredKeys: always });
}

describeShared(`screens of the corpus${where}`, () => {
  const fields = new FieldSet();
  const prepared = HAS_SHARED ? corpusRules().map((rule) => prepare(rule, fields)) : [];
  const event = new DocumentEvent(fields);

  test('rule out no match among recorded events', () => {
    const documents = [
      ...eventsIn(path.join(ROOT, 'samples')),
      ...eventsIn(shared('inputs', 'real', 'derived-from-recorded')),
    ];
    expect(documents.length).toBeGreaterThan(1000);
    for (const document of documents) {
      event.reset(document);
      expect(lostBy(prepared, event)).toBeNull();
    }
  });

  test('rule out no match among events made of the constants of each rule', () => {
    const matched = new Set<Subquery>();
    for (const rule of prepared) {
      fc.assert(
        fc.property(documentFor(rule), (document) => {
          event.reset(document);
          expect(lostBy([rule], event)).toBeNull();
          for (const subquery of rule.subqueries) {
            if (subquery.matches(event)) matched.add(subquery);
          }
        }),
      );
    }
    expect(matched.size).toBeGreaterThan(100);
  });
});
