// An explanation cannot disagree with the product: whatever the query and the event, its verdicts are the query's own.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkQuery, compile, parseQuery } from '../../src/eql/index.js';
import {
  DocumentEvent,
  FieldSet,
  isObject,
  type Json,
  type JsonObject,
} from '../../src/event/index.js';
import { explainEvent, type ClauseExplanation } from '../../src/explain/index.js';
import { compileQuery } from '../../src/scan/index.js';
import { condition, document } from '../eql/arbitrary.js';
import { ndjson } from '../support/kernel-documents.js';
import { QUERY_TEXTS } from '../support/query-texts.js';
import { explainAll, targetOf } from './support.js';

/** Those that the standard types of fields allow. */
const texts = QUERY_TEXTS.map((item) => (typeof item === 'string' ? item : item.query)).filter(
  (text) => compileQuery(text).query !== null,
);

/** The documents of bytes that may hold anything. */
function documentsOf(bytes: Buffer): readonly JsonObject[] {
  return bytes
    .toString()
    .split('\n')
    .flatMap((line) => {
      try {
        const json = JSON.parse(line) as Json;
        return isObject(json) ? [json] : [];
      } catch {
        return [];
      }
    });
}

/** By subquery: whether the condition holds, as the whole query says. */
function verdicts(text: string, documents: readonly JsonObject[]): readonly (readonly boolean[])[] {
  const source = { name: 'query', text };
  const { query } = parseQuery(source);
  const checked = query === null ? null : checkQuery(query, source).query;
  const fields = new FieldSet();
  const compiled = checked === null ? null : compile(checked, { fields, source }).query;
  const event = new DocumentEvent(fields);
  return documents.map((each) => {
    event.reset(each);
    return (compiled?.subqueries ?? []).map(({ matches }) => matches(event));
  });
}

function expectConsistent(part: ClauseExplanation): void {
  expect(part.holds).toBe(part.mark === 'true');
  expect(part.holds).toBe(part.shortBy === 0);
  expect(part.shortBy).toBeLessThanOrEqual(part.needs);
  if (part.kind === 'clause') return;
  const held = part.of.map(({ holds }) => holds);
  expect(part.holds).toBe(part.kind === 'all' ? held.every(Boolean) : held.some(Boolean));
  part.of.forEach(expectConsistent);
}

describe('the verdict of an explanation is that of the query', () => {
  test('for every query and generated events', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), ndjson, (text, bytes) => {
        const documents = documentsOf(bytes).slice(0, 12);
        const expected = verdicts(text, documents);
        const target = targetOf(text);
        documents.forEach((each, index) => {
          const { subqueries } = explainEvent(target, each);
          expect(subqueries.map((subquery) => subquery.condition.holds)).toEqual(expected[index]);
          for (const subquery of subqueries) {
            expectConsistent(subquery.condition);
            expect(subquery.firstFalse === null).toBe(subquery.condition.holds);
          }
        });
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('for generated conditions', () => {
    fc.assert(
      fc.property(condition, document, (text, each) => {
        const whole = `any where ${text}`;
        fc.pre(compileQuery(whole).query !== null);
        const [subquery] = explainEvent(targetOf(whole), each).subqueries;
        expect([subquery?.condition.holds]).toEqual(verdicts(whole, [each])[0]);
        if (subquery !== undefined) expectConsistent(subquery.condition);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});

test('a run has as many matches as a search', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), ndjson, async (text, bytes) => {
      // A run reads text, in which there is no number beyond all bounds.
      const documents = documentsOf(bytes)
        .filter((each) => Object.hasOwn(each, '@timestamp'))
        .map((each) => JSON.parse(JSON.stringify(each)) as JsonObject);
      const searched = compileQuery(text).query?.search(documents, { endClosesWindows: false });
      const { matches, events } = await explainAll(text, documents);
      expect([events, matches]).toEqual([documents.length, searched?.length]);
    }),
    { numRuns: 150 },
  );
}, 120_000);
