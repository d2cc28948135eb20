// What the page of an HTML report holds beside its program: the one agreement between the writer and `app/`, which runs in a
// browser. Each item is the JSON text of a `<script type="application/json" data-kind="…">`, in the order of the run.
import type {
  Alert,
  AlertEvent,
  AlertRule,
  AlertSuppression,
  AlertThreat,
} from '../../alert/index.js';
import type { JsonObject } from '../../event/index.js';
import type { RunSummary } from '../summary.js';

/** What the elements that hold data are, by their `data-kind`. */
export interface DataByKind {
  readonly head: HeadData;
  readonly rule: RuleData;
  readonly row: RowData;
  readonly story: StoryData;
  readonly run: RunData;
}

/** `head`, once, before all else. */
export interface HeadData {
  readonly tool: { readonly name: string; readonly version: string };
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  /** Tactics of ATT&CK in the order of the matrix. */
  readonly tactics: readonly { readonly id: string; readonly name: string }[];
}

/** `rule`: before the first alert of the rule; alerts name it by its place among these, from 0. */
export interface RuleData {
  readonly rule: AlertRule;
  readonly threat: readonly AlertThreat[];
  /** The text of the query in parts, as style and text. */
  readonly query: readonly (readonly [style: string, text: string])[];
  /** Its clauses, in the order of the text. */
  readonly clauses: readonly ClauseData[];
}

/** UTF-16 units of the query text. */
export interface ClauseData {
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
}

/** `row`: what lists, charts and search know of an alert. */
export interface RowData {
  readonly id: string;
  readonly rule: number;
  /** Milliseconds since 1970 of its latest event. */
  readonly time: number | null;
  readonly host: string | null;
  readonly user: string | null;
  /** `nginx(812) › sh(4410)` */
  readonly chain: string;
  /** By what it was suppressed; null for the alerts that the run reports. */
  readonly suppressed: AlertSuppression['by'] | null;
  /** What was run, opened or connected to, in one line. */
  readonly gist: string;
  /** Further texts that a search finds it by. */
  readonly also: string;
}

/** `story`: the rest of an alert, right behind its row; read when somebody opens it. */
export interface StoryData extends Omit<Alert, 'schema' | 'rule' | 'threat' | 'events'> {
  readonly events: readonly (StoryEvent | null)[];
  /** Of each event the clauses that held for it. */
  readonly marks: readonly (readonly MarkData[])[];
}

/** An event; its document is left out where it was too long. */
export interface StoryEvent extends Omit<AlertEvent, 'document'> {
  readonly document: JsonObject | null;
}

/** A clause that held, and by what. */
export interface MarkData {
  /** Index into {@link RuleData.clauses}. */
  readonly clause: number;
  /** Start and end of the literal that decided. */
  readonly literal: readonly [start: number, end: number] | null;
  readonly field: string | null;
  readonly values: readonly (string | number | boolean)[];
}

/** `run`, once, behind all else: a page without it was cut off. */
export interface RunData {
  /** Null for alerts that were saved by an earlier run. */
  readonly summary: RunSummary | null;
  /** The command line that asked for it. */
  readonly command: string | null;
  /** What its rules are mapped to: tactics, each with its techniques and sub-techniques. */
  readonly covered: readonly CoveredTactic[];
  /** Alerts that the run found and the page does not hold. */
  readonly leftOut: number;
  readonly diagnostics: readonly DiagnosticData[];
  readonly folded: readonly {
    readonly code: string;
    readonly file: string | null;
    readonly count: number;
  }[];
}

/** Something that was said of rules, input or the run itself. */
export interface DiagnosticData {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly help: string | null;
}

/** An entry of ATT&CK. */
export interface AttackEntry {
  readonly id: string;
  readonly name: string;
}

/** A tactic that rules of the run are mapped to. */
export interface CoveredTactic extends AttackEntry {
  readonly techniques: readonly AttackEntry[];
}
