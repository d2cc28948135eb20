import { isArray, isObject, type Json, type JsonObject, type Scalar } from '../event/index.js';

/** A field of a document, as a query would name it. */
export interface DocumentField {
  readonly path: string;
  readonly values: readonly Scalar[];
}

/** Hostile documents hold more than anybody reads. */
const MOST_FIELDS = 4000;
const MOST_DEPTH = 24;

/** The fields of a document that have values, in the order of the document; lists of objects are one field. */
export function fieldsOf(document: JsonObject): readonly DocumentField[] {
  const fields = new Map<string, Scalar[]>();
  collect(document, '', 0, fields);
  return [...fields].map(([path, values]) => ({ path, values }));
}

function collect(
  json: Json | undefined,
  path: string,
  depth: number,
  into: Map<string, Scalar[]>,
): void {
  if (json === undefined || json === null || depth > MOST_DEPTH) return;
  if (isArray(json)) {
    for (const item of json) collect(item, path, depth + 1, into);
  } else if (isObject(json)) {
    for (const [key, value] of Object.entries(json)) {
      collect(value, path === '' ? key : `${path}.${key}`, depth + 1, into);
    }
  } else {
    const known = into.get(path);
    if (known !== undefined) known.push(json);
    else if (into.size < MOST_FIELDS) into.set(path, [json]);
  }
}
