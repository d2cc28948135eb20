// Queries and events of the tests of explanations.
import { checkQuery, parseQuery } from '../../src/eql/index.js';
import type { FieldType, JsonObject } from '../../src/event/index.js';
import {
  explainEvent,
  explainRun,
  type Clause,
  type ClauseExplanation,
  type EventExplanation,
  type ExplainTarget,
  type RunExplanation,
} from '../../src/explain/index.js';
import { bytesInput } from '../../src/io/index.js';

/** A query as the target of an explanation. */
export function targetOf(
  text: string,
  options: Partial<ExplainTarget> & {
    readonly fieldType?: (path: string) => FieldType | undefined;
  } = {},
): ExplainTarget {
  const { fieldType, ...rest } = options;
  const querySource = { name: '<query>', text };
  const { query } = parseQuery(querySource);
  const checked =
    query === null ? null : checkQuery(query, querySource, fieldType ? { fieldType } : {});
  if (checked?.query === null || checked === null) throw new Error(`no query: ${text}`);
  return { query: checked.query, querySource, index: [], gate: 'off', ...rest };
}

export function explain(
  text: string,
  document: JsonObject,
  options: Partial<ExplainTarget> = {},
): EventExplanation {
  return explainEvent(targetOf(text, options), document);
}

/** The explanation over events given as documents, one a line. */
export async function explainAll(
  text: string,
  documents: readonly JsonObject[],
  options: Partial<ExplainTarget> = {},
): Promise<RunExplanation> {
  return explainBytes(
    text,
    Buffer.from(documents.map((each) => JSON.stringify(each)).join('\n')),
    options,
  );
}

export async function explainBytes(
  text: string,
  bytes: Buffer,
  options: Partial<ExplainTarget> = {},
): Promise<RunExplanation> {
  const { explanation } = await explainRun(
    targetOf(text, options),
    [bytesInput('events.ndjson', bytes)],
    {
      maxLineBytes: 1 << 24,
      endClosesWindows: false,
    },
  );
  return explanation;
}

/** All clauses of a condition, in the order of the text. */
export function clausesOf(part: ClauseExplanation): readonly Clause[] {
  return part.kind === 'clause' ? [part] : part.of.flatMap(clausesOf);
}

/** The clauses of the first subquery. */
export function clauses(explanation: EventExplanation): readonly Clause[] {
  return explanation.subqueries.slice(0, 1).flatMap(({ condition }) => clausesOf(condition));
}

/** The texts of all hints of the first subquery. */
export function hints(explanation: EventExplanation): readonly string[] {
  return clauses(explanation).flatMap((clause) => clause.hints.map(({ text }) => text));
}
