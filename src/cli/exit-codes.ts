/** What a finished process says with its exit code. Source: ADR 004. */
export const EXIT = {
  /** Ran to the end; nothing at or above `--fail-on`. */
  ok: 0,
  /** Ran to the end; at least one alert at or above `--fail-on`, or lint found errors. */
  found: 1,
  /** Wrong usage or configuration, no rules, no input. */
  usage: 2,
  /** Finished, but not everything was read or run, and `--strict` asked for all. */
  incomplete: 3,
  /** Could not finish: input unreadable, output not writable. */
  failed: 4,
  /** A bug of ours. */
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
