// §5 of the specification: a field is the set of its values. ADR 001: what has none is absent, whatever the reason.
import type { Json, JsonObject, Scalar } from '../../src/event/index.js';

/** All values of the field at a dotted path. Keys may be nested, dotted or both; of two spellings the more nested counts. */
export function valuesOf(document: JsonObject, path: string): readonly Scalar[] {
  return valuesBelow(document, path.split('.'));
}

function valuesBelow(json: Json | undefined, segments: readonly string[]): readonly Scalar[] {
  if (json === null || json === undefined) return [];
  if (Array.isArray(json)) return json.flatMap((item: Json) => valuesBelow(item, segments));
  if (typeof json !== 'object') return segments.length === 0 ? [json] : [];
  const object = json as JsonObject;
  for (let taken = 1; taken <= segments.length; taken++) {
    const key = segments.slice(0, taken).join('.');
    const member = Object.hasOwn(object, key) ? object[key] : null;
    const values = valuesBelow(member, segments.slice(taken));
    if (values.length > 0) return values;
  }
  return [];
}
