// Every code has a page in docs/diagnostics and a row in the index; what the pages say happens is made to happen.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { titleOf } from '../../src/cli/catalogue.js';
import { CLI_CODES } from '../../src/cli/usage-error.js';
import { diagnosticPages, findingsOf } from '../support/diagnostic-pages.js';
import { ROOT } from '../support/shared.js';

/** The catalogues of all folders. */
async function catalogues(): Promise<readonly (readonly [code: string, title: string])[]> {
  const folders = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const files = folders.filter((name) => path.basename(name) === 'codes.ts');
  const modules = await Promise.all(
    files.map(async (file) => {
      // A module called codes.ts exports tables of codes and nothing else.
      const tables = (await import(`../../src/${file}`)) as Record<string, Record<string, string>>;
      return Object.values(tables);
    }),
  );
  return [...modules.flat(), CLI_CODES].flatMap((codes) => Object.entries(codes));
}

const catalogue = await catalogues();
const pages = diagnosticPages();

describe('codes', () => {
  test('are known to the program, which shows their titles', () => {
    expect(catalogue.map(([code]) => [code, titleOf(code)])).toEqual(catalogue);
  });

  test('stand in one catalogue each', () => {
    const codes = catalogue.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test('have a page each, with the same title', () => {
    expect(pages.map(({ code, title }) => [code, title])).toEqual(
      catalogue.map(([code, title]) => [code, title]).sort(),
    );
  });
});

test('docs/diagnostics.md lists the pages, in order', () => {
  const index = readFileSync(path.join(ROOT, 'docs', 'diagnostics.md'), 'utf8');
  const rows = index
    .split('\n')
    .filter((line) => line.startsWith('| [RS'))
    .map((line) => line.replace(/ +/g, ' '));
  expect(rows).toEqual(
    pages.map(({ code, title, gist }) => {
      const cells = [`[${code}](diagnostics/${code}.md)`, title, gist];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
  );
});

describe.each(pages)('$code: $title', ({ code, severity, examples }) => {
  test('has examples of one kind, or none', () => {
    const shape = [...examples].map(([heading, blocks]) => [heading, blocks.length]);
    const isOfRules = /^RS[12]/.test(code);
    expect(
      isOfRules || shape.length > 0
        ? shape
        : [
            ['Bad', 1],
            ['Good', 1],
          ],
    ).toEqual([
      ['Bad', 1],
      ['Good', 1],
    ]);
    expect(severity).toMatch(/^(error|warning|info)\b/);
  });

  const [bad] = examples.get('Bad') ?? [];
  const [good] = examples.get('Good') ?? [];
  if (bad === undefined || good === undefined) return;

  test('the bad example gets this code, and no error of another', async () => {
    const findings = await findingsOf(bad);
    const errors = findings.filter((finding) => finding.severity === 'error');
    expect(findings).toContainEqual({ code, severity: severity.split(/\W/)[0] });
    expect(errors.filter((finding) => finding.code !== code)).toEqual([]);
  });

  test('the good example does not, and has no error', async () => {
    const findings = await findingsOf(good);
    expect(findings.filter((finding) => finding.code === code)).toEqual([]);
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  });
});
