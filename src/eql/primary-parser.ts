import type { Span } from '../source/index.js';
import type { CallNode, Expression, FieldNode, LiteralNode } from './ast.js';
import { isToken, type TokenCursor } from './token-cursor.js';
import type { Keyword, Token } from './token.js';

/** What a primary needs of the expressions around it. */
export interface Surroundings {
  /** Reads an expression in round brackets. */
  bracketed(): Expression;
  /** Reads a list of expressions in round brackets, empty or not. */
  items(): Expression[];
  /** Goes to where the expression around a mistake may go on. */
  recover(): void;
}

/** Keywords that only mean something outside expressions: in one, a field of that name was probably meant. */
const OUTER_KEYWORDS: ReadonlySet<Keyword> = new Set<Keyword>([
  'any',
  'by',
  'join',
  'maxspan',
  'sample',
  'sequence',
  'until',
  'where',
  'with',
]);

/** Names in one path. Elasticsearch maps 20 levels (`index.mapping.depth.limit`); the work for a field grows faster. */
const MOST_SEGMENTS = 100;

/** Parses what operators stand between: literals, calls, fields and brackets. Source: spec §2. */
export class PrimaryParser {
  readonly #cursor: TokenCursor;
  readonly #surroundings: Surroundings;

  constructor(cursor: TokenCursor, surroundings: Surroundings) {
    this.#cursor = cursor;
    this.#surroundings = surroundings;
  }

  /** primary = constant | func | field | "(" expr ")" */
  primary(): Expression {
    const literal = this.literal();
    if (literal !== undefined) return literal;
    const { token } = this.#cursor;
    if (token.kind === 'name') return this.#named(token.text);
    if (token.kind === 'folding-name') return this.#call(token.text, true);
    if (token.kind === 'variable') return this.#variable();
    if (isToken(token, '(')) return this.#surroundings.bracketed();
    const isField = token.kind === 'quoted-name' || isToken(token, '?') || this.#meansField(token);
    return isField ? this.#field() : this.#missing();
  }

  /** constant = "null" | NUMBER | "true" | "false" | STRING ; undefined where none stands. */
  literal(): LiteralNode | undefined {
    const { token } = this.#cursor;
    const value = literalValue(token);
    if (value === undefined) return undefined;
    this.#cursor.advance();
    const integer = token.kind === 'number' && token.integer;
    return { kind: 'literal', span: token.span, value, integer };
  }

