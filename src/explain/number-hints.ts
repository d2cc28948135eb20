import type { Expression } from '../eql/index.js';
import type { Scalar } from '../event/index.js';
import type { EventView } from './event-view.js';
import type { Hint } from './explanation.js';
import type { Leaf, PartCompiler } from './parts.js';
import { quoted } from './quoted.js';

type Comparison = Expression & { readonly kind: 'comparison' };

const FLIPPED = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Values of a type that the clause can make nothing of; null where it can. */
export function typeHint(
  { positive }: Leaf,
  path: string,
  { compiler, view }: { readonly compiler: PartCompiler; readonly view: EventView },
): Hint | null {
  const values = view.values(path);
  const [first] = values;
  if (first === undefined) return null;
  if (positive.kind === 'comparison') {
    const number = boundOf(positive);
    if (number === null || values.some((value) => numberOf(value) !== null)) return null;
    return { kind: 'type', text: `${quoted(first)} is no number, and is never compared with one` };
  }
  if (positive.kind !== 'call' || positive.name.toLowerCase() !== 'cidrmatch') return null;
  const [subject] = positive.args;
  const blocks = ['0.0.0.0/0', '::/0'].map(
    (value) => ({ kind: 'literal', span: positive.span, value, integer: false }) as const,
  );
  if (subject === undefined) return null;
  const isAddress = compiler.tryTest({ ...positive, args: [subject, ...blocks] });
  if (isAddress === null || values.some((value) => isAddress(view.with(path, value)))) return null;
  return { kind: 'type', text: `${quoted(first)} is no IP address` };
}

/** How far the nearest number is off; null where the clause is no comparison with a number. */
export function orderHint({ positive }: Leaf, values: readonly Scalar[]): Hint | null {
  if (positive.kind !== 'comparison') return null;
  const bound = boundOf(positive);
  if (bound === null) return null;
  const operator =
    positive.left.kind === 'literal' ? FLIPPED[positive.operator] : positive.operator;
  const off = values
    .map(numberOf)
    .filter((number) => number !== null)
    .map((number) => ({ number, distance: Math.abs(number - bound) }));
  const [first] = off;
  if (first === undefined || operator === '!=') return null;
  const { number } = off.reduce(
    (best, next) => (next.distance < best.distance ? next : best),
    first,
  );
  return {
    kind: 'number',
    text: `needs ${operator === '==' ? '' : `${operator} `}${bound}, is ${number}`,
  };
}

/** The number that a field is compared with. */
function boundOf({ left, right }: Comparison): number | null {
  const side = left.kind === 'literal' ? left : right;
  return side.kind === 'literal' && typeof side.value === 'number' ? side.value : null;
}

function numberOf(value: Scalar): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
