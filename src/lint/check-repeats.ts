// What is written twice in one query: a slip where something else was meant, or noise.
import { printExpression, type LiteralNode, type LogicalNode } from '../eql/index.js';
import { fold } from '../event/index.js';
import type { Span } from '../source/index.js';
import type { Findings } from './findings.js';
import { outlineOf, type ValueTest } from './query-parts.js';
import { repeatsIn } from './repeats-in.js';

/** Entries of a list that are there already; case counts where the operator minds it. */
export function checkEntries(test: ValueTest, findings: Findings): void {
  if (test.values.length < 2) return;
  // Case means something in a regular expression even where it is ignored in the text: `\S` is not `\s`.
  const folds = test.ignoresCase && test.operator !== 'regex~';
  const seen = new Map<string, LiteralNode>();
  const repeats = new Map<number, LiteralNode>();
  for (const [index, literal] of test.values.entries()) {
    const { value } = literal;
    // As it is printed: among keywords 1 is not 1.0.
    const text = typeof value === 'string' && folds ? `"${fold(value)}"` : printExpression(literal);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, literal);
    else repeats.set(index, first);
  }
  for (const [index, first] of repeats) {
    const literal = test.values[index] ?? first;
    const why = first.value === literal.value ? '' : `: \`${test.operator}\` ignores case`;
    const span = removal(index, test.values, repeats, findings.rule.querySource.text);
    findings.inQuery(
      'RS282',
      literal.span,
      `${printExpression(literal)} is in this list already${why}`,
      {
        labels: [{ span: first.span, text: 'here' }],
        ...(span !== null && { fix: [{ span, replacement: '' }] }),
      },
    );
  }
}

/**
 * What to take away for the repeated entry at `index`, so that those of one run can go together: mostly each with the
 * comma before it; with the comma behind it where a run begins a line that goes on. Null where a comment would go, too.
 */
function removal(
  index: number,
  values: readonly LiteralNode[],
  repeats: ReadonlyMap<number, unknown>,
  text: string,
): Span | null {
  let [first, last] = [index, index];
  while (repeats.has(first - 1)) first -= 1;
  while (repeats.has(last + 1)) last += 1;
  const gapBefore = (at: number): string =>
    text.slice(values[at - 1]?.span.end, values[at]?.span.start);
  for (let at = first; at <= last; at++) if (!/^\s*,\s*$/.test(gapBefore(at))) return null;
  const own = values[index]?.span;
  const before = values[index - 1]?.span;
  if (own === undefined || before === undefined) return null;
  const beginsLine = gapBefore(first).includes('\n') && /^,[ \t]*$/.test(gapBefore(last + 1));
  const next = values[index + 1]?.span;
  return beginsLine && next !== undefined
    ? { start: own.start, end: next.start }
    : { start: before.end, end: own.end };
}

/** Operands of one `and` or `or` that say the same. */
export function checkConditions({ kind, operands }: LogicalNode, findings: Findings): void {
  for (const [operand, first] of repeatsIn(operands, outlineOf, printExpression)) {
    findings.inQuery('RS283', operand.span, `this stands in the same \`${kind}\` already`, {
      labels: [{ span: first.span, text: 'here' }],
    });
  }
}
