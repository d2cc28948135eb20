// Saved alerts: whether JSON is an alert document as `schemas/alert.schema.json` describes it, so that whoever reads it back
// can rely on every key. Keys of later versions are kept.
import { isArray, isObject, type Json } from '../event/index.js';
import { ALERT_SCHEMA, type Alert } from './alert.js';

/** An alert, or what is wrong with the JSON: `events[1].place.line: expected a number, found null`. */
export type SavedAlert =
  | { readonly alert: Alert; readonly problem: null }
  | { readonly alert: null; readonly problem: string };

/** Characters of a text that a problem quotes. */
const LONGEST_QUOTE = 60;

/** Reads an alert document. */
export function savedAlert(json: Json): SavedAlert {
  const problem = ALERT(json, '');
  if (problem !== null) return { alert: null, problem };
  // Every key of Alert has been checked; earlier versions did not write these.
  const saved = json as unknown as Omit<Alert, 'suppressed' | 'grouped_by'> & Partial<Alert>;
  const { suppressed = null, grouped_by = null } = saved;
  return { alert: { ...saved, grouped_by, suppressed }, problem: null };
}

/** What is wrong with the value at a path; null where nothing is. */
type Check = (json: Json | undefined, path: string) => string | null;

function wrong(expected: string, json: Json | undefined, path: string): string {
  const kind = json === undefined ? 'nothing' : json === null ? 'null' : typeOf(json);
  return `${path === '' ? '' : `${path}: `}expected ${expected}, found ${kind}`;
}

function typeOf(json: Json): string {
  if (typeof json === 'string' && json.length <= LONGEST_QUOTE) return JSON.stringify(json);
  return isArray(json) ? 'a list' : `a${typeof json === 'object' ? 'n' : ''} ${typeof json}`;
}

function primitive(type: 'string' | 'number' | 'boolean'): Check {
  return (json, path) => (typeof json === type ? null : wrong(`a ${type}`, json, path));
}

const text = primitive('string');
const number = primitive('number');
const boolean = primitive('boolean');

function oneOf(...values: readonly string[]): Check {
  return (json, path) =>
    typeof json === 'string' && values.includes(json)
      ? null
      : wrong(values.map((value) => `"${value}"`).join(' or '), json, path);
}

function nullable(check: Check): Check {
  return (json, path) => (json === null ? null : check(json, path));
}

/** For keys that an earlier version did not write. */
function optional(check: Check): Check {
  return (json, path) => (json === undefined ? null : check(json, path));
}

function list(check: Check): Check {
  return (json, path) => {
    if (!isArray(json)) return wrong('a list', json, path);
    for (const [index, item] of json.entries()) {
      const problem = check(item, `${path}[${index}]`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

function object(members: Readonly<Record<string, Check>>): Check {
  return (json, path) => {
    if (!isObject(json)) return wrong('an object', json, path);
    for (const [key, check] of Object.entries(members)) {
      const value = Object.hasOwn(json, key) ? json[key] : undefined;
      const problem = check(value, path === '' ? key : `${path}.${key}`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

const scalar: Check = (json, path) =>
  typeof json === 'object' || json === undefined ? wrong('a scalar', json, path) : null;

const scalarOrList: Check = (json, path) =>
  json !== undefined && isArray(json) ? list(scalar)(json, path) : scalar(json, path);

const named = { id: nullable(text), name: nullable(text) };
const entry = { id: text, name: text, reference: nullable(text) };
const process = {
  pid: nullable(number),
  name: nullable(text),
  executable: nullable(text),
  command_line: nullable(text),
  title: nullable(text),
  entity_id: nullable(text),
};
const context = {
  host: object(named),
  user: object(named),
  process: object({ ...process, parent: object(process) }),
};
const endpoint = object({ ip: nullable(text), port: nullable(number) });

const EVENT = object({
  _id: nullable(text),
  _index: nullable(text),
  place: object({ file: text, line: number, offset: number, index: number }),
  time: nullable(text),
  after_ns: nullable(number),
  event: object({
    category: list(text),
    type: list(text),
    action: list(text),
    outcome: nullable(text),
  }),
  syscall: nullable(text),
  ...context,
  file: object({ path: nullable(text) }),
  source: endpoint,
  destination: endpoint,
  // Null where the alert was too long to be written whole.
  document: nullable(object({})),
});

const RULE = object({
  id: text,
  name: text,
  version: nullable(number),
  severity: oneOf('low', 'medium', 'high', 'critical'),
  risk_score: number,
  description: text,
  author: list(text),
  license: nullable(text),
  maturity: text,
  deprecated: boolean,
  building_block: boolean,
  tags: list(text),
  references: list(text),
  false_positives: list(text),
  note: nullable(text),
  setup: nullable(text),
  query: text,
  file: text,
});

const ALERT = object({
  schema: oneOf(ALERT_SCHEMA),
  id: text,
  event_time: nullable(text),
  event: object({ start: nullable(text), end: nullable(text), duration: nullable(number) }),
  kind: oneOf('event', 'sequence', 'sample'),
  reason: text,
  rule: RULE,
  threat: list(
    object({
      framework: text,
      tactic: object(entry),
      technique: list(object({ ...entry, subtechnique: list(object(entry)) })),
    }),
  ),
  ...context,
  join_keys: list(object({ fields: list(text), value: nullable(scalar) })),
  grouped_by: optional(nullable(list(object({ field: text, value: nullable(scalarOrList) })))),
  suppressed: optional(
    nullable(
      object({
        by: oneOf('allow', 'building-block', 'baseline', 'repeat', 'limit'),
        reason: text,
        entry: nullable(text),
        owner: nullable(text),
        alert: nullable(text),
      }),
    ),
  ),
  events: list(nullable(EVENT)),
});
