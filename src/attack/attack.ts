// What MITRE ATT&CK for Enterprise says of tactics and techniques. Nothing is read at import: the first question reads
// the table, in about a millisecond.
import { TACTICS, TECHNIQUES } from './attack-table.js';

/** A column of the matrix. */
export interface AttackTactic {
  /** Such as `TA0002`. */
  readonly id: string;
  readonly name: string;
  /** As STIX data and Navigator layers write it: `command-and-control`. */
  readonly shortName: string;
}

/** A technique, or a sub-technique with an id such as `T1059.004`. */
export interface AttackTechnique {
  readonly id: string;
  /** Its own name: that of a sub-technique goes without its technique's. */
  readonly name: string;
  /** Ids of the tactics that it serves, in matrix order. */
  readonly tactics: readonly string[];
  readonly state: 'current' | 'deprecated' | 'revoked';
  /** For a revoked technique, the one that is used in its place today. */
  readonly revokedBy: string | null;
}

/** The technique or sub-technique with this id, which is written as `T1059` or `T1059.004`. */
export function attackTechnique(id: string): AttackTechnique | undefined {
  return techniques().get(id);
}

/** All techniques and sub-techniques, by id; those revoked or deprecated included. */
export function attackTechniques(): Iterable<AttackTechnique> {
  return techniques().values();
}

/** The tactic with this id, such as `TA0002`. */
export function attackTactic(id: string): AttackTactic | undefined {
  return attackTactics().find((tactic) => tactic.id === id);
}

/** All tactics, in the order of the matrix. */
export function attackTactics(): readonly AttackTactic[] {
  return (tacticList ??= TACTICS.trim().split('\n').map(readTactic));
}

/** The technique that a sub-technique belongs to; the id itself for a technique. */
export function parentTechnique(id: string): string {
  return id.split('.')[0] ?? id;
}

/** The tables are constants; these only remember what was read of them. */
let tacticList: readonly AttackTactic[] | undefined;
let techniqueMap: ReadonlyMap<string, AttackTechnique> | undefined;

function techniques(): ReadonlyMap<string, AttackTechnique> {
  return (techniqueMap ??= readTechniques());
}

function readTactic(line: string): AttackTactic {
  const [id = '', shortName = '', ...name] = line.split(' ');
  return { id, shortName, name: name.join(' ') };
}

/** `id name [tactics] > successor`, where tactics and what follows may be missing. */
const LINE = /^(\S+) (.+?)(?: \[(.*)\])?(?: (\(deprecated\))| > (\S+))?$/;

function readTechniques(): ReadonlyMap<string, AttackTechnique> {
  const known = new Map<string, AttackTechnique>();
  let parent: AttackTechnique | undefined;
  for (const line of TECHNIQUES.trim().split('\n')) {
    const [, written = '', name = '', tactics, deprecated, successor] = LINE.exec(line) ?? [];
    const isSub = written.startsWith('.');
    const technique: AttackTechnique = {
      id: isSub ? `${parent?.id ?? ''}${written}` : written,
      name,
      tactics: tactics === undefined ? (parent?.tactics ?? []) : tactics.split(' '),
      state:
        successor !== undefined ? 'revoked' : deprecated !== undefined ? 'deprecated' : 'current',
      revokedBy: successor ?? null,
    };
    known.set(technique.id, technique);
    if (!isSub) parent = technique;
  }
  return known;
}
