/** Units of durations in milliseconds, from the largest on. */
export const TIME_UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** A duration in the largest unit that it is a multiple of: `1h`, `90s`. */
export function durationText(ms: number): string {
  const [name, size] = TIME_UNITS.find(([, each]) => ms > 0 && ms % each === 0) ?? ['s', 1000];
  return `${ms / size}${name}`;
}
