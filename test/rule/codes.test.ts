import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { renderDiagnostic, type Source } from '../../src/source/index.js';
import { TOML_CODES } from '../../src/toml/index.js';
import { loadRules, RULE_CODES, selectRules, type LoadedRules } from '../../src/rule/index.js';

// Each fixture is a rule file, or a folder of them, with what is told of it beside it in `<slug>.expected`.
// UPDATE_GOLDENS=1 writes the expected files anew.
const FIXTURES = new URL('../fixtures/rules/', import.meta.url);

const entries = readdirSync(FIXTURES, { withFileTypes: true });
const slugs = entries
  .filter((entry) => entry.isDirectory() || entry.name.endsWith('.toml'))
  .map((entry) => entry.name.replace(/\.toml$/, ''));

function sourcesOf(slug: string): readonly Source[] {
  const folder = new URL(`${slug}/`, FIXTURES);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .toSorted()
        .map((name) => `${slug}/${name}`)
    : [`${slug}.toml`];
  return names.map((name) => ({ name, text: readFileSync(new URL(name, FIXTURES), 'utf8') }));
}

function load(slug: string): LoadedRules {
  const sources = sourcesOf(slug);
  const isBundled = ({ name }: Source): boolean => name.endsWith('/bundled.toml');
  return loadRules(
    sources.filter((source) => !isBundled(source)),
    { bundled: sources.filter(isBundled) },
  );
}

function told(slug: string): string {
  const { outcomes, rules, diagnostics } = load(slug);
  const selection =
    slug === 'selector-fits-no-rule'
      ? selectRules(rules, { rules: ['Shell with a conection'], excludedRules: ['*noise*'] })
          .diagnostics
      : [];
  const states = outcomes.map((outcome) => {
    const reason = outcome.state === 'not-evaluable' ? ` (${outcome.reason})` : '';
    return `${outcome.source.name}: ${outcome.state}${reason}`;
  });
  const running = rules.map(({ source }) => `runs: ${source.name}`);
  const rendered = [...diagnostics, ...selection].map((diagnostic) => renderDiagnostic(diagnostic));
  return [[...states, ...running].join('\n') + '\n', ...rendered].join('\n');
}

describe('what is told of rule files', () => {
  test.each(slugs)('%s', (slug) => {
    const golden = fileURLToPath(new URL(`${slug}.expected`, FIXTURES));
    const actual = told(slug);
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(golden, actual);
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(actual);
  });

  const expected = slugs.map((slug) => told(slug)).join('\n');

  test.each(Object.entries({ ...TOML_CODES, ...RULE_CODES }))('%s (%s) has a fixture', (code) => {
    expect(expected).toContain(`[${code}]`);
  });

  test('no expected file is left without its fixture', () => {
    const goldens = entries.filter(({ name }) => name.endsWith('.expected'));
    const names = goldens.map(({ name }) => name.replace(/\.expected$/, ''));
    expect(names.filter((name) => !slugs.includes(name))).toEqual([]);
  });
});
