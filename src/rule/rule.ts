import type { CheckedQuery } from '../eql/index.js';
import type { Diagnostic, Source } from '../source/index.js';

export type RuleSeverity = 'low' | 'medium' | 'high' | 'critical';

/** A detection rule that can be evaluated: metadata and a checked query. */
export interface Rule {
  /** The TOML key `rule_id`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: RuleSeverity;
  /** 0 to 100, the rule's own. */
  readonly riskScore: number;
  readonly version: number | null;
  /** `production`, `development`, `deprecated` … as written; `production` when absent. */
  readonly maturity: string;
  readonly deprecated: boolean;
  /** Kibana's building block: noise on its own, of use to other rules. */
  readonly buildingBlock: boolean;
  readonly author: readonly string[];
  readonly license: string | null;
  readonly created: string | null;
  readonly updated: string | null;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Markdown: triage and response guidance. */
  readonly note: string | null;
  /** Markdown: what must be set up for the rule to see anything. */
  readonly setup: string | null;
  readonly integrations: readonly string[];
  /** Index patterns as written; empty: any event. */
  readonly index: readonly string[];
  readonly threat: readonly ThreatMapping[];
  /** How far back Kibana looks when it runs the rule, such as `now-9m`; null: its default. Not used to scan. */
  readonly from: string | null;
  /** How often Kibana runs the rule, such as `5m`; null: its default. Not used to scan. */
  readonly interval: string | null;
  /** Which alerts the first stands for the others of; null: each for itself. */
  readonly suppression: RuleSuppression | null;
  /** Most alerts that Kibana makes of one run of the rule; null: its default. Applied to scans where asked for. */
  readonly maxSignals: number | null;
  /** Fields that the author wants shown with an alert. */
  readonly investigationFields: readonly string[];
  /** Field that holds the event category; null: the run's own setting. */
  readonly eventCategoryField: string | null;
  /** Field that orders events; null: the run's own setting. */
  readonly timestampField: string | null;
  /** Field that decides order at equal times; null: the run's own setting. */
  readonly tiebreakerField: string | null;
  /** The rule file. */
  readonly source: Source;
  /** The query text; diagnostics about it point into `source`. */
  readonly querySource: Source;
  readonly query: CheckedQuery;
}

/** Kibana's `alert_suppression`: of alerts of a rule that agree in some fields, the first stands for the others. */
export interface RuleSuppression {
  readonly fields: readonly string[];
  /** From the event time of the first alert on; null: as long as the run. */
  readonly windowMs: number | null;
  /** Alerts without one of the fields: `group` takes that for a value, `separate` lets each stand for itself. */
  readonly missing: 'group' | 'separate';
}

/** One MITRE ATT&CK tactic with the techniques that a rule maps to it. */
export interface ThreatMapping {
  readonly framework: string;
  readonly tactic: ThreatEntry;
  readonly techniques: readonly Technique[];
}

export interface Technique extends ThreatEntry {
  readonly subtechniques: readonly ThreatEntry[];
}

export interface ThreatEntry {
  /** `TA0002`, `T1059`, `T1059.004` */
  readonly id: string;
  readonly name: string;
  readonly reference: string | null;
}

/** What became of one rule file: exactly one of these, always reported. */
export type RuleOutcome =
  | {
      readonly state: 'evaluable' | 'deprecated';
      readonly rule: Rule;
      /** Warnings and infos: unknown keys, unknown fields. */
      readonly diagnostics: readonly Diagnostic[];
      readonly source: Source;
    }
  | {
      /** Well-formed, but of a kind that no offline EQL scanner can run. */
      readonly state: 'not-evaluable';
      readonly id: string | null;
      readonly name: string | null;
      /** Such as `type "threshold"`. */
      readonly reason: string;
      readonly diagnostics: readonly Diagnostic[];
      readonly source: Source;
    }
  | {
      readonly state: 'error';
      readonly id: string | null;
      readonly name: string | null;
      readonly diagnostics: readonly Diagnostic[];
      readonly source: Source;
    };
