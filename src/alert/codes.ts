/** Diagnostics about alerts that were saved. */
export const ALERT_CODES = {
  RS330: 'not an alert',
} as const;

export type AlertCode = keyof typeof ALERT_CODES;
