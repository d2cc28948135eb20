import { invariant, suggest, type Source, type Span } from '../source/index.js';
import type { EqlCode } from './codes.js';
import type { Aside, Problems } from './problems.js';
import { isKeyword, type Keyword, type Token, type TokenSymbol } from './token.js';
import type { Tokens } from './lexer.js';

/**
 * The parser's place in the tokens of one query, and its rules for complaining: one complaint a token, none about
 * what the lexer has complained of, none after text that makes no sense any more.
 */
export class TokenCursor {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #problems: Problems;
  /** No complaints about what starts here or later. */
  #silentFrom: number;
  #index = 0;
  #token: Token;
  #lastComplaint = -1;

  constructor(source: Source, tokens: Tokens, problems: Problems) {
    this.#text = source.text;
    this.#tokens = tokens.list;
    this.#token = this.lookahead(0);
    this.#silentFrom = tokens.brokenFrom;
    this.#problems = problems;
  }

  /** The token to read next; `end` for ever once everything is read. */
  get token(): Token {
    return this.#token;
  }

  /** The token `distance` after {@link token}. */
  lookahead(distance: number): Token {
    const token = this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)];
    invariant(token !== undefined, 'the last token is `end`');
    return token;
  }

  /** The token read last. */
  get previous(): Token | undefined {
    return this.#tokens[this.#index - 1];
  }

  /** Where the next token starts. */
  get start(): number {
    return this.#token.span.start;
  }

  /** From `start` to the end of the token read last. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.previous?.span.end ?? start) };
  }

  advance(): Token {
    const token = this.#token;
    if (token.kind !== 'end') this.#goTo(this.#index + 1);
    return token;
  }

  #goTo(index: number): void {
    this.#index = index;
    this.#token = this.lookahead(0);
  }

  at(text: TokenSymbol | Keyword): boolean {
    return isToken(this.#token, text);
  }

  /** Reads the next token if it is `text`. */
  accept(text: TokenSymbol | Keyword): boolean {
    if (!this.at(text)) return false;
    this.advance();
    return true;
  }

  /** Reads `text`, or complains that it is not there. */
  expect(text: TokenSymbol | Keyword, aside?: Aside): boolean {
    if (this.accept(text)) return true;
    this.unexpected(`\`${text}\``, aside);
    return false;
  }

  /** Complains about the next token. `wanted` is what should have been there, in words. */
  unexpected(wanted: string, aside?: Aside): void {
    const { token } = this;
    if (token.kind === 'invalid') return;
    const help = aside?.help ?? this.#hint(wanted);
    const message = `expected ${wanted}, found ${this.describe(token)}`;
    this.error('RS200', this.#placeOf(token), message, { ...aside, help });
  }

  /** The end is shown right behind the last word, not behind the blank lines that may follow. */
  #placeOf(token: Token): Span {
    if (token.kind !== 'end') return token.span;
    const at = this.previous?.span.end ?? 0;
    return { start: at, end: at };
  }

  error(code: EqlCode, span: Span, message: string, aside?: Aside): void {
    if (span.start === this.#lastComplaint || span.start >= this.#silentFrom) return;
    this.#lastComplaint = span.start;
    this.#problems.error(code, span, message, aside);
  }

  /** How a message calls a token. */
  describe(token: Token): string {
    if (token.kind === 'end') return 'the end of the query';
    const excerpt = this.excerpt(token.span);
    return token.kind === 'string' || token.kind === 'number'
      ? `${token.kind} ${excerpt}`
      : `\`${excerpt}\``;
  }

  /** The text at `span`, shortened for a message. */
  excerpt(span: Span): string {
    const text = this.#text
      .slice(span.start, Math.min(span.end, span.start + 41))
      .replaceAll(/\s+/g, ' ');
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }

  /** Goes on behind the bracket that closes the next one; where none does, to what ends the subquery around it. */
  skipBrackets(): void {
    let round = 0;
    let square = 0;
    do {
      const token = this.advance();
      if (isToken(token, '(')) round += 1;
      else if (isToken(token, ')')) round -= 1;
      else if (isToken(token, '[') || isToken(token, '![')) square += 1;
      else if (isToken(token, ']')) square -= 1;
    } while (this.token.kind !== 'end' && (square > 0 || (round > 0 && !this.at(']'))));
  }

  /** Goes to the first token at which `stop` holds, or the end. */
  skipTo(stop: (token: Token) => boolean): void {
    while (this.token.kind !== 'end' && !stop(this.token)) this.advance();
  }

  /** Gives up: nothing more is read and nothing more complained about. */
  abandon(): void {
    this.#silentFrom = -1;
    this.#goTo(this.#tokens.length - 1);
  }

  /** The word among `wanted` (which has them in backticks) that was probably meant by the next or the last token. */
  #hint(wanted: string): string | undefined {
    for (const token of [this.token, this.previous]) {
      if (token?.kind !== 'name') continue;
      const lower = token.text.toLowerCase();
      if (lower !== token.text && isKeyword(lower)) return `keywords are lower-case: \`${lower}\``;
      if (token === this.previous) continue;
      const words = Array.from(wanted.matchAll(/`([a-z]+)`/g), ([, word]) => word ?? '');
      const near = suggest(token.text, words);
      if (near !== undefined) return `did you mean \`${near}\`?`;
    }
    return undefined;
  }
}

/** Whether `token` is the keyword or symbol `text`. */
export function isToken<T extends TokenSymbol | Keyword>(
  token: Token,
  text: T,
): token is Extract<Token, { kind: 'symbol' | 'keyword' }> & { readonly text: T } {
  return (token.kind === 'symbol' || token.kind === 'keyword') && token.text === text;
}
