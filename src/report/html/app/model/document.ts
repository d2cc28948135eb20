// Reads fields of an event as it was recorded: keys may be nested, dotted, or both.
import type { Json, JsonObject } from '../../../../event/index.js';

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** `Array.isArray` knows nothing of lists that are only read. */
function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** The value at a dotted path; undefined where there is none. */
export function valueAt(json: Json | undefined, path: string): Json | undefined {
  if (!isObject(json)) return undefined;
  if (Object.hasOwn(json, path)) return json[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(json, key)) continue;
    const found = valueAt(json[key], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first text or number at a path; null where there is none. */
export function textAt(json: Json | undefined, path: string): string | null {
  const value = valueAt(json, path);
  const first = isList(value) ? value[0] : value;
  return typeof first === 'string' || typeof first === 'number' ? String(first) : null;
}
