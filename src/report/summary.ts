import type { AlertCounts } from './counts.js';

/** What a run read, ran and found: the numbers behind the closing lines on stderr and the `summary` of a JSON report. */
export interface RunSummary {
  readonly events: EventCounts;
  /** What kept events from rules, such as `--where`. */
  readonly hidden: readonly HiddenEvents[];
  /** In the order in which they were given. */
  readonly inputs: readonly InputCounts[];
  readonly rules: RuleCounts;
  readonly alerts: AlertCounts;
  /** How often some input was gone before it could be read: of logs that are followed. */
  readonly losses: number;
  /** Events with lists that multiply beyond what is tried; of an input no more than 10,000 are counted. */
  readonly curtailed: number;
  readonly sequences: SequenceCounts;
  /** Wall-clock time. */
  readonly durationMs: number;
  /** Whether the run was stopped before the end of its input. */
  readonly partial: boolean;
}

export interface EventCounts {
  readonly read: number;
  /** Most frequent first. An event of two categories counts in both. */
  readonly byCategory: readonly { readonly name: string; readonly events: number }[];
  /** Without a readable timestamp: sequences cannot place them. */
  readonly withoutTime: number;
  /** Events that do not tell their data set, and so were shown to every rule. */
  readonly withoutDataSet: number;
  /** Earliest and latest time, ISO 8601. */
  readonly span: { readonly start: string; readonly end: string } | null;
  /** Distinct hosts. */
  readonly hosts: number;
}

/** Events that a rule would have taken, and that were not for it. */
export interface HiddenEvents {
  /** In the words of the command line. */
  readonly by: string;
  readonly events: number;
}

export interface InputCounts {
  readonly name: string;
  /** What it was taken for, such as `ndjson`; null when nothing could be told. */
  readonly format: string | null;
  /** Audit records that events were made of, and entries beside them that hold none; null where events came as they are. */
  readonly records: { readonly read: number; readonly passedOver: number } | null;
  /** Such as `gzip` or `none`; null where nothing came. */
  readonly compression: string | null;
  readonly events: number;
  /** Lines, or items of an array, that could not be read as an event. */
  readonly badLines: number;
  /** Whether it turned out to hold no events at all. */
  readonly isRefused?: boolean;
  /** Whether some event was of a host that nobody told. */
  readonly lacksHost?: boolean;
  /** As stored: of a compressed file, compressed. */
  readonly bytes: number;
  /** Of the bytes as stored, in hexadecimal; null where nobody asked, or it could not be told. */
  readonly sha256: string | null;
}

export interface RuleCounts {
  /** Rules that could be evaluated and were selected. */
  readonly loaded: number;
  /** Of these, the ones that this input could have matched. */
  readonly run: number;
  /** Of these, the deprecated ones. */
  readonly deprecated: number;
  /** Rule files of a kind that no offline EQL scanner can run. */
  readonly notEvaluable: number;
  /** Rule files with an error. */
  readonly inError: number;
  /** The loaded rules that this input could not have matched: `loaded` minus `run`. */
  readonly silent: readonly SilentRule[];
}

/** A rule that could not have matched, and the first reason found. */
export interface SilentRule {
  readonly id: string;
  readonly name: string;
  readonly reason: SilentReason;
  /** What the rule asks for: a category, index patterns, an operating system, a field. */
  readonly detail: string;
}

/** No event was of the category, of the index, or of the operating system; or none had the field. */
export type SilentReason = 'no-category' | 'no-index' | 'other-os' | 'field-absent';

export interface SequenceCounts {
  /** Events that came too late to be put in their place. */
  readonly late: number;
  /** Sequences that still waited for a missing event when the input ended. */
  readonly pending: number;
  /** Sequences and sample keys given up because a limit was reached. */
  readonly dropped: number;
}

/** Bad lines of all inputs. */
export function badLinesOf({ inputs }: RunSummary): number {
  return inputs.reduce((sum, { badLines }) => sum + badLines, 0);
}

/** Bytes of all inputs, as stored. */
export function bytesOf({ inputs }: RunSummary): number {
  return inputs.reduce((sum, { bytes }) => sum + bytes, 0);
}
