import { checkQuery, parseQuery, type CheckedQuery } from '../../src/eql/index.js';
import type { JsonObject } from '../../src/event/index.js';
import { compileQuery } from '../../src/scan/index.js';
import { generate, type Generated } from '../../src/witness/index.js';

/** The checked form of an EQL text that has no errors. */
export function checked(text: string): CheckedQuery {
  const source = { name: 'query', text };
  const { query, diagnostics } = parseQuery(source);
  if (query === null) throw new Error(diagnostics[0]?.message);
  const result = checkQuery(query, source, { unknownFields: 'ignore' });
  if (result.query === null) throw new Error(result.diagnostics[0]?.message);
  return result.query;
}

/** Everything that is generated for an EQL text. */
export function generated(text: string, seed = 1): Generated {
  const options = {
    seed,
    topic: text,
    index: [],
    categoryField: 'event.category',
    timestampField: '@timestamp',
    startMs: Date.UTC(2026, 0, 1),
  };
  return generate(checked(text), options, { nearMisses: true });
}

/** How many matches an EQL text has in `events`, by the interpreter. */
export function matches(text: string, events: readonly JsonObject[]): number {
  const { query } = compileQuery(text);
  if (query === null) throw new Error('the query does not compile');
  return query.search(events).length;
}
