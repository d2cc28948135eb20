import {
  compareTimestamps,
  formatTimestamp,
  type JoinKey,
  type Timestamp,
} from '../event/index.js';
import type { CheckedQuery } from '../eql/index.js';
import type { Rule, ThreatMapping } from '../rule/index.js';
import {
  ALERT_SCHEMA,
  type Alert,
  type AlertJoinKey,
  type AlertRule,
  type AlertSpan,
  type AlertThreat,
} from './alert.js';
import { commonContext } from './context.js';
import { nanosBetween, summarizeEvent, type MatchedEvent } from './event-summary.js';
import { alertId, contentId, type Hash } from './identity.js';
import { reasonOf } from './reason.js';

/** What becomes an alert: a match with its events fetched. */
export interface RuleMatch {
  readonly rule: Rule;
  /** In the order of the query's stages; null for a missing event. */
  readonly events: readonly (MatchedEvent | null)[];
  readonly key: JoinKey;
}

/** How often each content was seen, the one that was seen last at the end; survives a structured clone. */
export type SeenAlerts = readonly (readonly [content: string, times: number])[];

/**
 * Makes the alerts of one run. Holds how often each content was seen (some 100 bytes an alert): equal alerts are
 * numbered, so that ids are unique in a run and the set of ids does not depend on the order of the input.
 */
export class AlertBuilder {
  readonly #hash: Hash;
  readonly #most: number;
  readonly #seen: Map<string, number>;

  /** `most`: contents to remember, of a run without an end; equal alerts with more than so many in between have equal ids. */
  constructor(hash: Hash, most = Number.POSITIVE_INFINITY, seen: SeenAlerts = []) {
    this.#hash = hash;
    this.#most = most;
    this.#seen = new Map(seen);
  }

  get seen(): SeenAlerts {
    return [...this.#seen];
  }

  build(match: RuleMatch): Alert {
    const content = contentId(match.rule, match.events, this.#hash);
    const occurrence = this.#seen.get(content) ?? 0;
    this.#seen.delete(content);
    this.#seen.set(content, occurrence + 1);
    if (this.#seen.size > this.#most) {
      const [oldest = ''] = this.#seen.keys();
      this.#seen.delete(oldest);
    }
    return buildAlert(match, alertId(content, occurrence, this.#hash));
  }
}

/** The alert document of a match. Documents of events are shared with the input, not copied. */
export function buildAlert({ rule, events, key }: RuleMatch, id: string): Alert {
  const { start, end } = timesOf(events);
  const summaries = events.map((event) => (event === null ? null : summarizeEvent(event, start)));
  const span: AlertSpan = {
    start: start === null ? null : formatTimestamp(start),
    end: end === null ? null : formatTimestamp(end),
    duration: start === null || end === null ? null : nanosBetween(start, end),
  };
  const common = commonContext(summaries.filter((event) => event !== null));
  const { kind } = rule.query;
  const joinKeys = joinKeysOf(rule.query, key);
  const hostName = common.host.name;
  return {
    schema: ALERT_SCHEMA,
    id,
    event_time: span.end,
    event: span,
    kind,
    reason: reasonOf({ kind, events: summaries, span, joinKeys, hostName }),
    ...partsOf(rule),
    ...common,
    join_keys: joinKeys,
    grouped_by: null,
    suppressed: null,
    events: summaries,
  };
}

/** The earliest and the latest time; the events of a sample are in no order. */
function timesOf(events: readonly (MatchedEvent | null)[]): {
  readonly start: Timestamp | null;
  readonly end: Timestamp | null;
} {
  let start: Timestamp | null = null;
  let end: Timestamp | null = null;
  for (const event of events) {
    const time = event?.time ?? null;
    if (time === null) continue;
    if (start === null || compareTimestamps(time, start) < 0) start = time;
    if (end === null || compareTimestamps(time, end) > 0) end = time;
  }
  return { start, end };
}

/** Pairs the values of a key with the fields that hold them: `by` fields of a sequence may differ by stage. */
export function joinKeysOf(query: CheckedQuery, key: JoinKey): readonly AlertJoinKey[] {
  if (query.kind === 'event') return [];
  const subqueries =
    query.kind === 'sequence' ? query.stages.map((stage) => stage.subquery) : query.subqueries;
  return key.values.map((value, position) => {
    const paths = subqueries.map((subquery) => subquery.keys[position]?.path);
    return { fields: [...new Set(paths.filter((path) => path !== undefined))], value };
  });
}

/** What all alerts of a rule have in common: made once, and shared, so that it need be written out only once. */
const parts = new WeakMap<Rule, Pick<Alert, 'rule' | 'threat'>>();

function partsOf(rule: Rule): Pick<Alert, 'rule' | 'threat'> {
  let known = parts.get(rule);
  if (known === undefined) {
    known = { rule: ruleDocument(rule), threat: rule.threat.map(threatDocument) };
    parts.set(rule, known);
  }
  return known;
}

/** The rule as alerts carry it. */
export function ruleDocument(rule: Rule): AlertRule {
  return {
    id: rule.id,
    name: rule.name,
    version: rule.version,
    severity: rule.severity,
    risk_score: rule.riskScore,
    description: rule.description,
    author: rule.author,
    license: rule.license,
    maturity: rule.maturity,
    deprecated: rule.deprecated,
    building_block: rule.buildingBlock,
    tags: rule.tags,
    references: rule.references,
    false_positives: rule.falsePositives,
    note: rule.note,
    setup: rule.setup,
    query: rule.querySource.text,
    file: rule.source.name,
  };
}

/** A threat mapping as alerts carry it. */
export function threatDocument({ framework, tactic, techniques }: ThreatMapping): AlertThreat {
  return {
    framework,
    tactic: { id: tactic.id, name: tactic.name, reference: tactic.reference },
    technique: techniques.map(({ id, name, reference, subtechniques }) => ({
      id,
      name,
      reference,
      subtechnique: subtechniques.map((sub) => ({
        id: sub.id,
        name: sub.name,
        reference: sub.reference,
      })),
    })),
  };
}
