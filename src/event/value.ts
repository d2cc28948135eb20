/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object: an event document, or a part of one. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One value of a field. */
export type Scalar = string | number | boolean;

/**
 * All values of a field in one event. `null` is EQL's null: the field is absent, null, or an empty array.
 * A single value stands alone; an array holds two or more (order kept, nulls dropped, nested arrays flattened).
 */
export type Value = Scalar | readonly Scalar[] | null;

/** Whether `json` is an object, not an array and not null. */
export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/**
 * The value of what stands at a field's path. Objects are not values: a path that ends at one is absent.
 * Source: spec §5, arrays.
 */
export function toValue(json: Json | undefined): Value {
  if (isScalar(json)) return json;
  if (!isArray(json)) return null;
  // Most arrays of audit events hold one value.
  const only = json.length === 1 ? json[0] : undefined;
  if (isScalar(only)) return only;
  const values: Scalar[] = [];
  collectScalars(json, values);
  return fromScalars(values);
}

/** The value that holds exactly `values`. */
export function fromScalars(values: readonly Scalar[]): Value {
  return values.length > 1 ? values : (values[0] ?? null);
}

/** Appends every scalar of `json`, arrays flattened, to `values`. */
export function collectScalars(json: Json | undefined, values: Scalar[]): void {
  if (isScalar(json)) {
    values.push(json);
  } else if (isArray(json)) {
    for (const item of flattened(json)) if (isScalar(item)) values.push(item);
  }
}

/** What is in `list` and in the arrays in it, in order. Documents of a program may be nested deeper than recursion gets. */
export function flattened(list: readonly Json[]): readonly Json[] {
  if (!list.some(isArray)) return list;
  const items: Json[] = [];
  const open = [list.values()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { done, value } = last.next();
    if (done === true) open.pop();
    else if (isArray(value)) open.push(value.values());
    else items.push(value);
  }
  return items;
}

function isScalar(json: Json | undefined): json is Scalar {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
}

/** `Array.isArray` that narrows readonly arrays. */
export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** The values of a field as a list: empty for null. */
export function listOf(value: Value): readonly Scalar[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [value];
}
