import type { Rule } from '../rule/index.js';
import { suggest } from '../source/index.js';
import { usageError } from './usage-error.js';

/** Digits of an id that are enough to mean a rule, where no other starts with them. */
const LEAST_DIGITS = 4;

/** The one of `rules` that a person calls `wanted`: by id, by its first digits, or by name. Throws RS401 for none. */
export function findRule(wanted: string, rules: readonly Rule[]): Rule {
  const folded = wanted.toLowerCase();
  const [digits, ...others] =
    wanted.length < LEAST_DIGITS ? [] : rules.filter(({ id }) => id.startsWith(wanted));
  const rule =
    rules.find(({ id, name }) => id === wanted || name.toLowerCase() === folded) ??
    (others.length === 0 ? digits : undefined);
  if (rule !== undefined) return rule;
  const names = rules.flatMap(({ id, name }) => [id, name]);
  const near = suggest(wanted, names) ?? names.find((name) => name.toLowerCase().includes(folded));
  throw usageError(
    'RS401',
    `no rule with the id or name "${wanted}"`,
    near === undefined ? 'see `rshell-scan rules list`' : `did you mean "${near}"?`,
  );
}
