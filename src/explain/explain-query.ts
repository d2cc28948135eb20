import { fieldType } from '../event/index.js';
import { whyNeverMatching } from '../witness/index.js';
import type { ClauseWords, QueryExplanation } from './explanation.js';
import { knownPath } from './hints.js';
import type { Part } from './parts.js';
import { takeApart } from './query-parts.js';
import type { ExplainTarget } from './target.js';

/** The query itself: its stages, keys, window, and the fields and data sets that it needs. Asks for no data. */
export function explainQuery(target: ExplainTarget): QueryExplanation {
  const { kind, compiled, subqueries, patterns, eventFields } = takeApart(target);
  const { plan } = compiled;
  const keyLists = subqueries.map(({ keys }) => keys);
  const parts = Math.max(0, ...keyLists.map(({ length }) => length));
  return {
    kind,
    text: target.querySource.text.trim(),
    patterns,
    maxspanMs: plan.kind === 'sequence' ? plan.maxspanMs : null,
    pipes: plan.kind === 'sample' ? [] : plan.pipes,
    keys: Array.from({ length: parts }, (_, part) => {
      const fields = keyLists.flatMap((keys) => keys[part] ?? []);
      return {
        fields: [...new Set(fields.map(({ path }) => path))],
        optional: fields.every(({ optional }) => optional),
      };
    }),
    subqueries: subqueries.map(({ role, places, category, condition }) => ({
      role,
      places,
      category,
      condition: wordsOf(condition),
    })),
    never: whyNeverMatching(target.query, eventFields.category),
    fields: compiled.fields.map((path) => {
      return { path, type: fieldType(path) ?? null, known: knownPath(path) };
    }),
  };
}

function wordsOf(part: Part): ClauseWords {
  return part.kind === 'clause'
    ? { kind: 'clause', text: part.text }
    : { kind: part.kind, of: part.of.map(wordsOf) };
}
