// Which JSON values fit the type that a field is known to have: those that Elasticsearch would index as that type. It is
// lenient, and so are queries here: the text "22" is a number, the number 0 is a user id.
import { fieldType, parseTimestamp, type FieldType, type Scalar } from '../event/index.js';
import { parseCidr } from '../eql/index.js';

/** What fits a field. */
export interface Fit {
  /** Null for a field that neither ECS nor a data source has: anything fits. */
  readonly known: FieldType | null;
  /** Whether a single value fits; null: every one does. */
  readonly value: ((value: Scalar) => boolean) | null;
  /** Whether an object may stand there. */
  readonly takesObjects: boolean;
}

/** What fits the field at `path`. */
export function fitOf(path: string): Fit {
  const known = fieldType(path) ?? null;
  return {
    known,
    value: known === null ? null : FITS[known],
    // Under a flattened field every name is known.
    takesObjects: known === null || known === 'object' || fieldType(`${path}.x`) !== undefined,
  };
}

const FITS: Readonly<Record<FieldType, Fit['value']>> = {
  keyword: null,
  version: null,
  long: isNumeric,
  double: isNumeric,
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  date: (value) => parseTimestamp(value) !== null,
  ip: (value) => typeof value === 'string' && !value.includes('/') && parseCidr(value) !== null,
  object: () => false,
};

function isNumeric(value: Scalar): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}
