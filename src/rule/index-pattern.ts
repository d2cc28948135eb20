// Index patterns as Elasticsearch reads them, applied to one index name.

/** A rule's `index` list, ready to be asked. */
export class IndexPatterns {
  readonly #patterns: readonly Pattern[];

  private constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
  }

  /**
   * `patterns` as a rule writes them; each may be a list with commas. `*` stands for any characters. `-pattern` takes
   * away what patterns before it matched. A cluster (`cluster:pattern`) is left out of account, since events do not
   * tell it; to exclude from one cluster therefore excludes nothing. No patterns at all match every index.
   * Source: Elasticsearch, "Multi-target syntax".
   */
  static of(patterns: readonly string[]): IndexPatterns {
    const read = patterns
      .flatMap((list) => list.split(','))
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '');
    return new IndexPatterns(read.flatMap(readPattern));
  }

  /** Whether the rule searches the index (or data stream) of this name. */
  matches(indexName: string): boolean {
    if (this.#patterns.length === 0) return true;
    let matched = false;
    for (const { excludes, pieces } of this.#patterns) {
      if (matched === excludes && matchesPieces(indexName, pieces)) matched = !excludes;
    }
    return matched;
  }
}

interface Pattern {
  readonly excludes: boolean;
  /** The text between the `*`s, at least one piece. */
  readonly pieces: readonly string[];
}

function readPattern(pattern: string): readonly Pattern[] {
  const excludes = pattern.startsWith('-');
  const name = excludes ? pattern.slice(1) : pattern;
  const colon = name.indexOf(':');
  const cluster = colon === -1 ? '' : name.slice(0, colon);
  const local = name.slice(colon + 1);
  const excludesLocal = local.startsWith('-');
  if ((excludes || excludesLocal) && cluster !== '' && cluster !== '*') return [];
  const pieces = (excludesLocal ? local.slice(1) : local).split('*');
  return [{ excludes: excludes || excludesLocal, pieces }];
}

/** Whether `name` is the pieces with anything between them: the earliest place of each will do. */
function matchesPieces(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
