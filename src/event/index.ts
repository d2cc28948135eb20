export {
  fromScalars,
  isArray,
  isObject,
  listOf,
  toValue,
  type Json,
  type JsonObject,
  type Scalar,
  type Value,
} from './value.js';
export { Field, FieldSet } from './field.js';
export { durationText, TIME_UNITS } from './duration.js';
export { DocumentEvent, fold, foldValue, type Event } from './event.js';
export {
  compareTimestamps,
  formatTimestamp,
  parseTimestamp,
  parseWrittenTime,
  type Timestamp,
  type WrittenTime,
} from './timestamp.js';
export { compareOrdinals, comparePositions, type Ordinal, type Position } from './ordinal.js';
export {
  compareKeys,
  compareText,
  isBeyondKeys,
  joinKeys,
  keyKinds,
  keyText,
  MOST_JOIN_KEYS,
  NO_KEY,
  parseKey,
  type JoinKey,
  type KeyField,
} from './join-key.js';
export { fieldType, knownFields, type FieldType } from './field-types.js';
