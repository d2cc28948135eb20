/**
 * The known name nearest to `name`, or undefined when none is near enough to be a slip of the keyboard.
 * Case is ignored; ties go to the first in `known`. O(|known| x |name| x longest known name).
 */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  // Names of up to 3 characters may differ by 1, longer ones by about a third of their length.
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance < limit || (distance === limit && best === undefined)) {
      best = candidate;
      limit = distance;
      if (distance === 0) break;
    }
  }
  return best;
}

/**
 * The dotted path nearest to `path`, as {@link suggest} has it: where only the last names differ these have to be near by
 * themselves, for long paths have much in common.
 */
export function suggestPath(path: string, known: Iterable<string>): string | undefined {
  const start = path.lastIndexOf('.') + 1;
  const [parent, name] = [path.slice(0, start).toLowerCase(), path.slice(start)];
  const meant = [...known].filter((other) => {
    const split = other.lastIndexOf('.') + 1;
    const isSibling = other.slice(0, split).toLowerCase() === parent;
    return !isSibling || suggest(name, [other.slice(split)]) !== undefined;
  });
  return suggest(path, meant);
}

/** Optimal string alignment distance (swapped neighbours cost 1); gives `limit + 1` once it exceeds `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
