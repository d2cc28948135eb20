// The events of one rule: made, labelled, tried together as a SIEM would have them, and explained where there are none.
import { isObject, type JsonObject } from '../../event/index.js';
import type { Rule } from '../../rule/index.js';
import { compileQuery, type EventFields, type SearchableQuery } from '../../scan/index.js';
import type { Diagnostic, Span } from '../../source/index.js';
import { generate, type Stream } from '../../witness/index.js';

export interface GenerateRuleOptions {
  readonly seed: number;
  readonly nearMisses?: boolean;
  readonly startMs: number;
}

/** What was made for one rule. */
export interface RuleEvents {
  /** Labelled, in order of time. */
  readonly documents: readonly JsonObject[];
  /** Streams that the rule fires on: one, or none. */
  readonly witnesses: number;
  readonly nearMisses: number;
  /** Clauses that cannot fail alone. */
  readonly inseparable: number;
  readonly diagnostics: readonly Diagnostic[];
  /** From when on events of other rules do not disturb these. */
  readonly nextMs: number;
}

/** Makes the events of `rule`, and keeps those on which the rule does what it should when it sees all of them. */
export function generateFor(
  rule: Rule,
  { timestamp, category }: EventFields,
  { seed, nearMisses, startMs }: GenerateRuleOptions,
): RuleEvents {
  const made = generate(
    rule.query,
    {
      seed,
      topic: rule.id,
      index: rule.index,
      categoryField: category,
      timestampField: timestamp,
      startMs,
    },
    { nearMisses: nearMisses === true },
  );
  const { query } = compileQuery(rule.querySource, {
    timestampField: timestamp,
    eventCategoryField: category,
    ...(rule.tiebreakerField !== null && { tiebreakerField: rule.tiebreakerField }),
  });
  if (made.witness === null || query === null) {
    return nothing(rule, made.reason ?? 'its query does not compile', made.nextMs);
  }
  const streams = [made.witness, ...made.nearMisses].map((stream) => labelled(stream, rule));
  const { kept, leftOut } = tryTogether(query, streams);
  if (kept[0]?.clause !== null)
    return nothing(rule, 'the events that were found do not match', made.nextMs);
  return {
    documents: kept.flatMap(({ events }) => events),
    witnesses: 1,
    nearMisses: kept.length - 1,
    inseparable: made.inseparable.length,
    diagnostics: [
      ...made.inseparable.map(({ clause, span, reason }) =>
        span === null
          ? about(rule, 'RS426', `\`${clause}\` cannot fail alone: ${reason}`)
          : about(rule, 'RS426', `this cannot fail alone: ${reason}`, span),
      ),
      ...leftOut.map((clause) =>
        about(
          rule,
          'RS427',
          `the near miss for \`${clause}\` is left out: beside the others it would match`,
        ),
      ),
    ],
    nextMs: made.nextMs,
  };
}

/** All streams but those near misses of which an event is in a match, be it together with other streams. */
function tryTogether(
  query: SearchableQuery,
  streams: readonly Stream[],
): { readonly kept: readonly Stream[]; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  let kept = streams;
  for (;;) {
    const matched = new Set(
      query.search(kept.flatMap(({ events }) => events)).flatMap(({ events }) => events),
    );
    const isMatched = ({ events }: Stream): boolean => events.some((event) => matched.has(event));
    const wrong = kept.filter((stream) => (stream.clause === null) !== isMatched(stream));
    if (wrong.length === 0) return { kept, leftOut };
    leftOut.push(...wrong.flatMap(({ clause }) => clause ?? []));
    kept = kept.filter((stream) => !wrong.includes(stream));
  }
}

function labelled(stream: Stream, { id, name }: Rule): Stream {
  const labels = {
    rshell_scan_rule: name,
    rshell_scan_rule_id: id,
    rshell_scan_case: stream.clause === null ? 'witness' : `near miss: ${stream.clause}`,
  };
  return {
    ...stream,
    events: stream.events.map((event) => {
      const known = event['labels'];
      const others = isObject(known) ? known : {};
      return { ...event, labels: { ...others, ...labels } };
    }),
  };
}

function nothing(rule: Rule, reason: string, nextMs: number): RuleEvents {
  const diagnostic = about(rule, 'RS425', `no events for "${rule.name}": ${reason}`);
  return {
    documents: [],
    witnesses: 0,
    nearMisses: 0,
    inseparable: 0,
    diagnostics: [{ ...diagnostic, severity: 'error' }],
    nextMs,
  };
}

function about(
  { querySource }: Rule,
  code: Diagnostic['code'],
  message: string,
  span?: Span,
): Diagnostic {
  const place = span === undefined ? {} : { labels: [{ span }] };
  return { code, severity: 'info', message, source: querySource, ...place };
}
