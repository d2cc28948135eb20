// What the search for witnesses proved to be without effect.
import type { CheckedQuery } from '../eql/index.js';
import type { Diagnostic, Span } from '../source/index.js';
import { findDead, type DeadPart } from '../witness/index.js';
import type { Findings } from './findings.js';
import { forEachPart, subqueriesOf } from './query-parts.js';

const KINDS = {
  never: { code: 'RS279', words: 'this never holds' },
  always: { code: 'RS280', words: 'this always holds' },
  entry: { code: 'RS281', words: 'this entry decides nothing' },
} as const satisfies Readonly<Record<DeadPart['kind'], object>>;

/** Dead parts of the query, those left out of which something was said when the rule was loaded (`told`) or linted. */
export function checkDead(findings: Findings, told: readonly Diagnostic[]): void {
  const { query, querySource } = findings.rule;
  const spans = [...told, ...findings.diagnostics]
    .filter(({ source }) => source === querySource)
    .flatMap(({ code, labels = [] }) =>
      labels.slice(0, 1).map(({ span }) => (code === 'RS270' ? listAround(span, query) : span)),
    );
  for (const { kind, span, reason, help } of findDead(query)) {
    const isTold = spans.some((other) => isWithin(span, other) || isWithin(other, span));
    const { code, words } = KINDS[kind];
    if (isTold) continue;
    findings.inQuery(code, span, `${words}: ${reason}`, { ...(help !== undefined && { help }) });
  }
}

/** The list that an entry stands in: of several wildcards in one, only the first is told of. */
function listAround(entry: Span, query: CheckedQuery): Span {
  let list = entry;
  for (const { filter } of subqueriesOf(query)) {
    forEachPart(filter.condition, ({ kind, span }) => {
      if (kind === 'in' && isWithin(entry, span)) list = span;
    });
  }
  return list;
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
