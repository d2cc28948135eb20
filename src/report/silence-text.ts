// Rules that cannot match an input, by the reason why.
import { cutPieces, flow, piece, spaces, wrap, type Line } from './layout.js';
import type { SilentReason } from './summary.js';
import { counted, grouped } from './words.js';

/** Why a rule had no chance, in words. */
export function silenceText({
  reason,
  detail,
}: {
  readonly reason: SilentReason;
  readonly detail: string;
}): string {
  return REASONS[reason](detail);
}

const REASONS: Readonly<Record<SilentReason, (detail: string) => string>> = {
  'no-category': (category) => `no event of category ${category}`,
  'no-index': (patterns) => `no event from ${patterns}`,
  'other-os': (name) => `no event of a ${name} host`,
  'field-absent': (field) => `no event with ${field}`,
};

/** A rule without a chance. */
export interface SilentName {
  readonly name: string;
  readonly why: string;
}

/** A rule may name any number of index patterns. */
const LONGEST_REASON = 600;

/** One row a reason, the one that silences most rules first; `most`: reasons, and names behind one, that are shown. */
export function silentRows(
  rules: readonly SilentName[],
  width: number,
  most: { readonly reasons?: number; readonly names?: number } = {},
): readonly Line[] {
  const { reasons: mostReasons = Infinity, names: mostNames = Infinity } = most;
  const groups = new Map<string, string[]>();
  for (const { name, why } of rules) {
    const group = groups.get(why);
    if (group === undefined) groups.set(why, [name]);
    else group.push(name);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  // "1 more reason" is no shorter than the one.
  const shown = sorted.length <= mostReasons + 1 ? sorted : sorted.slice(0, mostReasons);
  const digits = Math.max(...shown.map(([, names]) => grouped(names.length).length));
  const lines = shown.flatMap(([why, names]) => {
    const count = piece(grouped(names.length).padStart(digits));
    const head = [spaces(2), count, spaces(2), ...cutPieces(why, LONGEST_REASON), piece(':')];
    return flow([head, ...ruleNames(names, mostNames)], width, { hanging: digits + 4 });
  });
  const hidden = sorted.slice(shown.length).reduce((sum, [, names]) => sum + names.length, 0);
  if (hidden === 0) return lines;
  const reasons = counted(sorted.length - shown.length, 'more reason');
  const rest = `${counted(hidden, 'more rule')} for ${reasons} (-v tells all)`;
  return [...lines, ...wrap([spaces(2), piece(rest, 'faint')], width, 2)];
}

function ruleNames(rules: readonly string[], most: number): readonly Line[] {
  const shown = rules.length <= most + 1 ? rules : rules.slice(0, most);
  const rest = rules.length - shown.length;
  const names = shown.map((name, index) => {
    const comma = index === shown.length - 1 ? [] : [piece(',', 'faint')];
    return [...cutPieces(name, 200, 'faint'), ...comma];
  });
  return rest === 0 ? names : [...names, [piece(`and ${grouped(rest)} more`, 'faint')]];
}
