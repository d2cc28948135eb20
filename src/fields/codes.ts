/** What can be said of the fields of an input. */
export const FIELD_CODES = {
  RS440: 'more fields than are counted',
} as const;

/** A code of {@link FIELD_CODES}. */
export type FieldCode = keyof typeof FIELD_CODES;
