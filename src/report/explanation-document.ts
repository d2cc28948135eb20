import type { MatchExplanation, QueryExplanation, RunExplanation } from '../explain/index.js';
import type { Tool } from './reporter.js';

/** The `schema` of an explanation. Within major version 1 keys are added, never removed and never given another type. */
export const EXPLANATION_SCHEMA = 'rshell-scan/explanation@1';

/** The rule that is explained. */
export interface ExplainedRule {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly version: number | null;
  /** Where its query stands. */
  readonly file: string;
  readonly line: number;
}

/** Everything that `explain` found out. */
export interface ExplanationReport {
  readonly tool: Tool;
  /** Null for a query without a rule. */
  readonly rule: ExplainedRule | null;
  readonly query: QueryExplanation;
  /** Null where there was no input, or an alert was asked for. */
  readonly run: RunExplanation | null;
  /** Null where none was asked for. */
  readonly alert: AlertExplanation | null;
}

/** Why an alert was raised. */
export interface AlertExplanation {
  readonly id: string;
  readonly match: MatchExplanation;
}

/** The JSON document, published as `schemas/explanation.schema.json`: the same facts as in text, with keys in snake case. */
export function explanationDocument({ tool, rule, query, run, alert }: ExplanationReport): object {
  return {
    schema: EXPLANATION_SCHEMA,
    tool,
    rule,
    query: inSnakeCase(query),
    run: inSnakeCase(run),
    alert: inSnakeCase(alert),
  };
}

/** The value with the keys of its objects in snake case: they are all our own, what events hold is in values only. */
function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      inSnakeCase(item),
    ]),
  );
}
