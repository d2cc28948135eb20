// Whether a rule's threat mappings say what ATT&CK says.
import {
  ATTACK_VERSION,
  attackTactic,
  attackTechnique,
  type AttackTechnique,
} from '../attack/index.js';
import type { ThreatEntry } from '../rule/index.js';
import type { TomlPath } from '../toml/index.js';
import type { Edit } from '../source/index.js';
import type { Findings } from './findings.js';

const FRAMEWORK = 'MITRE ATT&CK';
const SITE = 'https://attack.mitre.org';

/** Ids that are gone, in the wrong place, or under the name of another. */
export function checkAttack(findings: Findings): void {
  for (const [index, { framework, tactic, techniques }] of findings.rule.threat.entries()) {
    if (framework !== FRAMEWORK) continue;
    const path = ['rule', 'threat', index];
    checkTactic(tactic, [...path, 'tactic'], findings);
    for (const [number, technique] of techniques.entries()) {
      const place = [...path, 'technique', number];
      const isFit = checkTechnique(technique, tactic.id, place, findings);
      for (const [item, subtechnique] of technique.subtechniques.entries()) {
        const subplace = [...place, 'subtechnique', item];
        if (!subtechnique.id.startsWith(`${technique.id}.`)) {
          findings.inFile(
            'RS143',
            [...subplace, 'id'],
            `${subtechnique.id} is no sub-technique of ${technique.id}`,
          );
        }
        // What is wrong with a technique's tactic is wrong with those below it: it is told once.
        checkTechnique(subtechnique, isFit ? tactic.id : null, subplace, findings);
      }
    }
  }
}

function checkTactic(entry: ThreatEntry, path: TomlPath, findings: Findings): void {
  if (!/^TA\d{4}$/.test(entry.id)) return;
  const known = attackTactic(entry.id);
  if (known === undefined) findings.inFile('RS140', [...path, 'id'], noSuchId(entry.id));
  else checkWords(entry, known, path, findings);
}

/** Whether the technique is a current one of the tactic, so that those below it can be held to it. */
function checkTechnique(
  entry: ThreatEntry,
  tacticId: string | null,
  path: TomlPath,
  findings: Findings,
): boolean {
  // Another form was complained about when the rule was loaded.
  if (!/^T\d{4}(\.\d{3})?$/.test(entry.id)) return false;
  const known = attackTechnique(entry.id);
  const place = [...path, 'id'];
  if (known === undefined) {
    findings.inFile('RS140', place, noSuchId(entry.id));
    return false;
  }
  if (known.state === 'revoked') {
    reportRevoked(entry, known, tacticId, path, findings);
    return false;
  }
  if (known.state === 'deprecated') {
    const message = `${known.id} (${known.name}) is deprecated: nothing took its place`;
    findings.inFile('RS142', place, message, { help: pageOf(known.id) });
    return false;
  }
  checkWords(entry, known, path, findings);
  if (tacticId === null || known.tactics.includes(tacticId)) return tacticId !== null;
  const tactics = known.tactics.map((id) => `${id} (${attackTactic(id)?.name ?? '?'})`);
  findings.inFile('RS143', place, `${known.id} (${known.name}) does not belong to ${tacticId}`, {
    help: `in ATT&CK ${ATTACK_VERSION} it belongs to ${tactics.join(', ')}`,
  });
  return false;
}

function reportRevoked(
  entry: ThreatEntry,
  { id, name, revokedBy }: AttackTechnique,
  tacticId: string | null,
  path: TomlPath,
  findings: Findings,
): void {
  const successor = revokedBy === null ? undefined : attackTechnique(revokedBy);
  const message = `${id} (${name}) was revoked`;
  if (successor === undefined) {
    findings.inFile('RS141', [...path, 'id'], message);
    return;
  }
  // One that became a sub-technique, or serves another tactic, moves to another table: for the author to do.
  const fits =
    successor.state === 'current' &&
    parentOf(successor.id) === parentOf(id) &&
    tacticId !== null &&
    successor.tactics.includes(tacticId);
  findings.inFile('RS141', [...path, 'id'], message, {
    help: `use ${successor.id} (${successor.name})`,
    ...(fits && { fix: editsTo(entry, successor, path, findings) }),
  });
}

/** The technique above a sub-technique; null for a technique. */
function parentOf(id: string): string | null {
  const dot = id.indexOf('.');
  return dot === -1 ? null : id.slice(0, dot);
}

/** A name or a link that belongs to something else: the reader of an alert is sent astray. */
function checkWords(
  entry: ThreatEntry,
  known: { readonly id: string; readonly name: string },
  path: TomlPath,
  findings: Findings,
): void {
  if (entry.name !== known.name) {
    const message = `${known.id} is called "${known.name}" in ATT&CK ${ATTACK_VERSION}, found "${entry.name}"`;
    findings.inFile('RS144', [...path, 'name'], message, {
      fix: editsTo(entry, known, path, findings),
    });
  } else if (entry.reference !== null && !isPageOf(entry.reference, known.id)) {
    findings.inFile(
      'RS144',
      [...path, 'reference'],
      `the page of ${known.id} is ${pageOf(known.id)}`,
      { fix: editsTo(entry, known, path, findings) },
    );
  }
}

/** What makes `entry` that of `known`: id, name and reference, those of them that differ. */
function editsTo(
  entry: ThreatEntry,
  known: { readonly id: string; readonly name: string },
  path: TomlPath,
  findings: Findings,
): readonly Edit[] {
  const values = {
    id: known.id,
    name: known.name,
    reference:
      entry.reference === null || isPageOf(entry.reference, known.id)
        ? entry.reference
        : pageOf(known.id),
  };
  return (['id', 'name', 'reference'] as const).flatMap((key) => {
    const [value, span] = [values[key], findings.valueAt([...path, key])];
    if (value === null || value === entry[key] || span === undefined) return [];
    return [{ span, replacement: JSON.stringify(value) }];
  });
}

function pageOf(id: string): string {
  const kind = id.startsWith('TA') ? 'tactics' : 'techniques';
  return `${SITE}/${kind}/${id.replace('.', '/')}/`;
}

function isPageOf(reference: string, id: string): boolean {
  const page = pageOf(id);
  return reference === page || `${reference}/` === page;
}

function noSuchId(id: string): string {
  return `ATT&CK ${ATTACK_VERSION} has no ${id}`;
}
