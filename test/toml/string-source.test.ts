import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { locate, type Source } from '../../src/source/index.js';
import { parseToml, stringSource } from '../../src/toml/index.js';

const CORPUS = fileURLToPath(
  new URL('../../../shared/rules-survey/elastic-linux-eql/rules', import.meta.url),
);

function sourceOfQuery(text: string): Source {
  const parsed = parseToml({ name: 'rule.toml', text });
  if ('error' in parsed) throw new Error(parsed.error.message);
  const rule = parsed.document.root['rule'] as { query: string };
  return stringSource(parsed.document, ['rule', 'query'], rule.query);
}

/** The characters of the file that wrote each character of the query. */
function writtenBy(query: Source): string {
  const { toOuter, within } = query.embedded!;
  return Array.from(query.text, (_, offset) => within.text.charAt(toOuter(offset))).join('');
}

describe('stringSource', () => {
  test.each<[string, string, string, string]>([
    ['literal', `query = 'any where "x"'`, 'where', 'rule.toml:2:14'],
    ['multi-line literal', `query = '''\nany where\n  true\n'''`, 'true', 'rule.toml:4:3'],
    [
      'multi-line literal on the first line',
      `query = '''any where true'''`,
      'true',
      'rule.toml:2:22',
    ],
    ['basic', `query = "any where true"`, 'true', 'rule.toml:2:20'],
    [
      'basic with escaped quotes',
      `query = "any where x == \\"y\\" and z"`,
      'and',
      'rule.toml:2:31',
    ],
    ['basic with a unicode escape', `query = "any \\u0077here true"`, 'true', 'rule.toml:2:25'],
    [
      'basic with an escape beyond the BMP',
      `query = "x == '\\U0001F600' and"`,
      'and',
      'rule.toml:2:28',
    ],
    ['basic with \\e and \\x', `query = "\\e\\x41 and"`, 'and', 'rule.toml:2:17'],
    ['basic with an escaped newline', `query = "any\\nwhere true"`, 'where', 'rule.toml:2:15'],
    ['multi-line basic', `query = """\nany where\n  true"""`, 'true', 'rule.toml:4:3'],
    [
      'line-ending backslash',
      `query = """any \\\n    where \\\n\n   true"""`,
      'true',
      'rule.toml:5:4',
    ],
    [
      'line-ending backslash, then an escape',
      `query = """any \\\n  \\"w\\" x"""`,
      'x',
      'rule.toml:3:9',
    ],
    ['quotes before the fence', `query = """x == "y""""`, '"y"', 'rule.toml:2:17'],
    [
      'dotted key elsewhere',
      `index = ["query = 1"]\nquery = 'any where'`,
      'where',
      'rule.toml:3:14',
    ],
    [
      'comment that looks like a query',
      `# query = 'a where'\nquery = 'any where'`,
      'where',
      'rule.toml:3:14',
    ],
  ])('%s', (_, line, word, place) => {
    for (const newline of ['\n', '\r\n']) {
      const query = sourceOfQuery(`[rule]\n${line}\n`.replaceAll('\n', newline));
      const at = locate(query, query.text.indexOf(word));
      expect(`${at.source.name}:${at.line}:${at.column}`).toBe(place);
    }
  });

  test('inline tables and dotted keys hold queries, too', () => {
    expect(writtenBy(sourceOfQuery(`rule = { type = "eql", query = 'any where true' }`))).toBe(
      'any where true',
    );
    expect(writtenBy(sourceOfQuery(`rule.query = 'any where true'`))).toBe('any where true');
  });

  test('the end of the query is its closing quote', () => {
    const query = sourceOfQuery(`[rule]\nquery = "a\\tb"\n`);
    expect(query.embedded?.toOuter(query.text.length)).toBe(`[rule]\nquery = "a\\tb`.length);
  });

  test('property: every character that is not escaped maps to itself', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a',
        ' ',
        '=',
        'é',
        '😀',
        "'",
        '\\\\',
        '\\"',
        '\\n',
        '\\t',
        '\\u00e9',
        '\\U0001F600',
        '\\x41',
      ),
      fc.constantFrom('\n', '\r\n', '\\\n  ', '\\  \r\n\n\t', '"x', '""x'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const body = pieces.join('');
        const text = `[rule]\nquery = """${body}"""\n`;
        const query = sourceOfQuery(text);
        const { toOuter } = query.embedded!;
        for (const [offset, character] of Array.from(query.text.split('')).entries()) {
          const outer = toOuter(offset);
          const isEscape = text[outer] === '\\' || text[outer - 1] === '\\';
          if (!isEscape) expect(text[outer]).toBe(character);
        }
        expect(text.slice(toOuter(query.text.length))).toBe('"""\n');
      }),
    );
  });
});

const withCorpus = existsSync(CORPUS) ? describe : describe.skip;
withCorpus('the query of every surveyed rule (../shared is there)', () => {
  test('is what the file has at the mapped offsets', () => {
    const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.toml'),
    );
    expect(files).toHaveLength(350);
    for (const file of files) {
      const query = sourceOfQuery(readFileSync(path.join(CORPUS, file), 'utf8'));
      const { toOuter, within } = query.embedded!;
      const start = toOuter(0);
      expect(within.text.slice(start, toOuter(query.text.length))).toBe(query.text);
    }
  });
});
