// §7 of the specification: comparing one value with another. The constant is read as the type of the field, where that is
// known; else the kinds of the two values decide.
import type { FieldType, Scalar } from '../../src/event/index.js';
import { addressOf, isInBlock } from './address.js';
import { compareTexts } from './text.js';
import { millisOf, spanOf } from './time.js';
import { compareVersionTexts } from './version.js';

export type Order = '<' | '<=' | '>' | '>=';

/** The number that a text spells in decimal; null where it spells none that is finite. */
export function numberOf(value: Scalar): number | null {
  if (typeof value === 'boolean') return null;
  if (typeof value === 'string' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value))
    return null;
  return Number.isFinite(Number(value)) ? Number(value) : null;
}

/** Whether a value of a field of `type` (undefined: not known, or no field) equals a constant. */
export function isEqual(value: Scalar, constant: Scalar, type: FieldType | undefined): boolean {
  switch (type) {
    case 'date': {
      const millis = millisOf(value);
      const span = spanOf(constant);
      return millis !== null && span !== null && millis >= span[0] && millis <= span[1];
    }
    case 'ip':
      return (
        String(value) === String(constant) || isInBlock(addressOf(String(value)), String(constant))
      );
    case 'version':
    case 'keyword':
      return String(value) === String(constant);
    case 'long':
    case 'double':
      return numberOf(value) !== null && numberOf(value) === numberOf(constant);
    case 'boolean':
    case 'object':
    case undefined:
      if (typeof value === 'number' || typeof constant === 'number') {
        return numberOf(value) !== null && numberOf(value) === numberOf(constant);
      }
      return String(value) === String(constant);
  }
}

/** Whether a value of a field of `type` stands in this order to a constant; false where there is no order between them. */
export function isOrdered(
  value: Scalar,
  order: Order,
  constant: Scalar,
  type: FieldType | undefined,
): boolean {
  if (type === 'date') return isBeforeOrAfter(value, order, constant);
  const difference = compare(value, constant, type);
  if (difference === null) return false;
  switch (order) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

/** A date is compared with the begin or the end of what the constant leaves open. */
function isBeforeOrAfter(value: Scalar, order: Order, constant: Scalar): boolean {
  const millis = millisOf(value);
  const span = spanOf(constant);
  if (millis === null || span === null) return false;
  const [first, last] = span;
  return { '<': millis < first, '<=': millis <= last, '>': millis > last, '>=': millis >= first }[
    order
  ];
}

/** Negative, zero or positive; null: no order. */
function compare(value: Scalar, constant: Scalar, type: FieldType | undefined): number | null {
  switch (type) {
    case 'keyword':
      return compareTexts(String(value), String(constant));
    case 'version':
      return compareVersionTexts(String(value), String(constant));
    case 'ip': {
      const address = addressOf(String(value));
      const other = addressOf(String(constant));
      if (address === null || other === null) return null;
      return address < other ? -1 : Number(address > other);
    }
    case 'long':
    case 'double':
      return compareNumbers(value, constant);
    case 'boolean':
    case 'date':
    case 'object':
    case undefined:
      if (typeof value === 'string' && typeof constant === 'string')
        return compareTexts(value, constant);
      if (typeof value === 'boolean' && typeof constant === 'boolean')
        return Number(value) - Number(constant);
      if (typeof value === 'boolean' || typeof constant === 'boolean') {
        return String(value) === String(constant) ? 0 : null;
      }
      return compareNumbers(value, constant);
  }
}

function compareNumbers(value: Scalar, constant: Scalar): number | null {
  const a = numberOf(value);
  const b = numberOf(constant);
  return a === null || b === null ? null : a - b;
}
