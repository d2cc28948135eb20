import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { renderDiagnostic, type Source } from '../../src/source/index.js';
import { loadRules } from '../../src/rule/index.js';

const CORPUS = fileURLToPath(
  new URL('../../../shared/rules-survey/elastic-linux-eql/rules', import.meta.url),
);

const withCorpus = existsSync(CORPUS) ? describe : describe.skip;
withCorpus('the 350 EQL rules for Linux of elastic/detection-rules (../shared is there)', () => {
  const sources: readonly Source[] = existsSync(CORPUS)
    ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.toml'))
        .toSorted()
        .map((name) => ({ name, text: readFileSync(path.join(CORPUS, name), 'utf8') }))
    : [];
  const { outcomes, rules, diagnostics } = loadRules(sources);

  test('are all evaluable', () => {
    const others = outcomes.filter(({ state }) => state !== 'evaluable');
    expect(others.map(({ source, state }) => `${source.name}: ${state}`)).toEqual([]);
    expect(rules).toHaveLength(350);
  });

  test('have no errors, unknown keys or unknown fields', () => {
    const noise = diagnostics.filter(
      ({ code, severity }) => severity === 'error' || code.startsWith('RS1') || code === 'RS201',
    );
    expect(noise.map((diagnostic) => renderDiagnostic(diagnostic))).toEqual([]);
  });

  test('have the shapes that the survey counted', () => {
    const count = (kind: string): number => rules.filter(({ query }) => query.kind === kind).length;
    expect({ event: count('event'), sequence: count('sequence'), sample: count('sample') }).toEqual(
      {
        event: 269,
        sequence: 78,
        sample: 3,
      },
    );
    expect(rules.every(({ threat, index }) => threat.length > 0 && index.length > 0)).toBe(true);
  });
});
