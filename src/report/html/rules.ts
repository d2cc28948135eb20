// The rules of a page: each is written once, and its query is taken apart once, to mark what matched.
import type { Alert, AlertRule } from '../../alert/index.js';
import { checkQuery, highlightQuery, parseQuery } from '../../eql/index.js';
import { MatchMarker } from '../../explain/index.js';
import type { MarkData, RuleData, StoryData } from './data.js';

/** An alert's rule, and what of its query the alert met. */
export interface RuleOfAlert {
  readonly index: number;
  /** The rule where this is its first alert. */
  readonly added: RuleData | null;
  readonly marks: StoryData['marks'];
}

interface KnownRule {
  readonly index: number;
  readonly marker: MatchMarker | null;
}

/** Numbers the rules of alerts as they come. */
export class AlertRules {
  readonly #known = new Map<string, KnownRule>();

  of(alert: Alert): RuleOfAlert {
    const { rule } = alert;
    // Saved alerts may be of several versions of one rule.
    const key = JSON.stringify([rule.id, rule.version, rule.file, rule.query]);
    const known = this.#known.get(key);
    const own = known ?? { index: this.#known.size, marker: markerOf(rule) };
    this.#known.set(key, own);
    return {
      index: own.index,
      added: known === undefined ? ruleData(alert, own.marker) : null,
      marks: marksOf(alert, own.marker),
    };
  }
}

/** Null for a text that does not compile, which only alerts from elsewhere can hold. */
function markerOf({ file, query: text, id }: AlertRule): MatchMarker | null {
  const source = { name: file === '' ? id : file, text };
  const parsed = parseQuery(source);
  if (parsed.query === null) return null;
  const { query } = checkQuery(parsed.query, source, { unknownFields: 'ignore' });
  return query === null ? null : new MatchMarker({ query, querySource: source, index: [] });
}

function ruleData({ rule, threat }: Alert, marker: MatchMarker | null): RuleData {
  return {
    rule,
    threat,
    query: highlightQuery(rule.query).map(({ style, text }) => [style, text]),
    clauses: (marker?.clauses ?? []).map(({ span, negated }) => ({
      start: span.start,
      end: span.end,
      negated,
    })),
  };
}

function marksOf({ events }: Alert, marker: MatchMarker | null): StoryData['marks'] {
  if (marker === null) return [];
  return events.map((event, stage) =>
    // Saved alerts may lack documents that were too long.
    event === null || (event.document as unknown) === null
      ? []
      : marker
          .marks(stage + 1, event.document)
          .map(({ clause, literal, field, values }): MarkData => ({
            clause,
            literal: literal === null ? null : [literal.start, literal.end],
            field,
            values,
          })),
  );
}
