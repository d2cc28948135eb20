/** Diagnostics about the run itself. */
export const SCAN_CODES = {
  RS324: 'a thread of the scan ended early',
  RS332: 'processes of an audit log were forgotten',
  RS333: 'late events would have changed alerts',
  RS334: 'several logs do not tell their host',
  RS335: 'lists of an event multiply beyond what is tried',
  RS336: 'a rule has more unfinished matches than it may hold',
  RS414: 'place in an input cannot be saved',
} as const;

export type ScanCode = keyof typeof SCAN_CODES;
