import type { CodePointSet } from './code-points.js';

/** A regular expression over code points; it stands for a set of whole texts. */
export type RegexNode =
  /** `#`: no text at all */
  | { readonly kind: 'nothing' }
  /** `a`, `.`, `[a-z]`, `\d`: one character */
  | { readonly kind: 'characters'; readonly set: CodePointSet }
  /** `abc`; of no items, the empty text */
  | { readonly kind: 'concat'; readonly items: readonly RegexNode[] }
  /** `a|b` */
  | { readonly kind: 'union'; readonly items: readonly RegexNode[] }
  /** `a&b` */
  | { readonly kind: 'intersection'; readonly items: readonly RegexNode[] }
  /** `~a` */
  | { readonly kind: 'complement'; readonly item: RegexNode }
  /** `a*`, `a{2,5}`; `max` may be infinite */
  | {
      readonly kind: 'repeat';
      readonly item: RegexNode;
      readonly min: number;
      readonly max: number;
    };

/** The one text that `node` matches if it has no operators; else null. */
export function literalOf(node: RegexNode): string | null {
  if (node.kind === 'characters') {
    const [low, high] = node.set[0] ?? [0, -1];
    return low === high && node.set.length === 1 ? String.fromCodePoint(low) : null;
  }
  if (node.kind !== 'concat') return null;
  let text = '';
  for (const item of node.items) {
    const part = literalOf(item);
    if (part === null) return null;
    text += part;
  }
  return text;
}
