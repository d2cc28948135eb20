// §5 of the specification: a field is the set of its values. ADR 001: what has none is absent, whatever the reason.
import type { Json, JsonObject, Scalar } from '../../src/event/index.js';

/** All values of the field at a dotted path. Keys may be nested, dotted or both; of two spellings the more nested counts. */
export function valuesOf(document: JsonObject, path: string): readonly Scalar[] {
  return valuesBelow(document, path);
}

function valuesBelow(json: Json | undefined, path: string): readonly Scalar[] {
  if (json === null || json === undefined) return [];
  if (Array.isArray(json)) return json.flatMap((item: Json) => valuesBelow(item, path));
  if (typeof json !== 'object') return path === '' ? [json] : [];
  if (path === '') return [];
  const object = json as JsonObject;
  for (let dot = path.indexOf('.'); ; dot = path.indexOf('.', dot + 1)) {
    const end = dot === -1 ? path.length : dot;
    const key = path.slice(0, end);
    const member = Object.hasOwn(object, key) ? object[key] : null;
    const values = valuesBelow(member, path.slice(end + 1));
    if (values.length > 0 || dot === -1) return values;
  }
}
