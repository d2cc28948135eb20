// Conditions on single events, as `--where` and allow lists have them: an EQL expression, or an event query as a whole.
import { checkQuery, compile, parseQuery, tokensOf } from '../eql/index.js';
import { listOf, type Event, type FieldSet } from '../event/index.js';
import type { Diagnostic, Source } from '../source/index.js';

/** Whether a condition is true of an event. Never throws, whatever the event holds. */
export type EventCondition = (event: Event) => boolean;

/** What a condition is read with. */
export interface ConditionContext {
  /** Those that the events will be read by. */
  readonly fields: FieldSet;
  /** Field of the event category. */
  readonly categoryField: string;
}

/** A condition, or null with the reasons; `diagnostics` may hold warnings beside a condition. */
export interface CompiledCondition {
  readonly condition: EventCondition | null;
  readonly diagnostics: readonly Diagnostic[];
}

const ANY = 'any where ';

/**
 * Compiles `process.name == "x"`, which is for events of any category, or `process where process.name == "x"`. It is
 * EQL, checked like that of a rule.
 */
export function compileCondition(
  source: Source,
  { fields, categoryField }: ConditionContext,
): CompiledCondition {
  const whole = isQuery(source.text) ? source : behindAny(source);
  const parsed = parseQuery(whole);
  const checked = parsed.query === null ? null : checkQuery(parsed.query, whole);
  const found = [...parsed.diagnostics, ...(checked?.diagnostics ?? [])];
  const query = checked?.query ?? null;
  if (query === null) return { condition: null, diagnostics: found };
  if (query.kind !== 'event' || query.pipes.length > 0) {
    const what = query.kind === 'event' ? 'a query with pipes' : `a ${query.kind}`;
    return { condition: null, diagnostics: [...found, notACondition(source, what)] };
  }
  const compiled = compile(query, { fields, source: whole });
  const diagnostics = [...found, ...compiled.diagnostics];
  const [subquery] = compiled.query?.subqueries ?? [];
  if (subquery === undefined) return { condition: null, diagnostics };
  const { category, matches } = subquery;
  if (category === null) return { condition: matches, diagnostics };
  const slot = fields.slot(categoryField);
  return {
    condition: (event) => listOf(event.get(slot)).includes(category) && matches(event),
    diagnostics,
  };
}

/** `where` is a word of no expression, and of every query. */
function isQuery(text: string): boolean {
  return tokensOf(text).list.some((token) => token.kind === 'keyword' && token.text === 'where');
}

/** The expression as a query, whose places are those of the expression. */
function behindAny(source: Source): Source {
  return {
    name: source.name,
    text: ANY + source.text,
    embedded: { within: source, toOuter: (offset) => Math.max(0, offset - ANY.length) },
  };
}

function notACondition(source: Source, found: string): Diagnostic {
  return {
    code: 'RS460',
    severity: 'error',
    message: `expected a condition on single events, found ${found}`,
    source,
    labels: [{ span: { start: 0, end: source.text.length } }],
    help: 'write a condition, such as `process.name == "nc"`, or an event query',
  };
}
