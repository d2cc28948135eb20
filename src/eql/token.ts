import type { Span } from '../source/index.js';

/** Words that cannot be a bare name. Lower-case only. Source: spec §1. */
export const KEYWORDS = [
  'and',
  'any',
  'by',
  'false',
  'in',
  'in~',
  'join',
  'like',
  'like~',
  'maxspan',
  'not',
  'null',
  'of',
  'or',
  'regex',
  'regex~',
  'sample',
  'sequence',
  'true',
  'until',
  'where',
  'with',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

/** Punctuation of one and of two characters. */
export const SYMBOLS = [
  '![',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '=',
  ':',
  '+',
  '-',
  '*',
  '/',
  '%',
  '.',
  ',',
  '(',
  ')',
  '[',
  ']',
  '|',
  '?',
] as const;

export type TokenSymbol = (typeof SYMBOLS)[number];

/** One word of a query. `span` covers it as written; whitespace and comments are no tokens. */
export type Token =
  /** `process`, `@timestamp` */
  | { readonly kind: 'name'; readonly span: Span; readonly text: string }
  /** `` `kubernetes.io/pod` ``, without the backticks */
  | { readonly kind: 'quoted-name'; readonly span: Span; readonly text: string }
  /** `startsWith~`, without the `~` */
  | { readonly kind: 'folding-name'; readonly span: Span; readonly text: string }
  /** `$entry`, only known to be refused */
  | { readonly kind: 'variable'; readonly span: Span; readonly text: string }
  /** `sequence`, `in~` */
  | { readonly kind: 'keyword'; readonly span: Span; readonly text: Keyword }
  /** `"bash"`, `"""raw"""`; `value` has its escapes resolved */
  | { readonly kind: 'string'; readonly span: Span; readonly value: string }
  /** `4`, `4.5`, `1e3` */
  | {
      readonly kind: 'number';
      readonly span: Span;
      readonly value: number;
      readonly integer: boolean;
    }
  /** `==`, `![` */
  | { readonly kind: 'symbol'; readonly span: Span; readonly text: TokenSymbol }
  /** What the lexer has already complained about */
  | { readonly kind: 'invalid'; readonly span: Span }
  /** The end of the text: always the last token */
  | { readonly kind: 'end'; readonly span: Span };

const SYMBOL_SET: ReadonlySet<string> = new Set(SYMBOLS);

/** Whether `text` is punctuation. */
export function isSymbol(text: string): text is TokenSymbol {
  return SYMBOL_SET.has(text);
}

const KEYWORD_SET: ReadonlySet<string> = new Set(KEYWORDS);

/** Whether `text` is a keyword as it stands, in lower case. */
export function isKeyword(text: string): text is Keyword {
  return KEYWORD_SET.has(text);
}

const PLAIN_NAME = /^[A-Za-z_@][A-Za-z0-9_]*$/;

/** Whether `text` can be written as a name without quotes. */
export function isPlainName(text: string): boolean {
  return PLAIN_NAME.test(text) && !isKeyword(text);
}
