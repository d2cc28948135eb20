// What a run cost, for those who ask: the machine's work as a whole, and each rule's part in it.

/** What the machine did. Bytes and events are those of all inputs; all times are milliseconds on the clock. */
export interface RunStats {
  /** As read, unpacked. */
  readonly bytes: number;
  readonly events: number;
  /** Events that the kernel settled without parsing them, and those that were parsed one by one. */
  readonly screened: number;
  readonly parsed: number;
  readonly funnel: Funnel;
  /** Sequences and sample keys that were still held at the end. */
  readonly inFlight: number;
  /** What did not fit into memory and went to temporary files. */
  readonly spilledBytes: number;
  readonly threads: number;
  /** The most memory that the process had at a time. */
  readonly peakBytes: number;
  readonly times: PhaseTimes;
}

/** From what may satisfy a subquery to what was found: each is a part of the one before, and several make a match. */
export interface Funnel {
  readonly leads: number;
  /** Leads that were left after pruning. */
  readonly survivingLeads: number;
  readonly candidates: number;
  readonly matches: number;
}

/** Milliseconds of the phases of a run, one after the other; over a pipe, deciding is a part of reading. */
export interface PhaseTimes {
  readonly load: number;
  readonly setUp: number;
  readonly read: number;
  readonly decide: number;
  readonly write: number;
  /** From the first phase to the end of the last, with what lies between. */
  readonly total: number;
}

/** What rules cost. */
export interface RunProfile {
  /** The costliest first. */
  readonly rules: readonly RuleCost[];
  /** Reading, with the screening that all rules share. */
  readonly sharedMs: number;
}

export interface RuleCost {
  readonly id: string;
  readonly name: string;
  /** Events that may satisfy one of its subqueries; one that may satisfy two counts twice. */
  readonly leads: number;
  /** Leads that were looked at again and do. */
  readonly candidates: number;
  readonly alerts: number;
  /** Testing parsed events, leads that are looked at again among them, and correlating candidates. */
  readonly ms: number;
}

/** The costliest first; of equal ones the one with more leads, then by name and id. */
export function compareRuleCosts(a: RuleCost, b: RuleCost): number {
  return (
    b.ms - a.ms ||
    b.leads - a.leads ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)
  );
}
