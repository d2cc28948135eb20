import type { Source, Span } from '../source/index.js';
import { Problems } from './problems.js';
import { quote, readBackticks, readEscaped, readRaw, readVerbatim, type Quoted } from './quoted.js';
import { isKeyword, isSymbol, type Keyword, type Token, type TokenSymbol } from './token.js';

/** The words of a query. */
export interface Tokens {
  /** Never empty: the last one is `end`. */
  readonly list: readonly Token[];
  /** Where the text stopped making sense because a quote or comment never ends; infinite otherwise. */
  readonly brokenFrom: number;
}

const BLANKS = ' \t\r\n';
const BLANK = /[ \t\r\n]+/y;
const LINE_COMMENT = /\/\/[^\r\n]*/y;
const COMMENT_EDGE = /\/\*|\*\//g;
const NAME = /[A-Za-z_@][A-Za-z0-9_]*/y;
const VARIABLE = /\$[A-Za-z0-9_]+/y;
const NUMBER = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const SPACED_MISSING = /![ \t\r\n]+\[/y;
/** Symbols that nothing else starts with. */
const PLAIN_SYMBOLS = '(),[]:';
/** What {@link FOREIGN} operators start with. */
const FOREIGN_START = '=!&|<';
const LETTER = /\p{L}/u;

/** The largest integer that Elasticsearch holds as one; beyond it an integer literal is a double. */
const LARGEST_LONG = 2 ** 63;

/** What people write who come from another language, and what they get instead. */
const FOREIGN: readonly (readonly [foreign: string, ours: Keyword | TokenSymbol])[] = [
  ['===', '=='],
  ['!==', '!='],
  ['&&', 'and'],
  ['||', 'or'],
  ['<>', '!='],
  ['=~', ':'],
];

/** How far to look for a closing typographic quote. */
const LONGEST_CURLY = 100;

/** Typographic quotes and what may close them. */
const CURLY: Readonly<Record<string, string>> = {
  '“': '”“',
  '”': '”',
  '„': '“”',
  '‘': '’‘',
  '’': '’',
  '«': '»',
};

/**
 * Splits the text of `source` into tokens. Never throws: what is no EQL is told to `problems` and left in the list as
 * an `invalid` token, or as the token that was probably meant. Linear in the text. Source: spec §1.
 */
export function tokenize(source: Source, problems: Problems): Tokens {
  const lexer = new Lexer(source.text, problems);
  return lexer.run();
}

/** The words of a text that may be half written or wrong, and no complaints about it: for editors. */
export function tokensOf(text: string): Tokens {
  return tokenize({ name: '<text>', text }, new Problems({ name: '<text>', text }));
}

class Lexer {
  readonly #text: string;
  readonly #problems: Problems;
  readonly #list: Token[] = [];
  #at = 0;
  #brokenFrom = Number.POSITIVE_INFINITY;

  constructor(text: string, problems: Problems) {
    this.#text = text;
    this.#problems = problems;
  }

  run(): Tokens {
    const { length } = this.#text;
    while (this.#at < length) {
      const first = this.#text.charAt(this.#at);
      if (BLANKS.includes(first)) this.#skip(BLANK);
      else this.#token(first);
    }
    this.#list.push({ kind: 'end', span: { start: length, end: length } });
    return { list: this.#list, brokenFrom: this.#brokenFrom };
  }

  /** Goes behind what `pattern` (sticky) finds here; false when it finds nothing. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  /** Reads what starts with `first`. */
  #token(first: string): void {
    const start = this.#at;
    if (PLAIN_SYMBOLS.includes(first)) {
      this.#symbol(start, first);
    } else if (first === '"' || first === "'") {
      this.#string(start);
    } else if (first === '`') {
      this.#quotedName(start);
    } else if (this.#skip(NAME)) {
      this.#name(start, this.#text.slice(start, this.#at));
    } else if (this.#skip(NUMBER)) {
      this.#number(start, this.#text.slice(start, this.#at));
    } else if (this.#startsWith('/*')) {
      this.#comment(start);
    } else if (this.#startsWith('?"') || this.#startsWith("?'")) {
      this.#oldRawString(start);
    } else if (this.#skip(VARIABLE)) {
      const text = this.#text.slice(start, this.#at);
      this.#list.push({ kind: 'variable', span: this.#spanFrom(start), text });
    } else if (
      !this.#skip(LINE_COMMENT) &&
      !(FOREIGN_START.includes(first) && this.#foreign(start))
    ) {
      this.#symbol(start, first);
    }
  }

  #symbol(start: number, first: string): void {
    const pair = this.#text.slice(start, start + 2);
    const symbol = isSymbol(pair) ? pair : first;
    if (!isSymbol(symbol)) {
      this.#unexpected(start);
      return;
    }
    this.#at += symbol.length;
    this.#list.push({ kind: 'symbol', span: this.#spanFrom(start), text: symbol });
  }

  #name(start: number, name: string): void {
    if (this.#startsWith('~') && /^[A-Za-z]/.test(name)) {
      this.#at += 1;
      const span = this.#spanFrom(start);
      const folding = `${name}~`;
      if (isKeyword(folding)) this.#list.push({ kind: 'keyword', span, text: folding });
      else this.#list.push({ kind: 'folding-name', span, text: name });
      return;
    }
    const span = this.#spanFrom(start);
    if (isKeyword(name)) this.#list.push({ kind: 'keyword', span, text: name });
    else this.#list.push({ kind: 'name', span, text: name });
  }

  #number(start: number, digits: string): void {
    const span = this.#spanFrom(start);
    const value = Number(digits);
    const integer = /^[0-9]+$/.test(digits) && value <= LARGEST_LONG;
    if (!Number.isFinite(value)) {
      this.#problems.error('RS207', span, 'expected a number up to 1.8e308, found a larger one');
    } else if (integer && !Number.isSafeInteger(value)) {
      this.#problems.warning(
        'RS273',
        span,
        `integer is too large to be compared exactly, ${BigInt(value).toString()} is used`,
        { help: 'exact up to 9007199254740991' },
      );
    }
    this.#list.push({ kind: 'number', span, value, integer });
  }

  #comment(start: number): void {
    let depth = 0;
    COMMENT_EDGE.lastIndex = start;
    for (
      let edge = COMMENT_EDGE.exec(this.#text);
      edge !== null;
      edge = COMMENT_EDGE.exec(this.#text)
    ) {
      depth += edge[0] === '/*' ? 1 : -1;
      if (depth === 0) {
        this.#at = COMMENT_EDGE.lastIndex;
        return;
      }
    }
    this.#at = this.#text.length;
    this.#brokenFrom = Math.min(this.#brokenFrom, start);
    const opening = { start, end: start + 2 };
    this.#problems.error('RS205', opening, 'expected `*/`, found the end of the query', {
      help: 'comments nest: every `/*` needs its own `*/`',
    });
  }

  #string(start: number): void {
    const mark = this.#text.charAt(start);
    if (this.#startsWith('"""')) {
      this.#pushString(start, readRaw(this.#text, start), '"""');
      return;
    }
    const quoted = readEscaped(this.#text, start, mark);
    this.#pushString(start, quoted, mark);
    if (mark === "'" && quoted.closed) {
      this.#problems.error(
        'RS202',
        this.#spanFrom(start),
        'expected a string in double quotes, found single quotes',
        {
          help: `write ${quote(quoted.value)}`,
        },
      );
    }
  }

  /** `?"raw"` and `?'raw'`: the raw strings of python-eql. */
  #oldRawString(start: number): void {
    const mark = this.#text.charAt(start + 1);
    const quoted = readVerbatim(this.#text, start + 2, mark);
    this.#pushString(start, quoted, mark);
    if (quoted.closed) {
      this.#problems.error(
        'RS202',
        this.#spanFrom(start),
        `expected a string, found a raw string of python-eql`,
        {
          help: `write """${quoted.value}"""`,
        },
      );
    }
  }

  #pushString(start: number, quoted: Quoted, mark: string): void {
    this.#at = quoted.end;
    const span = this.#spanFrom(start);
    this.#list.push({ kind: 'string', span, value: quoted.value });
    const [bad] = quoted.badEscapes;
    if (!quoted.closed) {
      this.#unclosed(
        span,
        `expected \`${mark}\` before the end of the line`,
        mark === '"' && quoted.value.includes(mark),
      );
    } else if (bad !== undefined) {
      const escape = this.#text.slice(bad.start, bad.end);
      this.#problems.error('RS203', bad, `unknown escape \`${escape}\` in a string`, {
        help: escape.startsWith('\\u')
          ? 'a code point is written \\u{1f600}, with 2 to 8 hexadecimal digits'
          : `for a backslash write \\\\, or use """raw quotes""" without escapes`,
      });
    }
  }

  #quotedName(start: number): void {
    const quoted = readBackticks(this.#text, start);
    this.#at = quoted.end;
    const span = this.#spanFrom(start);
    this.#list.push({ kind: 'quoted-name', span, text: quoted.value });
    if (!quoted.closed) {
      this.#unclosed(span, 'expected a closing backtick', false);
    } else if (quoted.value === '') {
      this.#problems.error('RS200', span, 'expected a name between the backticks, found nothing');
    }
  }

  #unclosed(span: Span, message: string, escapedQuote: boolean): void {
    this.#brokenFrom = Math.min(this.#brokenFrom, span.start);
    this.#problems.error('RS204', span, message, {
      label: 'opened here',
      help: escapedQuote
        ? 'a backslash before a quote makes it part of the string: write \\\\"'
        : undefined,
    });
  }

  /** An operator of another language: reported, and replaced by ours so that parsing can go on. */
  #foreign(start: number): boolean {
    if (this.#skip(SPACED_MISSING)) {
      this.#replace(start, '![');
      return true;
    }
    const known = FOREIGN.find(([text]) => this.#startsWith(text));
    if (known !== undefined) {
      const [foreign, ours] = known;
      this.#at += foreign.length;
      this.#replace(start, ours);
      return true;
    }
    const next = this.#text.charAt(start + 1);
    if (this.#startsWith('!') && next !== '[' && next !== '=') {
      this.#at += 1;
      this.#replace(start, 'not');
      return true;
    }
    return false;
  }

  #replace(start: number, ours: Keyword | TokenSymbol): void {
    const span = this.#spanFrom(start);
    const found = this.#text.slice(start, this.#at).replaceAll(/\s+/g, ' ');
    this.#problems.error('RS209', span, `expected \`${ours}\`, found \`${found}\``, {
      help: ours === ':' ? 'write `:` to compare without regard to case' : `write \`${ours}\``,
    });
    if (isKeyword(ours)) this.#list.push({ kind: 'keyword', span, text: ours });
    else this.#list.push({ kind: 'symbol', span, text: ours });
  }

  #unexpected(start: number): void {
    const character = String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
    this.#at += character.length;
    const closing = CURLY[character];
    if (closing !== undefined) {
      const quoted = readVerbatim(this.#text, this.#at, closing, LONGEST_CURLY);
      if (quoted.closed) {
        this.#at = quoted.end;
        const span = this.#spanFrom(start);
        this.#list.push({ kind: 'string', span, value: quoted.value });
        this.#problems.error(
          'RS202',
          span,
          'expected a string in double quotes, found typographic quotes',
          {
            help: `write ${quote(quoted.value)}`,
          },
        );
        return;
      }
    }
    const span = this.#spanFrom(start);
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    this.#list.push({ kind: 'invalid', span });
    this.#problems.error('RS206', span, `unexpected character \`${character}\` (U+${code})`, {
      help: helpFor(character),
    });
  }

  #spanFrom(start: number): Span {
    return { start, end: this.#at };
  }
}

function helpFor(character: string): string | undefined {
  if (character === '~')
    return 'a `~` goes directly after the name of a function, `in`, `like` or `regex`';
  if (character === ';') return 'a query has no `;`';
  if (character === '{' || character === '}') return 'lists are in round brackets: `("a", "b")`';
  return LETTER.test(character) ? 'quote a name that is not plain ASCII in backticks' : undefined;
}
