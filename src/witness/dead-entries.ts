/** Entries of one list that can never decide: covered by another entry, or wildcards where there are none. */
import { includesBlock, quote, type Expression } from '../eql/index.js';
import { fold } from '../event/index.js';
import type { DeadPart } from './dead-part.js';
import type { Block, Entry, LeafShape } from './leaf.js';
import { Random } from './random.js';
import { covers } from './text-shape.js';

/** The dead entries of a leaf, by its own list alone. */
export function deadEntries(expression: Expression, shape: LeafShape): readonly DeadPart[] {
  if (shape.kind === 'blocks') return coveredBlocks(shape.blocks);
  if (shape.kind !== 'entries') return [];
  return [...literalWildcards(expression, shape.entries), ...covered(shape)];
}

/** `process.executable in ("/tmp/*")`: no path is spelled with an asterisk. */
function literalWildcards(expression: Expression, entries: readonly Entry[]): readonly DeadPart[] {
  if (expression.kind !== 'in' && expression.kind !== 'comparison') return [];
  const operator =
    expression.kind === 'in' ? (expression.insensitive ? 'in~' : 'in') : expression.operator;
  return entries
    .filter(({ node: { value } }) => typeof value === 'string' && looksLikePattern(value))
    .map(({ node: { span } }) => ({
      kind: 'entry',
      span,
      reason: `\`*\` is literal in \`${operator}\``,
      help: 'wildcards are for `:`, `like` and `like~`',
    }));
}

/** An asterisk in a text that is more than asterisks. */
function looksLikePattern(text: string): boolean {
  return text.includes('*') && /[^*]/.test(text);
}

/** A pattern that other entries may be covered by. */
interface Cover {
  readonly entry: Entry;
  readonly text: string;
  /** The longest text between its wildcards: all that most comparisons need. */
  readonly core: string;
}

function covered({
  entries,
  folded,
}: Extract<LeafShape, { readonly kind: 'entries' }>): readonly DeadPart[] {
  if (entries.length < 2) return [];
  const textOf = ({ node }: Entry): string => {
    const text = String(node.value);
    return folded ? fold(text) : text;
  };
  const wide = entries
    .filter(({ kind }) => kind === 'wildcard')
    .map((entry) => coverOf(entry, textOf(entry)));
  const seen = new Set<string>();
  const dead: DeadPart[] = [];
  for (const entry of entries) {
    const { span } = entry.node;
    const text = textOf(entry);
    if (seen.has(text)) {
      dead.push({ kind: 'entry', span, reason: 'it is in the list already' });
      continue;
    }
    seen.add(text);
    if (entry.kind === 'regex') continue;
    const cover = wide.find((other) => isCovered(entry, text, other, folded));
    if (cover === undefined) continue;
    const pattern = quote(String(cover.entry.node.value));
    dead.push({ kind: 'entry', span, reason: `\`${pattern}\` covers it` });
  }
  return dead;
}

/** `cidrmatch(source.ip, "10.0.0.0/8", "10.1.0.0/16")`: the first one has all addresses of the second. */
function coveredBlocks(blocks: readonly Block[]): readonly DeadPart[] {
  return blocks.flatMap((block, index): readonly DeadPart[] => {
    const cover = blocks.find(
      (other, place) =>
        other !== block &&
        includesBlock(other.range, block.range) &&
        // Of two that are the same the first one decides.
        (place < index || !includesBlock(block.range, other.range)),
    );
    if (cover === undefined) return [];
    return [{ kind: 'entry', span: block.span, reason: `\`"${cover.text}"\` covers it` }];
  });
}

function coverOf(entry: Entry, text: string): Cover {
  const [core = ''] = text.split(/[*?]+/).sort((a, b) => b.length - a.length);
  return { entry, text, core };
}

function isCovered(entry: Entry, text: string, by: Cover, folded: boolean): boolean {
  if (text === by.text || !text.includes(by.core)) return false;
  return covers(by.entry.shape(FIXED), entry.shape(FIXED), folded);
}

/** Patterns that are no regular expressions have one shape. */
const FIXED = new Random(0);
