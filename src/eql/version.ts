/**
 * The order of `version` fields: by semantic versioning, with any number of numeric parts; what is no version comes
 * after all that are, by text. Source: spec §7.
 */
import { compareText } from '../event/index.js';

/** A version taken apart once, so that it can be compared often. */
export interface Version {
  readonly text: string;
  /** The dotted numbers, as digits without leading zeros; null: not a version. */
  readonly numbers: readonly string[] | null;
  /** `rc.1` of `1.0.0-rc.1`; empty for a release. */
  readonly preRelease: readonly string[];
  readonly build: string;
}

/** Takes `text` apart; never fails, see {@link Version.numbers}. */
export function parseVersion(text: string): Version {
  const plus = text.indexOf('+');
  const bare = plus === -1 ? text : text.slice(0, plus);
  const build = plus === -1 ? '' : text.slice(plus);
  const dash = bare.indexOf('-');
  const numbers = (dash === -1 ? bare : bare.slice(0, dash)).split('.');
  const preRelease = dash === -1 ? [] : bare.slice(dash + 1).split('.');
  const valid =
    numbers.every((part) => /^(?:0|[1-9]\d*)$/.test(part)) &&
    preRelease.every((part) => /^[0-9A-Za-z-]+$/.test(part)) &&
    /^(?:\+[0-9A-Za-z.-]+)?$/.test(build);
  return { text, numbers: valid ? numbers : null, preRelease, build };
}

/** Negative, zero or positive as `a` is before, is, or is after `b`. */
export function compareVersions(a: Version, b: Version): number {
  if (a.numbers === null || b.numbers === null) {
    if (a.numbers !== null) return -1;
    return b.numbers === null ? compareText(a.text, b.text) : 1;
  }
  return (
    compareParts(a.numbers, b.numbers) ||
    // A release comes after its own pre-releases.
    Number(a.preRelease.length === 0) - Number(b.preRelease.length === 0) ||
    compareParts(a.preRelease, b.preRelease) ||
    compareText(a.build, b.build)
  );
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = comparePart(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers by size, and before words. */
function comparePart(a: string, b: string): number {
  const aNumber = /^\d+$/.test(a);
  const bNumber = /^\d+$/.test(b);
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  return (aNumber ? a.length - b.length : 0) || compareText(a, b);
}
