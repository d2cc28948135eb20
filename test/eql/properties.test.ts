import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../../src/eql/ast.js';
import { checkQuery, parseQuery, printQuery } from '../../src/eql/index.js';
import { KEYWORDS, SYMBOLS } from '../../src/eql/token.js';
import { renderDiagnostic } from '../../src/source/index.js';
import { childrenOf, sourceOf, withoutSpans } from './support.js';

/** Texts made of the words of EQL: more often nearly right than arbitrary ones. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(...KEYWORDS, ...SYMBOLS),
      fc.constantFrom(
        'process',
        'a',
        'a.b',
        '`x-y`',
        '"s"',
        '"""r"""',
        '4',
        '1.5',
        'f',
        'f~',
        'runs',
        's',
      ),
      fc.constantFrom(
        "'",
        '"',
        '`',
        '/*',
        '*/',
        '//',
        '\\',
        '$v',
        '!',
        '&&',
        '\n',
        '~',
        'ä',
        'AND',
        '}',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(' '));

const field = fc.constantFrom('a', 'b.c', '?d', '`e-f`', '?g.`sequence`.h');
const literal = fc.constantFrom('"x"', '"a\\\\b\\"*"', '4', '4.0', '0.5', 'true', 'false', 'null');

/** Texts of expressions that parse. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field,
    literal,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('and', 'or', '==', '<', '+', '-', '*', '%'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(fc.constantFrom('not', '-', '+'), tie('expression'))
      .map(([sign, text]) => `${sign} (${text})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('in', 'not in', 'in~'), tie('expression'))
      .map(([operand, operator, value]) => `(${operand}) ${operator} (${value}, 1)`),
    fc
      .tuple(tie('expression'), fc.constantFrom(':', 'like', 'regex~'), literal)
      .map(([operand, operator, pattern]) => `(${operand}) ${operator} (${pattern}, "y")`),
    fc
      .tuple(fc.constantFrom('f', 'g~'), tie('expression'))
      .map(([name, text]) => `${name}(${text}, ${text})`),
  ),
}));

const event = expression.map((text) => `process where ${text}`);
const subquery = fc
  .tuple(
    fc.constantFrom('[', '!['),
    event,
    fc.constantFrom('', ' by k', ' by k, ?j'),
    fc.constantFrom('', ' with runs=2'),
  )
  .map(([open, text, by, runs]) => `${open}${text}]${by}${runs}`);
const query = fc.oneof(
  event,
  event.map((text) => `${text} | head 5`),
  fc
    .tuple(
      fc.constantFrom('', ' by i', ' by i with maxspan=5s'),
      fc.array(subquery, { minLength: 1, maxLength: 3 }),
    )
    .map(([head, subqueries]) => `sequence${head} ${subqueries.join(' ')} until [file where true]`),
  fc
    .array(subquery, { minLength: 1, maxLength: 3 })
    .map((subqueries) => `sample ${subqueries.join(' ')}`),
);

function expectNested(node: Node): void {
  expect(node.span.start).toBeLessThanOrEqual(node.span.end);
  for (const child of childrenOf(node)) {
    expect(child.span.start).toBeGreaterThanOrEqual(node.span.start);
    expect(child.span.end).toBeLessThanOrEqual(node.span.end);
    expectNested(child);
  }
}

function expectTreeOrDiagnostics(text: string): void {
  const source = sourceOf(text);
  const { query: tree, diagnostics } = parseQuery(source);
  expect(tree === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  const checked = tree === null ? [] : checkQuery(tree, source).diagnostics;
  for (const diagnostic of [...diagnostics, ...checked]) {
    for (const { span } of diagnostic.labels ?? []) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(text.length);
      expect(span.start).toBeLessThanOrEqual(span.end);
    }
    expect(renderDiagnostic(diagnostic)).toContain(diagnostic.code);
  }
}

describe('whatever the text', () => {
  test('there is a tree or there are diagnostics: words of EQL', () => {
    fc.assert(fc.property(words, expectTreeOrDiagnostics), { numRuns: 300 });
  });

  test('there is a tree or there are diagnostics: a query with some of it cut out', () => {
    const cut = fc.tuple(query, fc.nat(), fc.nat(8)).map(([text, at, length]) => {
      const from = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, from) + text.slice(from + length);
    });
    fc.assert(fc.property(cut, expectTreeOrDiagnostics), { numRuns: 300 });
  });

  test('there is a tree or there are diagnostics: any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectTreeOrDiagnostics));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expectTreeOrDiagnostics(`process where ${text}`);
      }),
    );
  });
});

describe('every query that parses', () => {
  test('has each node within its parent', () => {
    fc.assert(
      fc.property(query, (text) => {
        const { query: tree, diagnostics } = parseQuery(sourceOf(text));
        expect(diagnostics).toEqual([]);
        if (tree !== null) expectNested(tree);
      }),
    );
  });

  test('is the same after printing', () => {
    fc.assert(
      fc.property(query, (text) => {
        const tree = parseQuery(sourceOf(text)).query;
        const again = tree === null ? null : parseQuery(sourceOf(printQuery(tree))).query;
        expect(withoutSpans(again)).toEqual(withoutSpans(tree));
      }),
    );
  });
});

describe('hostile sizes take no more than a moment', () => {
  const SIZE = 60_000;
  test.each([
    '"',
    "'",
    '`',
    '“',
    '«',
    '/*',
    '"""',
    '""""',
    '?"',
    '!',
    '#',
    '$',
    '[',
    ']',
    '![',
    '|',
    'a[0]',
    'a = ',
    'a,',
    ') and ',
    'by ',
    '\\',
    '"\\u{1}',
    '"a" ',
  ])('%s, over and over', (piece) => {
    expectTreeOrDiagnostics(piece.repeat(SIZE / piece.length));
    expectTreeOrDiagnostics(`process where ${piece.repeat(SIZE / piece.length)}`);
  });
});
