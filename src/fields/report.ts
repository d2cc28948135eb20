// Fields of an input x ECS x rules: what is there, what rules want and the input lacks, and which rules have no chance.
import { fieldType, type FieldType } from '../event/index.js';
import type { Rule } from '../rule/index.js';
import {
  silenceDetail,
  silencesOf,
  type ScanQuery,
  type Silence,
  type Surveyed,
} from '../scan/index.js';
import type { FieldCensus } from './census.js';
import type { SeenField } from './field-node.js';
import { nearestAmong } from './nearest.js';

/** A rule and its query, compiled. */
export interface RuleQuery {
  readonly rule: Rule;
  readonly query: ScanQuery;
}

/** A field that rules read. */
export interface WantedField {
  readonly path: string;
  /** Null for a field that neither ECS nor a data source has. */
  readonly known: FieldType | null;
  readonly rules: readonly Rule[];
}

/** A field that rules read and no event has. */
export interface MissingField extends WantedField {
  /** A field of the input that may be meant. */
  readonly nearest: string | null;
}

/** A field of the input, and the rules that read it. */
export interface PresentField extends SeenField {
  readonly rules: readonly Rule[];
}

/** A rule that cannot match the input. */
export interface SilentRule {
  readonly rule: Rule;
  /** Every reason that was found, in one order for all rules. */
  readonly reasons: readonly SilentReason[];
}

/** Why a rule cannot match, and what of it the input does not have: a category, index patterns, a field. */
export interface SilentReason {
  readonly reason: Silence['reason'];
  readonly detail: string;
}

export interface FieldReport {
  readonly events: number;
  /** Indexes that the events would be in; `byDataSet` of fields is in their order. */
  readonly dataSets: readonly { readonly name: string; readonly events: number }[];
  /** By name. */
  readonly present: readonly PresentField[];
  /** Those that most rules want first. */
  readonly missing: readonly MissingField[];
  /** Rules that were looked at. */
  readonly rules: number;
  readonly silent: readonly SilentRule[];
}

/** Every field that rules read, by name. */
export function wantedFields(rules: readonly RuleQuery[]): readonly WantedField[] {
  const readers = new Map<string, Rule[]>();
  for (const { rule, query } of rules) {
    for (const path of query.compiled.fields) {
      const known = readers.get(path);
      if (known === undefined) readers.set(path, [rule]);
      else known.push(rule);
    }
  }
  return [...readers]
    .map(([path, own]) => ({ path, known: fieldType(path) ?? null, rules: own }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Holds what was counted against what `rules` want. `surveyed` numbers queries in the order of `rules`. */
export function reportFields(
  census: FieldCensus,
  rules: readonly RuleQuery[],
  surveyed: Surveyed,
  { events, dataSets }: Pick<FieldReport, 'events' | 'dataSets'>,
): FieldReport {
  const seen = census.fields();
  const wanted = wantedFields(rules);
  const readers = new Map(wanted.map((field) => [field.path, field.rules]));
  const nearest = nearestAmong(seen.map(({ path }) => path));
  return {
    events,
    dataSets,
    present: seen.map((field) => ({ ...field, rules: readers.get(field.path) ?? [] })),
    missing: wanted
      .filter(({ path }) => !census.saw(path))
      .map((field) => ({ ...field, nearest: nearest(field.path) ?? null }))
      .sort((a, b) => b.rules.length - a.rules.length),
    rules: rules.length,
    silent: rules.flatMap(({ rule, query }, number) => {
      const reasons = silencesOf(query, number, surveyed)
        .map((silence) => ({
          reason: silence.reason,
          detail: silenceDetail(silence, rule.index),
        }))
        .sort(inOneOrder);
      return reasons.length === 0 ? [] : [{ rule, reasons }];
    }),
  };
}

const REASONS: readonly Silence['reason'][] = [
  'no-category',
  'no-index',
  'other-os',
  'field-absent',
];

function inOneOrder(a: SilentReason, b: SilentReason): number {
  return REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason) || (a.detail < b.detail ? -1 : 1);
}
