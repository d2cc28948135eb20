/** Diagnostics about the run itself. */
export const SCAN_CODES = {
  RS324: 'a thread of the scan ended early',
} as const;

export type ScanCode = keyof typeof SCAN_CODES;
