// One event as an explanation looks at it: values as predicates see them, and what the document says where they see none.
import {
  DocumentEvent,
  fold,
  isArray,
  isObject,
  listOf,
  type Event,
  type FieldSet,
  type Json,
  type JsonObject,
  type Scalar,
  type Value,
} from '../event/index.js';
import type { SeenField } from './explanation.js';

/** Values of one field that an explanation repeats, and UTF-16 units of each. */
const MOST_VALUES = 16;
const MOST_TEXT = 2048;

/** An event with its document. */
export class EventView {
  readonly event: DocumentEvent;
  readonly document: JsonObject;
  readonly #fields: FieldSet;

  constructor(fields: FieldSet, document: JsonObject) {
    this.#fields = fields;
    this.document = document;
    this.event = new DocumentEvent(fields);
    this.event.reset(document);
  }

  slot(path: string): number {
    return this.#fields.slot(path);
  }

  /** All values of a field; empty where it is null. */
  values(path: string): readonly Scalar[] {
    return listOf(this.event.get(this.slot(path)));
  }

  /** The event with another value for one field. */
  with(path: string, value: Value): Event {
    const own = this.slot(path);
    const { event } = this;
    const folded = (): Value =>
      typeof value === 'string'
        ? fold(value)
        : typeof value === 'object' && value !== null
          ? value.map((item) => (typeof item === 'string' ? fold(item) : item))
          : value;
    return {
      get: (slot) => (slot === own ? value : event.get(slot)),
      folded: (slot) => (slot === own ? folded() : event.folded(slot)),
    };
  }

  /** What the event has at `path`; `hit` is the index of the value that decided. */
  seen(path: string, hit: number | null = null): SeenField {
    const values = this.values(path);
    if (values.length === 0) {
      return {
        path,
        state: stateOf(this.document, path),
        values: [],
        from: 0,
        count: 0,
        hit: null,
      };
    }
    const from = Math.max(0, (hit ?? 0) - MOST_VALUES + 1);
    return {
      path,
      state: 'present',
      values: values.slice(from, from + MOST_VALUES).map(shortened),
      from,
      count: values.length,
      hit,
    };
  }
}

/** A value without more of its text than anybody reads. */
export function shortened(value: Scalar): Scalar {
  return typeof value === 'string' && value.length > MOST_TEXT
    ? `${value.slice(0, MOST_TEXT).toWellFormed()}…`
    : value;
}

type Absence = Exclude<SeenField['state'], 'present'>;

const MOST_TELLING: readonly Absence[] = ['object', 'null', 'empty', 'missing'];

/** Why a field has no values: the most telling of what stands at its path, however that is spelled. */
function stateOf(document: JsonObject, path: string): Absence {
  const found = new Set(standsAt(document, path.split('.')).map(absenceOf));
  return MOST_TELLING.find((state) => found.has(state)) ?? 'missing';
}

function absenceOf(json: Json): Absence {
  if (json === null) return 'null';
  if (isArray(json)) return json.some((item) => isObject(item)) ? 'object' : 'empty';
  return isObject(json) ? 'object' : 'missing';
}

/** Everything at a path of nested, dotted or mixed keys. */
function standsAt(json: Json | undefined, segments: readonly string[]): readonly Json[] {
  if (json === undefined) return [];
  if (segments.length === 0) return [json];
  if (isArray(json)) return json.flatMap((item) => standsAt(item, segments));
  if (!isObject(json)) return [];
  return segments.flatMap((_, last) => {
    const key = segments.slice(0, last + 1).join('.');
    return Object.hasOwn(json, key) ? standsAt(json[key], segments.slice(last + 1)) : [];
  });
}
