// An event as Elasticsearch can take it into an index of alerts. A document with one value that does not fit the mapping
// is refused whole, and with it the alert: so what does not fit is left out, and said.
import { isArray, isObject, type Json, type JsonObject } from '../event/index.js';
import { fitOf, type Fit } from '../fields/index.js';
import { counted } from './words.js';

/** The event without what the alert says itself. */
export interface EcsSource {
  readonly document: JsonObject;
  /** Fields of `event`, by their path below it: an alert keeps them under another name. */
  readonly event: JsonObject;
  /** Fields of `data_stream`, likewise: an alert is in a stream of its own. */
  readonly dataStream: JsonObject;
  /** What is not as it was read: `process.pid: left out, no long`. */
  readonly adjusted: readonly string[];
}

/** The longest term in Lucene, in bytes of UTF-8. */
const LONGEST_TERM = 32_766;
/** Levels of objects that an index takes by default. */
const DEEPEST = 20;
/** Adjustments that are told one by one: hostile events may need thousands. */
const MOST_TOLD = 100;
/** Beyond this no `long`. */
const LONG_END = 2 ** 63;

/** What an alert has of its own, whoever wrote the event: the top-level objects that Kibana clears, and the time. */
const OWN = /^(?:@timestamp$|(?:kibana|signal|threshold_result|rshell_scan)(?:\.|$))/;
/** The rule's mapping takes the place of the event's. */
const OWN_THREAT = /^threat\.(?:framework|tactic|technique)(?:\.|$)/;

/** Makes the source of an alert from an event; `hasThreat`: whether the alert brings a mapping to ATT&CK. */
export function ecsSource(document: JsonObject, hasThreat: boolean): EcsSource {
  return new Adoption(hasThreat).run(document);
}

class Adoption {
  readonly #hasThreat: boolean;
  readonly #event: [string, Json][] = [];
  readonly #dataStream: [string, Json][] = [];
  readonly #adjusted: string[] = [];
  #untold = 0;

  constructor(hasThreat: boolean) {
    this.#hasThreat = hasThreat;
  }

  run(document: JsonObject): EcsSource {
    const adopted = this.#object(document, '', 1);
    const more = this.#untold === 0 ? [] : [`and ${counted(this.#untold, 'more field')}`];
    return {
      document: adopted,
      // From entries, so that `__proto__` is a key like any other.
      event: Object.fromEntries(this.#event),
      dataStream: Object.fromEntries(this.#dataStream),
      adjusted: [...this.#adjusted, ...more],
    };
  }

  #object(object: JsonObject, path: string, depth: number): JsonObject {
    return Object.fromEntries(
      Object.entries(object).flatMap(([key, json]) => {
        const value = this.#member(key, json ?? null, path, depth);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  /** The value of `key` in the object at `path`; undefined where it is left out. */
  #member(key: string, json: Json, path: string, depth: number): Json | undefined {
    const full = path === '' ? key : `${path}.${key}`;
    if (key.split('.').some((segment) => segment.trim() === '') || key.length > LONGEST_TERM / 4) {
      return this.#leaveOut(path === '' ? 'a field' : path, 'a name that Elasticsearch refuses');
    }
    if (OWN.test(full)) return undefined;
    if (this.#hasThreat && OWN_THREAT.test(full)) return undefined;
    const value = this.#value(json, full, fitOf(full), depth);
    if (value === undefined || isObject(value)) {
      return full === 'data_stream' ? undefined : value;
    }
    if (full.startsWith('data_stream.')) {
      this.#dataStream.push([full.slice('data_stream.'.length), value]);
      return undefined;
    }
    if (full.startsWith('event.')) this.#event.push([full.slice('event.'.length), value]);
    return full === 'event.kind' ? undefined : value;
  }

  #value(json: Json, path: string, fit: Fit, depth: number): Json | undefined {
    if (isArray(json)) {
      const items = json.map((item) => this.#value(item, path, fit, depth));
      return items.filter((item) => item !== undefined);
    }
    if (isObject(json)) {
      if (!fit.takesObjects)
        return this.#leaveOut(path, `an object and no ${fit.known ?? 'value'}`);
      if (depth >= DEEPEST) return this.#leaveOut(path, 'too many levels');
      return this.#object(json, path, depth + 1);
    }
    if (json === null) return null;
    const fits = fit.value === null || fit.value(json);
    if (!fits || (fit.known === 'long' && Math.abs(Number(json)) >= LONG_END)) {
      return this.#leaveOut(path, `no ${fit.known ?? 'value'}`);
    }
    return typeof json === 'string' ? this.#text(json, path) : json;
  }

  #text(text: string, path: string): string {
    const wellFormed = text.toWellFormed();
    if (wellFormed !== text) this.#adjust(path, 'halves of surrogate pairs are U+FFFD');
    // Three bytes a UTF-16 unit at most.
    if (text.length * 3 <= LONGEST_TERM) return wellFormed;
    const bytes = Buffer.from(wellFormed);
    if (bytes.length <= LONGEST_TERM) return wellFormed;
    let end = LONGEST_TERM;
    while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--; // not within a character
    this.#adjust(path, `cut at ${end} of ${bytes.length} bytes`);
    return bytes.toString('utf8', 0, end);
  }

  #leaveOut(path: string, why: string): Json | undefined {
    this.#adjust(path, `left out, ${why}`);
    return undefined;
  }

  #adjust(path: string, how: string): void {
    if (this.#adjusted.length < MOST_TOLD) {
      this.#adjusted.push(`${path.toWellFormed().slice(0, 200)}: ${how}`);
    } else {
      this.#untold += 1;
    }
  }
}

/** What all documents have alike: equal values, the items that lists share, and so on in objects. */
export function commonFields(documents: readonly JsonObject[]): JsonObject {
  const [first = {}, ...others] = documents;
  return others.reduce<JsonObject>((common, document) => intersection(common, document), first);
}

function intersection(a: JsonObject, b: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(a).flatMap(([key, value]) => {
      if (value === undefined || !Object.hasOwn(b, key)) return [];
      const shared = sharedValue(value, b[key] ?? null);
      return shared === undefined ? [] : [[key, shared] as const];
    }),
  );
}

function sharedValue(a: Json, b: Json): Json | undefined {
  if (isArray(a) && isArray(b)) {
    const texts = new Set(b.map((item) => JSON.stringify(item)));
    const items = a.filter((item) => texts.has(JSON.stringify(item)));
    return items.length === 0 ? undefined : items;
  }
  if (isArray(a) || isArray(b)) return undefined;
  if (isObject(a) && isObject(b)) {
    const shared = intersection(a, b);
    return Object.keys(shared).length === 0 ? undefined : shared;
  }
  return a === b ? a : undefined;
}
