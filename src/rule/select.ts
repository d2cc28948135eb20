// Chooses among loaded rules by what their metadata says, and gives the reason for each rule left out.
import picomatch from 'picomatch';
import { suggest, type Diagnostic } from '../source/index.js';
import { SEVERITIES } from './eql-rule.js';
import type { Rule, RuleSeverity } from './rule.js';

/**
 * What to choose. Selectors of one kind add up (any of them will do), kinds narrow each other down (all of them must
 * agree); an absent or empty kind lets every rule pass. Selectors are globs, `*` stands for any characters; case never
 * matters.
 */
export interface Selection {
  /** Over rule ids and names. */
  readonly rules?: readonly string[];
  /** Over rule ids and names: to leave out, whatever else is chosen. */
  readonly excludedRules?: readonly string[];
  readonly tags?: readonly string[];
  /** Over ids and names; a technique includes its sub-techniques: T1059 chooses T1059.004. */
  readonly techniques?: readonly string[];
  /** Over ids and names: TA0002, execution. */
  readonly tactics?: readonly string[];
  readonly maturities?: readonly string[];
  readonly minSeverity?: RuleSeverity;
}

export interface SelectedRules {
  readonly selected: readonly Rule[];
  readonly leftOut: readonly { readonly rule: Rule; readonly reason: string }[];
  /** One for each selector that fits none of the rules, with the nearest name. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Applies a selection; both lists keep the order of `rules`. */
export function selectRules(rules: readonly Rule[], selection: Selection): SelectedRules {
  const { minSeverity = 'low' } = selection;
  const kinds = kindsOf(selection);
  const selected: Rule[] = [];
  const leftOut: { rule: Rule; reason: string }[] = [];
  for (const rule of rules) {
    const failed = kinds.find(({ selectors, excludes = false }) => {
      return selectors.length > 0 && selectors.some(({ fits }) => fits(rule)) === excludes;
    });
    if (failed !== undefined) {
      leftOut.push({ rule, reason: failed.reason });
    } else if (SEVERITIES.indexOf(rule.severity) < SEVERITIES.indexOf(minSeverity)) {
      leftOut.push({ rule, reason: `severity ${rule.severity} is below ${minSeverity}` });
    } else {
      selected.push(rule);
    }
  }
  const diagnostics = kinds.flatMap((kind) =>
    kind.selectors
      .filter(({ fits }) => !rules.some(fits))
      .map(({ text }) => fitsNone(kind, text, rules)),
  );
  return { selected, leftOut, diagnostics };
}

/** One kind of selector, with those asked for. */
interface Kind {
  readonly noun: string;
  /** Why a rule is left out. */
  readonly reason: string;
  /** Whether a rule that fits is left out, instead of one that does not. */
  readonly excludes?: boolean;
  readonly names: (rule: Rule) => readonly string[];
  readonly selectors: readonly Selector[];
}

interface Selector {
  readonly text: string;
  readonly fits: (rule: Rule) => boolean;
}

function kindsOf(selection: Selection): readonly Kind[] {
  const { rules, excludedRules, tags, techniques, tactics, maturities } = selection;
  const kinds: readonly (Omit<Kind, 'selectors'> & {
    readonly asked: readonly string[] | undefined;
  })[] = [
    {
      noun: 'an id or name',
      asked: rules,
      names: idAndName,
      reason: 'not among the rules asked for',
    },
    {
      noun: 'an id or name',
      asked: excludedRules,
      names: idAndName,
      reason: 'excluded by id or name',
      excludes: true,
    },
    {
      noun: 'a tag',
      asked: tags,
      names: ({ tags: own }) => own,
      reason: 'no tag that was asked for',
    },
    {
      noun: 'a technique',
      asked: techniques,
      names: techniqueNames,
      reason: 'no technique that was asked for',
    },
    {
      noun: 'a tactic',
      asked: tactics,
      names: tacticNames,
      reason: 'no tactic that was asked for',
    },
    {
      noun: 'a maturity',
      asked: maturities,
      names: ({ maturity }) => [maturity],
      reason: 'another maturity than asked for',
    },
  ];
  return kinds.map(({ asked = [], ...kind }) => ({
    ...kind,
    selectors: asked.map((text) => selector(text, kind.names)),
  }));
}

/** Fits a rule that has a name equal to the text, or matching it as a glob in which `*` also covers slashes. */
function selector(text: string, names: Kind['names']): Selector {
  const wanted = text.toLowerCase();
  const isMatch =
    wanted === '' ? () => false : picomatch(wanted, { bash: true, dot: true, nonegate: true });
  const fits = (rule: Rule): boolean =>
    names(rule).some((name) => name.toLowerCase() === wanted || isMatch(name.toLowerCase()));
  return { text, fits };
}

function idAndName(rule: Rule): readonly string[] {
  return [rule.id, rule.name];
}

function tacticNames(rule: Rule): readonly string[] {
  return rule.threat.flatMap(({ tactic }) => [tactic.id, tactic.name]);
}

/** Of techniques and sub-techniques alike: a rule that maps to T1059.004 names T1059 above it. */
function techniqueNames(rule: Rule): readonly string[] {
  return rule.threat
    .flatMap(({ techniques }) => techniques)
    .flatMap((technique) => [technique, ...technique.subtechniques])
    .flatMap(({ id, name }) => [id, name]);
}

function fitsNone(kind: Kind, text: string, rules: readonly Rule[]): Diagnostic {
  const names = new Set(rules.flatMap(kind.names));
  const wanted = text.replaceAll('*', '');
  const isPart =
    wanted !== '' && [...names].some((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const near = suggest(wanted, names) ?? (isPart ? `*${wanted}*` : undefined);
  const help =
    near === undefined
      ? '`rshell-scan rules list` shows what there is'
      : `did you mean \`${near}\`?`;
  return {
    code: 'RS130',
    severity: kind.excludes === true ? 'warning' : 'error',
    message: `no rule has ${kind.noun} like "${text}"`,
    help,
  };
}
