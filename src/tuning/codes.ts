/** What can be wrong with what decides which alerts are reported. */
export const TUNING_CODES = {
  RS460: 'not a condition on single events',
  RS461: 'a key of an allow list is not known',
  RS462: 'an entry of an allow list has expired',
  RS463: 'an entry of an allow list was not used',
  RS464: 'an entry of an allow list fits no rule',
  RS465: 'the file holds no allow list',
  RS466: 'not a saved alert',
} as const;

/** A code of this folder. */
export type TuningCode = keyof typeof TUNING_CODES;
