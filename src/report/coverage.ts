// What rules cover on ATT&CK: which techniques they name, by tactic.
import {
  attackTactic,
  attackTactics,
  attackTechnique,
  attackTechniques,
  type AttackTechnique,
} from '../attack/index.js';
import type { Rule, ThreatEntry, ThreatMapping } from '../rule/index.js';

/** A technique or sub-technique that rules name. */
export interface CoveredTechnique {
  readonly id: string;
  /** As ATT&CK has it, or the rule where ATT&CK does not know the id. */
  readonly name: string;
  /** Why a rule should not name it: `no such id`, `revoked: now T1059.001`, `deprecated`; null for one in use. */
  readonly flaw: string | null;
  readonly rules: readonly Rule[];
}

export interface CoveredTactic {
  readonly id: string;
  readonly name: string;
  /** Current techniques of the tactic, sub-techniques left out; 0 for one that ATT&CK does not know. */
  readonly size: number;
  readonly rules: readonly Rule[];
  /** By id; a technique comes with the sub-techniques that rules name. */
  readonly techniques: readonly CoveredTechnique[];
}

export interface Coverage {
  /** In the order of the matrix, then those that ATT&CK does not know. */
  readonly tactics: readonly CoveredTactic[];
  /** Names of tactics that no rule names. */
  readonly without: readonly string[];
  /** How many rules were looked at, and those of them without any mapping. */
  readonly rules: number;
  readonly unmapped: readonly Rule[];
  readonly techniques: Covered;
  readonly subtechniques: Covered;
}

/** How many of those that are current. */
export interface Covered {
  readonly covered: number;
  readonly of: number;
}

/** What `rules` cover. A rule that names a sub-technique covers its technique as well. */
export function coverageOf(rules: readonly Rule[]): Coverage {
  const tactics = new Map<string, TacticEntry>();
  for (const rule of rules) {
    for (const { tactic, techniques } of rule.threat.filter(isAttack)) {
      const entry = entryOf(tactics, tactic);
      entry.rules.add(rule);
      for (const technique of techniques) {
        for (const named of [technique, ...technique.subtechniques]) {
          entryOf(entry.techniques, named).rules.add(rule);
        }
      }
    }
  }
  const order = attackTactics().map(({ id }) => id);
  const unknown = [...tactics.keys()].filter((id) => attackTactic(id) === undefined).sort();
  const current = [...attackTechniques()].filter(({ state }) => state === 'current');
  const used = new Set([...tactics.values()].flatMap((entry) => [...entry.techniques.keys()]));
  const covered = (part: readonly AttackTechnique[]): Covered => ({
    covered: part.filter(({ id }) => used.has(id)).length,
    of: part.length,
  });
  return {
    tactics: [...order, ...unknown].flatMap((id) => {
      const entry = tactics.get(id);
      return entry === undefined ? [] : [coveredTactic(id, entry, current)];
    }),
    without: attackTactics().flatMap(({ id, name }) => (tactics.has(id) ? [] : [name])),
    rules: rules.length,
    unmapped: rules.filter(({ threat }) => !threat.some(isAttack)),
    techniques: covered(current.filter((technique) => !isSub(technique))),
    subtechniques: covered(current.filter(isSub)),
  };
}

/** What rules say of one id. */
interface Entry {
  readonly name: string;
  readonly rules: Set<Rule>;
}

interface TacticEntry extends Entry {
  readonly techniques: Map<string, TacticEntry>;
}

function entryOf(entries: Map<string, TacticEntry>, { id, name }: ThreatEntry): TacticEntry {
  const known = entries.get(id);
  if (known !== undefined) return known;
  const entry = { name, rules: new Set<Rule>(), techniques: new Map<string, TacticEntry>() };
  entries.set(id, entry);
  return entry;
}

function coveredTactic(
  id: string,
  { name, rules, techniques }: TacticEntry,
  current: readonly AttackTechnique[],
): CoveredTactic {
  return {
    id,
    name: attackTactic(id)?.name ?? name,
    size: current.filter((technique) => !isSub(technique) && technique.tactics.includes(id)).length,
    rules: [...rules],
    techniques: [...techniques]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([technique, entry]) => ({
        id: technique,
        name: attackTechnique(technique)?.name ?? entry.name,
        flaw: flawOf(technique),
        rules: [...entry.rules],
      })),
  };
}

function flawOf(id: string): string | null {
  const technique = attackTechnique(id);
  if (technique === undefined) return 'no such id';
  switch (technique.state) {
    case 'revoked':
      return `revoked: now ${technique.revokedBy ?? 'none'}`;
    case 'deprecated':
      return 'deprecated';
    case 'current':
      return null;
  }
}

/** Other frameworks have ids of their own. */
function isAttack({ framework }: ThreatMapping): boolean {
  return framework === 'MITRE ATT&CK';
}

function isSub({ id }: { readonly id: string }): boolean {
  return id.includes('.');
}
