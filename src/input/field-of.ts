import { isObject, type Json, type JsonObject } from '../event/index.js';

/** The value at a dotted path, whichever of its parts are nested and which are written with dots; undefined where there is none. */
export function fieldOf(json: Json | undefined, path: string): Json | undefined {
  if (!isObject(json)) return undefined;
  if (Object.hasOwn(json, path)) return json[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const outer = path.slice(0, dot);
    if (!Object.hasOwn(json, outer)) continue;
    const found = fieldOf(json[outer], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text there; undefined for anything else. */
export function textFieldOf(document: JsonObject, path: string): string | undefined {
  const value = fieldOf(document, path);
  return typeof value === 'string' ? value : undefined;
}
