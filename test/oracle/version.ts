// §7 of the specification: the order of versions is that of semver, with any number of numbers; what is no version comes last.
import { compareTexts } from './text.js';

const VERSION =
  /^((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]+))?$/;

export function compareVersionTexts(a: string, b: string): number {
  const left = VERSION.exec(a);
  const right = VERSION.exec(b);
  if (left === null && right === null) return compareTexts(a, b);
  if (left === null || right === null) return left === null ? 1 : -1;
  const [, numbers = '', preRelease, build = ''] = left;
  const [, otherNumbers = '', otherPreRelease, otherBuild = ''] = right;
  const byNumbers = compareDotted(numbers, otherNumbers);
  if (byNumbers !== 0) return byNumbers;
  if (preRelease === undefined || otherPreRelease === undefined) {
    // 1.0.0-rc is before 1.0.0.
    if (preRelease !== otherPreRelease) return preRelease === undefined ? 1 : -1;
    return compareTexts(build, otherBuild);
  }
  return compareDotted(preRelease, otherPreRelease) || compareTexts(build, otherBuild);
}

/** Part by part; numbers by size and before words; the one that goes on is greater. */
function compareDotted(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (const [at, part] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const isNumber = /^\d+$/.test(part);
    if (isNumber !== /^\d+$/.test(other)) return isNumber ? -1 : 1;
    if (!isNumber || BigInt(part) === BigInt(other)) {
      const byText = isNumber ? part.length - other.length : compareTexts(part, other);
      if (byText !== 0) return byText;
    } else {
      return BigInt(part) < BigInt(other) ? -1 : 1;
    }
  }
  return left.length - right.length;
}
