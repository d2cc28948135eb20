/** What can be said of the events that were made for a rule. */
export const WITNESS_CODES = {
  RS425: 'no events satisfy the rule',
  RS426: 'clause cannot fail alone',
  RS427: 'near miss left out',
} as const;

/** A code of this folder. */
export type WitnessCode = keyof typeof WITNESS_CODES;
