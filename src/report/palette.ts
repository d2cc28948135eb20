/** How parts of a report are coloured; each function gives its text back, possibly wrapped in escapes. */
export interface Palette {
  /** The four words of a rule's severity. */
  readonly critical: Paint;
  readonly high: Paint;
  readonly medium: Paint;
  readonly low: Paint;
  /** What the eye should find first: a rule's name. */
  readonly strong: Paint;
  /** What may be overlooked: labels, file names. */
  readonly faint: Paint;
  /** What a person may copy: alert and technique ids. */
  readonly accent: Paint;
  /** What may have been missed: bad lines, late events. */
  readonly warning: Paint;
  /** What is as it should be: a clause that holds. */
  readonly good: Paint;
}

export type Paint = (text: string) => string;

/** The parts of a report that have a look of their own. */
export type Style = keyof Palette;

const same: Paint = (text) => text;

/** Paints nothing: for pipes, files and tests. */
export const PLAIN_PALETTE: Palette = {
  critical: same,
  high: same,
  medium: same,
  low: same,
  strong: same,
  faint: same,
  accent: same,
  warning: same,
  good: same,
};
