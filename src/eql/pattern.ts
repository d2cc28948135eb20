/** What stands on the right of `:`, `like`, `regex` and `in~`, prepared once. Source: spec §6. */
import { fold } from '../event/index.js';
import type { MatchOperator } from './ast.js';
import { literalOf, type RegexNode } from './regex-node.js';
import { parseRegex, type RegexError } from './regex-parser.js';
import { piecesOf } from './regex-pieces.js';
import { regexTest } from './regex.js';
import { exactly, textsOfPattern, textsOfPieces, withSimple, type TextSet } from './text-set.js';
import { wildcardList, wildcardListTest, type TextTest } from './wildcard.js';

/** A test of one text against a list of patterns. */
export interface Pattern {
  /** Whether everything here is about folded text. */
  readonly folded: boolean;
  /** Makes the test. */
  readonly prepare: () => TextTest;
  /** The only texts that match; null: patterns are among them. */
  readonly exact: ReadonlySet<string> | null;
  /** Holds no text but such as match. */
  readonly sure: TextSet;
  /** One item for each pattern that `sure` does not tell all of: sets that each hold every text that it matches. Null: none. */
  readonly possible: (() => readonly (readonly TextSet[])[]) | null;
  /** Whether every text matches. */
  readonly anything: boolean;
  readonly isRegex: boolean;
  /** Number of patterns that have to be tried one by one. */
  readonly size: number;
}

/** `x in~ ("a", "b")`: the very texts, no wildcards. */
export function exactPattern(texts: readonly string[]): Pattern {
  return ofTexts(new Set(texts.map(fold)), true, false);
}

/** `x : ("a", "b*")`, `like`, `like~` */
export function wildcardPattern(
  operator: Exclude<MatchOperator, 'regex' | 'regex~'>,
  patterns: readonly string[],
): Pattern {
  const folded = operator !== 'like';
  const list = wildcardList(folded ? patterns.map(fold) : patterns);
  if (list.patterns.length === 0 && !list.anything) return ofTexts(list.exact, folded, false);
  const { told, others } = withSimple(list.exact, list.patterns);
  return {
    folded,
    prepare: () => wildcardListTest(list),
    exact: null,
    sure: told,
    possible: others.length === 0 ? null : () => others.map(textsOfPattern),
    anything: list.anything,
    isRegex: false,
    size: list.patterns.length,
  };
}

/** `x regex ("a.*", "b")`; `onError` hears of each pattern that is none, by its index. */
export function regexPattern(
  operator: 'regex' | 'regex~',
  patterns: readonly string[],
  onError: (index: number, error: RegexError) => void,
): Pattern {
  const folded = operator === 'regex~';
  const texts = new Set<string>();
  const nodes: RegexNode[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const node = parseRegex(pattern, folded);
    if (node.kind === 'error') {
      onError(index, node);
      continue;
    }
    const literal = literalOf(node);
    if (literal === null) nodes.push(node);
    else texts.add(literal);
  }
  if (nodes.length === 0) return ofTexts(texts, folded, true);
  return {
    folded,
    prepare: () => {
      const matchesRegex = regexTest(nodes);
      return texts.size === 0 ? matchesRegex : (text) => texts.has(text) || matchesRegex(text);
    },
    exact: null,
    sure: exactly(texts),
    possible: () =>
      nodes
        .flatMap((node) => (node.kind === 'union' ? node.items : [node]))
        .map((node) => textsOfPieces(piecesOf(node))),
    anything: false,
    isRegex: true,
    size: nodes.length,
  };
}

function ofTexts(exact: ReadonlySet<string>, folded: boolean, isRegex: boolean): Pattern {
  return {
    folded,
    prepare: () => (text) => exact.has(text),
    exact,
    sure: exactly(exact),
    possible: null,
    anything: false,
    isRegex,
    size: 0,
  };
}
