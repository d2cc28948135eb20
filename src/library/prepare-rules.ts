import { compile } from '../eql/index.js';
import type { FieldSet } from '../event/index.js';
import { IndexPatterns, type Rule } from '../rule/index.js';
import type { EventFields, ScanQuery } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';

/** A rule with its query ready to run. */
export interface RunnableRule {
  readonly rule: Rule;
  readonly query: ScanQuery;
}

/**
 * Compiles rules for one scan, which reads `fields`. A rule's own category, time and tiebreaker fields go before
 * `eventFields`. A rule that does not compile is left out, and `diagnostics` say why.
 */
export function prepareRules(
  rules: readonly Rule[],
  fields: FieldSet,
  eventFields: EventFields,
): { readonly runnable: readonly RunnableRule[]; readonly diagnostics: readonly Diagnostic[] } {
  const runnable: RunnableRule[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    const compiled = compile(rule.query, { fields, source: rule.querySource });
    diagnostics.push(...compiled.diagnostics);
    if (compiled.query === null) continue;
    const query: ScanQuery = {
      compiled: compiled.query,
      index: rule.index.length === 0 ? null : IndexPatterns.of(rule.index),
      eventFields: {
        timestamp: rule.timestampField ?? eventFields.timestamp,
        tiebreaker: rule.tiebreakerField === null ? eventFields.tiebreaker : [rule.tiebreakerField],
        category: rule.eventCategoryField ?? eventFields.category,
      },
    };
    runnable.push({ rule, query });
  }
  return { runnable, diagnostics };
}
