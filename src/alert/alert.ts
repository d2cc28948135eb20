import type { JsonObject, Scalar } from '../event/index.js';
import type { RuleSeverity, ThreatEntry, ThreatMapping } from '../rule/index.js';

/** The `schema` of every alert. Within major version 1 keys are added, never removed and never given another type. */
export const ALERT_SCHEMA = 'rshell-scan/alert@1';

/**
 * One alert: what rule fired, on which events, where they stand. This is the document that machines read, so keys are
 * in snake case and carry ECS names where ECS has one. What is not known is null, never absent.
 * Published as `schemas/alert.schema.json`.
 */
export interface Alert {
  readonly schema: typeof ALERT_SCHEMA;
  /** 32 hexadecimal digits. The same rule version on the same events gives the same id, wherever the events stand. */
  readonly id: string;
  /** Time of the latest event, ISO 8601 in UTC. */
  readonly event_time: string | null;
  readonly event: AlertSpan;
  /** What kind of query matched: one event, an ordered sequence, or an unordered sample. */
  readonly kind: AlertKind;
  /** One sentence for people: why there is an alert. May hold text from the events. */
  readonly reason: string;
  readonly rule: AlertRule;
  readonly threat: readonly AlertThreat[];
  /** Of host, user and process: what all events of the alert agree on. */
  readonly host: AlertHost;
  readonly user: AlertUser;
  readonly process: AlertProcess;
  /** What ties the events of a sequence or sample together; empty for one event and for queries without `by`. */
  readonly join_keys: readonly AlertJoinKey[];
  /**
   * In what the alerts that are suppressed as repeats of this one are like it, or this one is like the alert that it repeats; null
   * where neither the rule nor the run asks for groups.
   */
  readonly grouped_by: readonly AlertTerm[] | null;
  /** Why it is not among the alerts that a run reports; null for those that are. Others are shown by `--show-suppressed`. */
  readonly suppressed: AlertSuppression | null;
  /** In the order of the query's stages. Null stands for an event that had to be missing, and was. */
  readonly events: readonly (AlertEvent | null)[];
}

/** What suppressed an alert. */
export interface AlertSuppression {
  /** An entry of an allow list, its rule being a building block, a baseline, an alert like it, or a limit. */
  readonly by: 'allow' | 'building-block' | 'baseline' | 'repeat' | 'limit';
  /** For people; of an entry of an allow list the reason that its author gives. */
  readonly reason: string;
  /** File and line of the entry; null for anything else. */
  readonly entry: string | null;
  /** Who answers for the entry. */
  readonly owner: string | null;
  /** Of a repeat: the id of the alert that stands for it. */
  readonly alert: string | null;
}

export type AlertKind = 'event' | 'sequence' | 'sample';

/** From the earliest to the latest event of the alert. All null when no event has a time. */
export interface AlertSpan {
  readonly start: string | null;
  readonly end: string | null;
  /** Nanoseconds, as ECS has it. */
  readonly duration: number | null;
}

/** The rule that fired, with the guidance that its author gives. */
export interface AlertRule {
  readonly id: string;
  readonly name: string;
  readonly version: number | null;
  readonly severity: RuleSeverity;
  readonly risk_score: number;
  readonly description: string;
  readonly author: readonly string[];
  readonly license: string | null;
  readonly maturity: string;
  readonly deprecated: boolean;
  /** Noise on its own, of use to other rules. */
  readonly building_block: boolean;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly false_positives: readonly string[];
  /** Markdown: triage and response. */
  readonly note: string | null;
  /** Markdown: what must be recorded for the rule to see anything. */
  readonly setup: string | null;
  /** The EQL text that matched. */
  readonly query: string;
  /** Where the rule was read from. */
  readonly file: string;
}

/** One MITRE ATT&CK tactic of the rule with its techniques. */
export interface AlertThreat {
  readonly framework: ThreatMapping['framework'];
  readonly tactic: ThreatEntry;
  readonly technique: readonly AlertTechnique[];
}

export interface AlertTechnique extends ThreatEntry {
  readonly subtechnique: readonly ThreatEntry[];
}

export interface AlertHost {
  readonly id: string | null;
  readonly name: string | null;
}

export interface AlertUser {
  readonly id: string | null;
  readonly name: string | null;
}

export interface AlertParentProcess {
  readonly pid: number | null;
  readonly name: string | null;
  readonly executable: string | null;
  /** As recorded; else the arguments joined by spaces. */
  readonly command_line: string | null;
  /** What the process calls itself: auditd has it where there are no arguments. It may be cut off, and may lie. */
  readonly title: string | null;
  readonly entity_id: string | null;
}

export interface AlertProcess extends AlertParentProcess {
  readonly parent: AlertParentProcess;
}

export interface AlertEndpoint {
  readonly ip: string | null;
  readonly port: number | null;
}

/** One key of a join: the fields that hold it, stage by stage without repetition, and the value they share. */
export interface AlertJoinKey {
  readonly fields: readonly string[];
  /** Null where the query lets the field be absent (`?field`). */
  readonly value: Scalar | null;
}

/** A field by which alerts are grouped, and what all events of the alert have in it; null where they share nothing. */
export interface AlertTerm {
  readonly field: string;
  /** Several values are in order, each once. */
  readonly value: Scalar | readonly Scalar[] | null;
}

/** One event of an alert: where it stands, what tells most about it, and the whole of it. */
export interface AlertEvent {
  /** Identity in the Elasticsearch export that the event was read from. */
  readonly _id: string | null;
  readonly _index: string | null;
  readonly place: EventPlace;
  /** ISO 8601 in UTC, of the timestamp field that the rule orders by. */
  readonly time: string | null;
  /** Nanoseconds since the alert's earliest event. */
  readonly after_ns: number | null;
  readonly event: {
    readonly category: readonly string[];
    readonly type: readonly string[];
    readonly action: readonly string[];
    readonly outcome: string | null;
  };
  /** Name of the system call, in events of auditd. */
  readonly syscall: string | null;
  readonly host: AlertHost;
  readonly user: AlertUser;
  readonly process: AlertProcess;
  readonly file: { readonly path: string | null };
  readonly source: AlertEndpoint;
  readonly destination: AlertEndpoint;
  /** The event as it was read. */
  readonly document: JsonObject;
}

/** Where an event stands in the input. */
export interface EventPlace {
  /** File path, or `<stdin>`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Bytes from the start of the (decompressed) input. */
  readonly offset: number;
  /** Number of the event within its line, from 0: one line may hold a whole search reply. */
  readonly index: number;
}
