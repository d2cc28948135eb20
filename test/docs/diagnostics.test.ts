// docs/diagnostics.md has one line for each code of the catalogues, with the same title.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CLI_CODES } from '../../src/cli/usage-error.js';
import { EQL_CODES } from '../../src/eql/index.js';
import { INPUT_CODES } from '../../src/input/index.js';
import { IO_CODES } from '../../src/io/index.js';
import { SCAN_CODES } from '../../src/scan/index.js';
import { RULE_CODES } from '../../src/rule/index.js';
import { ROOT } from '../support/shared.js';

interface Row {
  readonly code: string;
  readonly title: string;
  readonly meaning: string;
}

const catalogue = Object.entries({
  ...RULE_CODES,
  ...EQL_CODES,
  ...INPUT_CODES,
  ...IO_CODES,
  ...SCAN_CODES,
  ...CLI_CODES,
});

const page = readFileSync(path.join(ROOT, 'docs', 'diagnostics.md'), 'utf8');
const rows = page.split('\n').flatMap((line): readonly Row[] => {
  // A bar inside a cell is written `\|`.
  const [, code = '', title = '', meaning = ''] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return /^RS\d/.test(code) ? [{ code, title, meaning }] : [];
});

describe('docs/diagnostics.md', () => {
  test.each(catalogue)('%s: %s', (code, title) => {
    const own = rows.filter((row) => row.code === code);
    expect(own.map((row) => row.title)).toEqual([title]);
    expect(own[0]?.meaning).not.toBe('');
  });

  test('no code that does not exist', () => {
    const known = new Set(catalogue.map(([code]) => code));
    expect(rows.filter(({ code }) => !known.has(code))).toEqual([]);
  });

  test('codes stand in ascending order', () => {
    const codes = rows.map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
  });

  test('a code belongs to one catalogue', () => {
    const catalogues = [RULE_CODES, EQL_CODES, INPUT_CODES, IO_CODES, SCAN_CODES, CLI_CODES];
    const codes = catalogues.flatMap((codes) => Object.keys(codes));
    expect(new Set(codes).size).toBe(codes.length);
  });
});
