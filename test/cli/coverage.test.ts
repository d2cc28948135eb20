import { describe, expect, test } from '@jest/globals';
import { attackTechnique } from '../../src/attack/index.js';
import { runInProcess } from '../support/in-process.js';

const coverage = ['rules', 'coverage'];

describe('rules coverage', () => {
  test('is a table by tactic', async () => {
    const { stdout, code } = await runInProcess(coverage, { COLUMNS: '80' });
    expect(stdout).toMatch(/^TA0002 +Execution {2}\d+ rules, 1 of 17 techniques$/m);
    expect(stdout).toMatch(/^ +\d+ {2}T1059\.004 {4}Unix Shell$/m);
    expect(stdout).toContain('ATT&CK 18.1.');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(code).toBe(0);
  });

  test('with -v names the rules', async () => {
    const { stdout } = await runInProcess([...coverage, '-v']);
    expect(stdout).toContain('Potential Reverse Shell via UDP');
  });

  test('is of the rules selected', async () => {
    const { stdout } = await runInProcess([...coverage, '--rule', 'Potential Reverse Shell']);
    expect(stdout).toContain('1 rule covers');
  });

  test('as a layer opens in the Navigator', async () => {
    const { stdout } = await runInProcess([...coverage, '-o', 'navigator']);
    const layer = JSON.parse(stdout) as {
      readonly techniques: readonly { readonly techniqueID: string; readonly score: number }[];
    };
    expect(layer).toMatchObject({
      domain: 'enterprise-attack',
      versions: { attack: '18', layer: '4.5' },
    });
    expect(layer.techniques).toContainEqual(
      expect.objectContaining({
        techniqueID: 'T1059',
        tactic: 'execution',
        showSubtechniques: true,
        comment: expect.stringContaining('Potential Reverse Shell via UDP'),
      }),
    );
    for (const { techniqueID, score } of layer.techniques) {
      expect(attackTechnique(techniqueID)).toBeDefined();
      expect(score).toBeGreaterThan(0);
    }
  });

  test('as Markdown links every technique', async () => {
    const { stdout } = await runInProcess([...coverage, '-o', 'markdown']);
    expect(stdout).toContain('[T1059.004](https://attack.mitre.org/techniques/T1059/004/)');
  });

  test.each<[string, readonly string[]]>([
    ['no rules', ['--no-bundled']],
    ['a selector that fits none', ['--rule', 'nothing']],
    ['another format', ['-o', 'pdf']],
  ])('%s: exit 2', async (_, args) => {
    expect((await runInProcess([...coverage, ...args])).code).toBe(2);
  });
});
