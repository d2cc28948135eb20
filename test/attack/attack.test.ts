import { describe, expect, test } from '@jest/globals';
import {
  ATTACK_VERSION,
  attackTactic,
  attackTactics,
  attackTechnique,
  attackTechniques,
  parentTechnique,
} from '../../src/attack/index.js';
import { loadRules } from '../../src/rule/index.js';
import { readTextFiles } from '../../src/io/index.js';
import { HAS_SHARED, shared } from '../support/shared.js';

describe('tactics', () => {
  test('stand in the order of the matrix', () => {
    expect(attackTactics().map(({ shortName }) => shortName)).toEqual([
      'reconnaissance',
      'resource-development',
      'initial-access',
      'execution',
      'persistence',
      'privilege-escalation',
      'defense-evasion',
      'credential-access',
      'discovery',
      'lateral-movement',
      'collection',
      'command-and-control',
      'exfiltration',
      'impact',
    ]);
  });

  test('are found by id', () => {
    expect(attackTactic('TA0011')).toEqual({
      id: 'TA0011',
      name: 'Command and Control',
      shortName: 'command-and-control',
    });
    expect(attackTactic('TA9999')).toBeUndefined();
  });
});

describe('techniques', () => {
  test.each([
    ['T1059', 'Command and Scripting Interpreter', ['TA0002']],
    ['T1059.004', 'Unix Shell', ['TA0002']],
    ['T1003.008', '/etc/passwd and /etc/shadow', ['TA0006']],
    ['T1053.003', 'Cron', ['TA0002', 'TA0003', 'TA0004']],
    ['T1071', 'Application Layer Protocol', ['TA0011']],
  ])('%s is %s', (id, name, tactics) => {
    expect(attackTechnique(id)).toEqual({ id, name, tactics, state: 'current', revokedBy: null });
  });

  test.each([
    ['T1086', 'T1059.001'],
    ['T1156', 'T1546.004'],
    ['T1002', 'T1560'],
  ])('%s was revoked in favour of %s', (id, revokedBy) => {
    expect(attackTechnique(id)).toMatchObject({ state: 'revoked', revokedBy });
  });

  test('T1064 is deprecated and has no successor', () => {
    expect(attackTechnique('T1064')).toMatchObject({
      name: 'Scripting',
      state: 'deprecated',
      revokedBy: null,
    });
  });

  test.each(['T9999', 't1059', 'T1059.999', '', '__proto__', '.004'])('%p is unknown', (id) => {
    expect(attackTechnique(id)).toBeUndefined();
  });

  test('are complete', () => {
    const all = [...attackTechniques()];
    const count = (state: string): number => all.filter((one) => one.state === state).length;
    expect([ATTACK_VERSION, count('current'), count('revoked'), count('deprecated')]).toEqual([
      '18.1',
      691,
      132,
      12,
    ]);
  });

  test('have a name, known tactics, a parent and, when revoked, a successor in use', () => {
    for (const { id, name, tactics, state, revokedBy } of attackTechniques()) {
      expect(id).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(name).not.toMatch(/[[\]>]|^$/);
      expect(tactics.length).toBeGreaterThan(0);
      expect(tactics.filter((tactic) => attackTactic(tactic) === undefined)).toEqual([]);
      expect(attackTechnique(parentTechnique(id))).toBeDefined();
      if (state !== 'revoked') expect(revokedBy).toBeNull();
      else expect(attackTechnique(revokedBy ?? '')?.state).not.toBe('revoked');
    }
  });
});

const corpus = HAS_SHARED ? describe : describe.skip;
corpus('the corpus of Elastic rules (where ../shared is present)', () => {
  const files = HAS_SHARED ? [shared('rules-survey', 'elastic-linux-eql')] : [];
  const { rules } = loadRules(readTextFiles(files, { extension: '.toml' }).sources);
  const threats = rules.flatMap(({ threat }) => threat);

  test('names tactics as the table does', () => {
    expect(threats.length).toBeGreaterThan(500);
    const strange = threats.filter(({ tactic }) => attackTactic(tactic.id)?.name !== tactic.name);
    expect(strange).toEqual([]);
  });

  test('has only techniques that the table knows as current', () => {
    const used = threats.flatMap(({ techniques }) =>
      techniques.flatMap(({ id, subtechniques }) => [id, ...subtechniques.map((sub) => sub.id)]),
    );
    const strange = used.filter((id) => attackTechnique(id)?.state !== 'current');
    expect(new Set(strange)).toEqual(new Set());
  });
});