  /** IDENT "(" … | IDENT "of" subquery | field */
  #named(name: string): Expression {
    const next = this.#cursor.lookahead(1);
    if (isToken(next, '(')) {
      return name.toLowerCase() === '_arraysearch' ? this.#arraySearch() : this.#call(name, false);
    }
    return isToken(next, 'of') ? this.#relation(name) : this.#field();
  }

  /** func = ( IDENT | TILDE_IDENT ) "(" [ expr { "," expr } ] ")" */
  #call(name: string, insensitive: boolean): CallNode {
    const nameSpan = this.#cursor.advance().span;
    let args: Expression[] = [];
    if (this.#cursor.at('(')) args = this.#surroundings.items();
    else this.#cursor.unexpected(`\`(\` after \`${name}~\``);
    const span = this.#cursor.spanFrom(nameSpan.start);
    return { kind: 'call', span, name, nameSpan, insensitive, args };
  }

  /** field = [ "?" ] seg { "." seg | "[" INT "]" } ; seg = IDENT | BACKTICK */
  #field(): FieldNode {
    const { start } = this.#cursor;
    const optional = this.#cursor.accept('?');
    const segments = [this.#segment()];
    for (;;) {
      if (this.#cursor.accept('.')) segments.push(this.#segment());
      else if (this.#atIndex()) this.#index();
      else break;
    }
    const span = this.#cursor.spanFrom(start);
    const path = segments.join('.');
    // A name in backticks may hold dots, and counts as several.
    if (path.length >= MOST_SEGMENTS && path.split('.').length > MOST_SEGMENTS) {
      this.#cursor.error('RS217', span, `a field has more than ${MOST_SEGMENTS} names`);
    }
    return { kind: 'field', span, path, optional };
  }

  #segment(): string {
    const { token } = this.#cursor;
    if (token.kind === 'name' || token.kind === 'quoted-name') {
      this.#cursor.advance();
      return token.text;
    }
    if (token.kind === 'keyword') {
      this.#cursor.error(
        'RS211',
        token.span,
        `\`${token.text}\` is a keyword, not the name of a field`,
        {
          help: 'put it in backticks',
        },
      );
      this.#cursor.advance();
      return token.text;
    }
    this.#cursor.unexpected('the name of a field', {
      help: token.kind === 'variable' ? 'quote a name with `$` in backticks' : undefined,
    });
    return '';
  }

  /** Whether `[0]` or `["key"]` is next, as opposed to the next subquery. */
  #atIndex(): boolean {
    const inside = this.#cursor.lookahead(1);
    return (
      this.#cursor.at('[') &&
      (inside.kind === 'number' || inside.kind === 'string') &&
      isToken(this.#cursor.lookahead(2), ']')
    );
  }

  #index(): void {
    const open = this.#cursor.advance().span;
    this.#cursor.advance();
    this.#cursor.advance();
    this.#cursor.error(
      'RS215',
      this.#cursor.spanFrom(open.start),
      'array indexes are not supported',
      {
        help: 'a field holds all values of an array, and a condition is true if it is for any of them',
      },
    );
  }

  /** A keyword where a value belongs, followed by what would follow a field. */
  #meansField(token: Token): boolean {
    if (token.kind !== 'keyword' || !OUTER_KEYWORDS.has(token.text)) return false;
    const next = this.#cursor.lookahead(1);
    return next.kind === 'symbol' || (next.kind === 'keyword' && !OUTER_KEYWORDS.has(next.text));
  }

  #missing(): LiteralNode {
    const { span } = this.#cursor.token;
    this.#cursor.unexpected('a value');
    this.#surroundings.recover();
    return nothing(this.#cursor.spanFrom(span.start));
  }

  /** `_arraysearch(path, $entry, $entry.name == "x")` */
  #arraySearch(): LiteralNode {
    const { span } = this.#cursor.advance();
    this.#cursor.error('RS220', span, 'unsupported (Endpoint dialect): `_arraysearch(…)`', {
      help: 'Elastic Endpoint runs it, Elasticsearch does not; a field holds all values of an array',
    });
    this.#cursor.skipBrackets();
    return nothing(this.#cursor.spanFrom(span.start));
  }

  /** `$entry.name` */
  #variable(): Expression {
    const { span } = this.#cursor.token;
    this.#cursor.error(
      'RS220',
      span,
      `unsupported (Endpoint dialect): variable \`${this.#cursor.excerpt(span)}\``,
      {
        help: 'Elastic Endpoint runs it, Elasticsearch does not',
      },
    );
    this.#cursor.advance();
    while (this.#cursor.accept('.')) this.#segment();
    return nothing(this.#cursor.spanFrom(span.start));
  }

  /** `descendant of [process where …]`, `child of`, `event of` */
  #relation(name: string): LiteralNode {
    const { start } = this.#cursor;
    this.#cursor.advance();
    this.#cursor.advance();
    this.#cursor.error(
      'RS220',
      this.#cursor.spanFrom(start),
      `unsupported (Endpoint dialect): \`${name} of […]\``,
      {
        help: 'Elastic Endpoint knows the tree of processes, Elasticsearch does not; see `process.parent.*`',
      },
    );
    if (this.#cursor.at('[')) this.#cursor.skipBrackets();
    return nothing(this.#cursor.spanFrom(start));
  }
}

/** Stands for what could not be read. A query with one is never given to the next stage. */
function nothing(span: Span): LiteralNode {
  return { kind: 'literal', span, value: null, integer: false };
}

function literalValue(token: Token): LiteralNode['value'] | undefined {
  if (token.kind === 'number' || token.kind === 'string') return token.value;
  if (isToken(token, 'true')) return true;
  if (isToken(token, 'false')) return false;
  return isToken(token, 'null') ? null : undefined;
}
