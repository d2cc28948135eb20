import { describe, expect, test } from '@jest/globals';
import { fixFiles, unifiedDiff } from '../../src/lint/index.js';
import { findingsIn, ruleFile, ruleOf, sourcesOf, threat } from './rules.js';

/** The file after all that can be mended is. */
function mended(text: string): string {
  return fixFiles(findingsIn(sourcesOf(text)))[0]?.text ?? text;
}

const rule = (condition: string): string =>
  ruleOf(`process where host.os.type == "linux" and ${condition}`);

describe('an entry that is there twice', () => {
  test.each<[string, string]>([
    ['process.name in ("a", "b", "a")', 'process.name in ("a", "b")'],
    ['process.name in ("a", "a", "a", "b")', 'process.name in ("a", "b")'],
    ['process.name : ("a", "A" , "b")', 'process.name : ("a" , "b")'],
    ['process.pid in (1, 2,\n    1\n  )', 'process.pid in (1, 2\n  )'],
    ['process.name in (\n  "a",\n  "a",\n  "b"\n)', 'process.name in (\n  "a",\n  "b"\n)'],
    [
      'process.name in (\n  "a", "b",\n  "a", "b", "c",\n  "d"\n)',
      'process.name in (\n  "a", "b",\n  "c",\n  "d"\n)',
    ],
    [
      'process.name in (\r\n  "a", "b",\r\n  "a", "b", "c",\r\n  "d"\r\n)',
      'process.name in (\r\n  "a", "b",\r\n  "c",\r\n  "d"\r\n)',
    ],
    // A comment would go with it, so it stays.
    ['process.name in ("a", /* b */ "a")', 'process.name in ("a", /* b */ "a")'],
    ['process.name in ("a", // b\n "a")', 'process.name in ("a", // b\n "a")'],
  ])('%j', (before, after) => {
    expect(mended(rule(before))).toBe(rule(after));
    expect(mended(rule(after))).toBe(rule(after));
  });

  test('in a query with the escapes of a basic string', () => {
    const file = (entries: string): string =>
      ruleFile({
        query: `"process where host.os.type == \\"linux\\" and user.name in (${entries})"`,
      });
    expect(mended(file('\\"a\\", \\"\\u00e4\\", \\"a\\"'))).toBe(file('\\"a\\", \\"\\u00e4\\"'));
  });
});

describe('ATT&CK', () => {
  const c2 = (id: string, name: string): string =>
    ruleFile({}, threat(id, name, 'TA0011', 'Command and Control'));

  test('a revoked technique: its successor, by id, name and link', () => {
    expect(mended(c2('T1094', 'Custom C2 Protocol'))).toBe(
      c2('T1095', 'Non-Application Layer Protocol'),
    );
  });

  test.each([
    ['of another tactic', c2('T1002', 'Data Compressed')],
    ['that is a sub-technique now', ruleFile({}, threat('T1086', 'PowerShell'))],
  ])('a successor %s is for the author to place', (_, file) => {
    expect(findingsIn(sourcesOf(file)).map(({ code }) => code)).toEqual(['RS141']);
    expect(mended(file)).toBe(file);
  });

  test('a name that is wrong', () => {
    expect(mended(c2('T1095', 'Non-Standard Port'))).toBe(
      c2('T1095', 'Non-Application Layer Protocol'),
    );
  });
});

test('the diff has the changed lines with two around them, near ones together', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
  const text = lines.join('');
  const edit = (line: number, replacement: string) => {
    const start = text.indexOf(`line ${line}\n`);
    return { span: { start, end: start + `line ${line}`.length }, replacement };
  };
  const joined = {
    span: { start: text.indexOf('line 14'), end: text.indexOf('line 16') },
    replacement: '',
  };
  expect(unifiedDiff('a.toml', text, [edit(2, 'two'), edit(4, 'four\nand a half'), joined])).toBe(
    `--- a.toml
+++ a.toml
@@ -1,6 +1,7 @@
 line 1
-line 2
+two
 line 3
-line 4
+four
+and a half
 line 5
 line 6
@@ -12,6 +13,4 @@
 line 12
 line 13
-line 14
-line 15
 line 16
 line 17
`,
  );
});

test('the diff says where the last line has no end', () => {
  const edits = [{ span: { start: 2, end: 3 }, replacement: 'c' }];
  expect(unifiedDiff('a.toml', 'a\nb', edits)).toBe(
    '--- a.toml\n+++ a.toml\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
  );
});
