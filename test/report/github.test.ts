import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { annotationSummary, annotationText, type Annotation } from '../../src/report/index.js';

const note = (more: Partial<Annotation> = {}): Annotation => ({
  level: 'error',
  file: 'rules/a.test.toml',
  line: 3,
  title: 'a case',
  message: 'expected a match, got none',
  ...more,
});

describe('annotations', () => {
  test('one command a line', () => {
    expect(annotationText([note(), note({ level: 'warning', line: null })])).toBe(
      '::error file=rules/a.test.toml,line=3,title=a case::expected a match, got none\n' +
        '::warning file=rules/a.test.toml,title=a case::expected a match, got none\n',
    );
    expect(annotationText([])).toBe('');
  });

  test.each<[Partial<Annotation>, string]>([
    [{ title: 'a:b,c%' }, 'title=a%3Ab%2Cc%25::'],
    [{ message: '50% of a:b,c\nnext' }, '::50%25 of a:b,c%0Anext\n'],
    [{ message: 'x\r\n::error::y' }, '::x\\r%0A::error::y\n'],
    [{ file: 'a,line=9::b' }, 'file=a%2Cline=9%3A%3Ab,'],
    [{ title: '\u001b[2J\u202e' }, 'title=\\x1b[2J\\u202e::'],
  ])('%j', (more, expected) => {
    expect(annotationText([note(more)])).toContain(expected);
  });

  test('beyond ten of a level, the last one counts the others', () => {
    const many = Array.from({ length: 14 }, (_, index) => note({ line: index + 1 }));
    const lines = annotationText([...many, note({ level: 'notice' })])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[8]).toContain('line=9,');
    expect(lines[9]).toBe('::error::5 more errors: GitHub shows 10 of a step');
    expect(lines[10]).toMatch(/^::notice /);
    expect(annotationText(many.slice(0, 10))).not.toContain('more');
  });

  test('no text makes a command of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = annotationText([note({ file: text, title: text, message: text })]);
        expect(written.trimEnd().split(/[\r\n]/)).toHaveLength(1);
      }),
    );
  });
});

describe('the page of a run', () => {
  test('a table with a row for each', () => {
    const page = annotationSummary('Rule tests', '3 passed, 1 failed', [note()]);
    expect(page).toContain('## Rule tests\n\n3 passed, 1 failed\n');
    expect(page.match(/^\| error /gm)).toHaveLength(1);
    expect(annotationSummary('Rule tests', '3 passed', [])).not.toContain('|');
  });

  test('hostile names stay text in their cell', () => {
    const page = annotationSummary('x', 'y', [
      note({ title: '[x](javascript:1) <img src=1> | `a`', message: 'a\n| b' }),
    ]);
    const [row = ''] = page.split('\n').filter((line) => line.startsWith('| error'));
    expect(row).not.toMatch(/[^\\]\[|<img|[^\\]`/);
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });
});
