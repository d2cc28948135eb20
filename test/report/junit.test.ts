import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { junitText, type JunitCase } from '../../src/report/index.js';
import { parseXml } from '../support/xml.js';

const caseOf = (outcome: JunitCase['outcome'], name = 'x'): JunitCase => ({
  name,
  className: 'Rule',
  place: { file: 'rules/a.test.toml', line: 3 },
  outcome,
});

describe('JUnit', () => {
  test('suites, cases, and what was wrong with them', () => {
    const root = parseXml(
      junitText('run', [
        {
          name: 'a',
          cases: [
            caseOf('passed', 'one'),
            caseOf({ kind: 'failed', message: 'no match', text: 'line 1\nline 2' }, 'two'),
            caseOf({ kind: 'error', message: 'unread', text: '' }, 'three'),
          ],
        },
        { name: 'b', cases: [caseOf({ kind: 'skipped', message: 'later', text: '' })] },
      ]),
    );
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toEqual({
      name: 'run',
      tests: '4',
      failures: '1',
      errors: '1',
      skipped: '1',
    });
    const [a, b] = root.children;
    expect(a?.attributes).toMatchObject({ name: 'a', tests: '3', failures: '1', errors: '1' });
    expect(a?.children[0]).toEqual({
      name: 'testcase',
      attributes: { name: 'one', classname: 'Rule', file: 'rules/a.test.toml', line: '3' },
      children: [],
      text: '',
    });
    expect(a?.children[1]?.children).toEqual([
      {
        name: 'failure',
        attributes: { message: 'no match' },
        children: [],
        text: 'line 1\nline 2',
      },
    ]);
    expect(a?.children[2]?.children[0]?.name).toBe('error');
    expect(b?.children[0]?.children[0]?.name).toBe('skipped');
  });

  test.each([
    ['<b>&amp;"\'', '<b>&amp;"\''],
    ['a\u0000b\u001b[31m\u0007', 'a\\x00b\\x1b[31m\\x07'],
    ['a\ufffe\uffff\ud800', 'a\\ufffe\\uffff\\ud800'],
    [']]>\n', ']]>\\n'],
  ])('%j as a name', (name, shown) => {
    const root = parseXml(junitText(name, [{ name, cases: [caseOf('passed', name)] }]));
    expect(root.attributes['name']).toBe(shown);
    expect(root.children[0]?.children[0]?.attributes['name']).toBe(shown);
  });

  test('any text gives a document that can be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const failed = { kind: 'failed', message: text, text } as const;
        parseXml(junitText(text, [{ name: text, cases: [caseOf(failed, text)] }]));
      }),
    );
  });
});
