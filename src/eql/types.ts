/**
 * What the checker knows of the value of an expression before any event is seen. It refuses only what Elasticsearch
 * would surely refuse, so a type that is not known fits everywhere. Source: spec §7.
 */
import type { FieldType } from '../event/index.js';
import type { LiteralNode } from './ast.js';

/** `integer` is a `number` without fraction. */
export type ValueType =
  'string' | 'integer' | 'number' | 'boolean' | 'date' | 'ip' | 'version' | 'null' | 'unknown';

/** What is known of one expression. */
export interface Known {
  readonly type: ValueType;
  /** Whether the value is the same for every event: no field in it. */
  readonly constant: boolean;
}

/** The type of a field's values. */
export function typeOfField(type: FieldType | undefined): ValueType {
  switch (type) {
    case 'keyword':
      return 'string';
    case 'long':
      return 'integer';
    case 'double':
      return 'number';
    case 'boolean':
    case 'date':
    case 'ip':
    case 'version':
      return type;
    // Tables call a field an object whose mapping may be `flattened`, which has values.
    case 'object':
    case undefined:
      return 'unknown';
  }
}

export function typeOfLiteral({ value, integer }: LiteralNode): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'number') return integer ? 'integer' : 'number';
  return typeof value === 'string' ? 'string' : 'boolean';
}

/** Whether a value of `type` may be where one of `wanted` is asked for. Null and what is not known fit everywhere. */
export function fits(type: ValueType, wanted: readonly ValueType[]): boolean {
  return type === 'unknown' || type === 'null' || wanted.includes(type);
}

export const NUMERIC: readonly ValueType[] = ['integer', 'number'];
export const TEXT: readonly ValueType[] = ['string'];
export const BOOLEAN: readonly ValueType[] = ['boolean'];

/** Whether values of the two types can ever be the same join key. */
export function comparable(a: ValueType, b: ValueType): boolean {
  return fits(a, [b]) || fits(b, [a]) || (NUMERIC.includes(a) && NUMERIC.includes(b));
}
