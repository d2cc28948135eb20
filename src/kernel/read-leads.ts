/** Takes the leads of a block: for each line with some, the line and then its leads. */
export interface LeadReader {
  /**
   * A line: offset and length in bytes, number of the line within the block, event time in whole epoch milliseconds, and the latest
   * time of the events before it in the input (-Infinity: none).
   */
  readonly line: (
    offset: number,
    length: number,
    line: number,
    ms: number,
    latestMs: number,
    latestNs: number,
  ) => void;
  /** A probe that is possible for the line, with the hash of its join key. */
  readonly lead: (probe: number, hashLow: number, hashHigh: number) => void;
  /** The line has no more leads. */
  readonly lineEnd: () => void;
}

/** Words of a line and of a lead, see assembly/leads.ts. */
const LINE_WORDS = 9;
const LEAD_WORDS = 3;

const words = new Uint32Array(2);
const float = new Float64Array(words.buffer);

/** Reads leads as the kernel writes them. */
export function readLeads(leads: Uint32Array, reader: LeadReader): void {
  for (let at = 0; at < leads.length;) {
    const count = leads[at + 3] ?? 0;
    reader.line(
      leads[at] ?? 0,
      leads[at + 1] ?? 0,
      leads[at + 2] ?? 0,
      floatAt(leads, at + 4),
      floatAt(leads, at + 6),
      leads[at + 8] ?? 0,
    );
    at += LINE_WORDS;
    for (const end = at + count * LEAD_WORDS; at < end; at += LEAD_WORDS) {
      reader.lead(leads[at] ?? 0, leads[at + 1] ?? 0, leads[at + 2] ?? 0);
    }
    reader.lineEnd();
  }
}

function floatAt(leads: Uint32Array, at: number): number {
  words[0] = leads[at] ?? 0;
  words[1] = leads[at + 1] ?? 0;
  return float[0] ?? 0;
}
