/** An event document in the making: values that the query asks for, and others beside them. */
import { listOf, type Json, type JsonObject, type Value } from '../event/index.js';
import type { Part } from './scenario.js';
import type { DemandsOf } from './solver.js';
import { isMet } from './variable.js';

/** Fields that are written as a list even with one value, as the data sources do. */
const ALWAYS_LISTS: ReadonlySet<string> = new Set([
  'event.category',
  'event.type',
  'process.args',
  'process.parent.args',
]);

/** The document of one part while it is being filled in. Fields that the query names are bound to its demands. */
export class EventDraft {
  readonly part: Part;
  readonly #values: Map<string, Value>;
  readonly #demands: DemandsOf;
  readonly #free = new Map<string, Value>();

  constructor(part: Part, values: Map<string, Value>, demands: DemandsOf) {
    this.part = part;
    this.#values = values;
    this.#demands = demands;
  }

  /** The value of a field so far; null: none. */
  get(path: string): Value {
    const variable = this.part.variables.get(path);
    return (variable === undefined ? this.#free.get(path) : this.#values.get(variable.id)) ?? null;
  }

  /** The first value of a field, as text. */
  text(path: string): string | null {
    const [first] = listOf(this.get(path));
    return first === undefined ? null : String(first);
  }

  /** Whether the query lets the field have this value. */
  allows(path: string, value: Value): boolean {
    const variable = this.part.variables.get(path);
    if (variable === undefined) return true;
    const asked = this.#demands.get(variable.id) ?? [];
    return asked.every((demand) => isMet(demand, this.#values, variable.id, value));
  }

  /** Gives a field without a value the first of `candidates` that its demands allow. */
  offer(path: string, candidates: readonly Value[]): void {
    if (this.get(path) === null) this.improve(path, candidates);
  }

  /** Gives a field the first of `candidates` that its demands allow; without one it stays as it is. */
  improve(path: string, candidates: readonly Value[]): void {
    const variable = this.part.variables.get(path);
    if (variable === undefined) {
      const [first] = candidates;
      if (first !== undefined) this.#free.set(path, first);
      return;
    }
    const isKey = this.part.subquery.keys.some((key) => key.path === path);
    if (isKey) return;
    const fitting = candidates.find((value) => this.allows(path, value));
    if (fitting !== undefined) this.#values.set(variable.id, fitting);
  }

  /** The event at `time`, ISO 8601. */
  document(time: string, timestampField: string): JsonObject {
    const document: Record<string, Json> = {};
    const given = new Map([...this.#free]);
    for (const path of this.part.variables.keys()) given.set(path, this.get(path));
    const stamped = new Map<string, Value>([
      ['@timestamp', time],
      [timestampField, time],
    ]);
    for (const [path, value] of [...stamped, ...[...given].sort(byPath)]) {
      if (value === null) continue;
      const isList = typeof value !== 'object' && ALWAYS_LISTS.has(path);
      put(document, path, isList ? [value] : value);
    }
    return document;
  }
}

function byPath([a]: readonly [string, Value], [b]: readonly [string, Value]): number {
  return a < b ? -1 : Number(a > b);
}

/** Sets a nested field; where a value stands on the way, under its dotted name. */
function put(document: Record<string, Json>, path: string, value: Json): void {
  const segments = path.split('.');
  let holder: Record<string, Json> = document;
  for (const segment of segments.slice(0, -1)) {
    const next = Object.hasOwn(holder, segment) ? holder[segment] : undefined;
    if (next === undefined) {
      const made: Record<string, Json> = {};
      define(holder, segment, made);
      holder = made;
    } else if (typeof next === 'object' && next !== null && !Array.isArray(next)) {
      // Every object in the document was made here.
      holder = next as Record<string, Json>;
    } else {
      define(document, path, value);
      return;
    }
  }
  const last = segments.at(-1) ?? '';
  if (Object.hasOwn(holder, last)) define(document, path, value);
  else define(holder, last, value);
}

/** Also for names such as `__proto__`, which are data. */
function define(holder: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
