// "Did you mean" for fields that rules want and the input lacks: the same field under another name. Source: ux rows 27, 28.
import { fieldType } from '../event/index.js';
import { suggestPath } from '../source/index.js';

/**
 * Finds, for a wanted field, the field of the input that most likely holds the same under another name; undefined where
 * none is near. Only names that nobody knows are looked at: `process.pid` is never a misspelt `process.ppid`.
 */
export function nearestAmong(seen: readonly string[]): (wanted: string) => string | undefined {
  const strange = seen.filter((path) => fieldType(path) === undefined);
  const byLetters = new Map(strange.toReversed().map((path) => [lettersOf(path), path]));
  return (wanted) =>
    // `process_name`, `ProcessName`; then the field under a prefix, such as `winlog.process.name`; then a slip.
    byLetters.get(lettersOf(wanted)) ??
    strange.find((path) => path.endsWith(`.${wanted}`)) ??
    suggestPath(wanted, strange);
}

function lettersOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
