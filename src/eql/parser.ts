import { suggest, type Diagnostic, type Source, type Span } from '../source/index.js';
import type {
  CategoryNode,
  DurationNode,
  Expression,
  FieldNode,
  FilterNode,
  PipeNode,
  Query,
  RunsNode,
  SubqueryNode,
} from './ast.js';
import { ExpressionParser } from './expression-parser.js';
import { tokenize } from './lexer.js';
import { Problems } from './problems.js';
import { isToken, TokenCursor } from './token-cursor.js';
import type { Token } from './token.js';

/** The tree of a query, or null where `diagnostics` hold an error. */
export interface ParseResult {
  readonly query: Query | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses the EQL text of `source`. Decides about words and brackets alone: which fields and functions exist and what
 * types fit is for {@link checkQuery}. Never throws; reports several mistakes of one query. Linear in the text.
 * Source: spec §1-2.
 */
export function parseQuery(source: Source): ParseResult {
  const problems = new Problems(source);
  const cursor = new TokenCursor(source, tokenize(source, problems), problems);
  const query = new QueryParser(cursor).query();
  return { query: problems.hasErrors ? null : query, diagnostics: problems.diagnostics };
}

class QueryParser {
  readonly #cursor: TokenCursor;
  readonly #expressions: ExpressionParser;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
    this.#expressions = new ExpressionParser(cursor);
  }

  /** query = ( event | sequence | sample | join ) { pipe } EOF */
  query(): Query {
    const { token, start } = this.#cursor;
    if (token.kind === 'end') {
      this.#cursor.error('RS210', { start: 0, end: 0 }, 'expected a query, found nothing');
    }
    const kind = this.#kind();
    if (kind === 'sequence') return this.#sequence(start);
    if (kind === 'sample') return this.#sample(start);
    const filter = this.#filter();
    const pipes = this.#pipes();
    return { kind: 'event-query', span: this.#cursor.spanFrom(start), filter, pipes };
  }

  /** Reads the word that tells the kind of the query, where there is one. */
  #kind(): 'event' | 'sequence' | 'sample' {
    const { token } = this.#cursor;
    const next = this.#cursor.lookahead(1);
    if (isToken(next, 'where')) return 'event';
    if (this.#cursor.accept('sequence')) return 'sequence';
    if (this.#cursor.accept('sample')) return 'sample';
    if (isToken(token, 'join')) {
      this.#cursor.error('RS219', token.span, '`join` is not supported', {
        help: 'Elasticsearch refuses it too; `sample` finds events that share keys in any order',
      });
      this.#cursor.abandon();
    }
    if (
      token.kind !== 'name' ||
      !(isToken(next, 'by') || isToken(next, 'with') || opensSubquery(next))
    ) {
      return 'event';
    }
    this.#cursor.unexpected('`sequence`, `sample` or an event category with `where`');
    this.#cursor.advance();
    return suggest(token.text, ['sequence', 'sample']) === 'sample' ? 'sample' : 'sequence';
  }

  /** "sequence" [ by [ span ] | span ] term { term } [ "until" term ] */
  #sequence(start: number): Query {
    let by = this.#by();
    const maxspan = this.#cursor.at('with') ? this.#maxspan() : null;
    if (maxspan !== null && this.#cursor.at('by')) {
      this.#cursor.error('RS218', this.#cursor.token.span, '`by` belongs before `with maxspan`', {
        help: 'write `sequence by … with maxspan=…`',
      });
      by = this.#by();
    }
    const subqueries = this.#subqueries();
    const until = this.#cursor.accept('until') ? this.#subquery() : null;
    const pipes = this.#pipes();
    const span = this.#cursor.spanFrom(start);
    return { kind: 'sequence-query', span, by, maxspan, subqueries, until, pipes };
  }

  /** "sample" [ by ] sterm { sterm } */
  #sample(start: number): Query {
    const by = this.#by();
    if (this.#cursor.at('with')) {
      const { span } = this.#cursor.token;
      this.#maxspan();
      this.#refuseInSample(span, 'maxspan');
    }
    const subqueries = this.#subqueries();
    const { span: untilSpan } = this.#cursor.token;
    if (this.#cursor.accept('until')) {
      this.#subquery();
      this.#refuseInSample(untilSpan, 'until');
    }
    const pipes = this.#pipes();
    return { kind: 'sample-query', span: this.#cursor.spanFrom(start), by, subqueries, pipes };
  }

  #refuseInSample(span: Span, what: string): void {
    this.#cursor.error('RS259', span, `a sample has no \`${what}\``, {
      help: 'a sample has no order in time; `sequence` has',
    });
  }

  /** by = "by" field { "," field } ; none where no `by` stands */
  #by(): FieldNode[] {
    if (!this.#cursor.accept('by')) return [];
    return this.#expressions.operands().flatMap((key) => {
      if (key.kind === 'field') return [key];
      this.#cursor.error(
        'RS222',
        key.span,
        `expected a field as join key, found \`${this.#cursor.excerpt(key.span)}\``,
      );
      return [];
    });
  }

  /** span = "with" "maxspan" "=" NUMBER [ IDENT ] */
  #maxspan(): DurationNode | null {
    this.#cursor.advance();
    const { token, start } = this.#cursor;
    if (!this.#cursor.accept('maxspan')) {
      this.#unknownOption(token, 'maxspan');
      if (token.kind !== 'name') return null;
      this.#cursor.advance();
    }
    const amount = this.#setting();
    if (amount === null) return null;
    const unit = this.#cursor.token;
    if (unit.kind === 'name') this.#cursor.advance();
    const span = this.#cursor.spanFrom(start);
    return { kind: 'duration', span, amount, unit: unit.kind === 'name' ? unit.text : null };
  }

  /** "with" IDENT "=" NUMBER, where IDENT is "runs" */
  #runs(): RunsNode | null {
    const { start } = this.#cursor;
    this.#cursor.advance();
    const { token } = this.#cursor;
    if (token.kind !== 'name' || token.text !== 'runs') {
      this.#unknownOption(token, 'runs');
      if (token.kind !== 'name' && !isToken(token, 'maxspan')) return null;
    }
    this.#cursor.advance();
    const count = this.#setting();
    // What follows is a unit only where `with maxspan` was written in the wrong place.
    if (isToken(token, 'maxspan') && this.#cursor.token.kind === 'name') this.#cursor.advance();
    return count === null ? null : { kind: 'runs', span: this.#cursor.spanFrom(start), count };
  }

  #unknownOption(token: Token, known: 'maxspan' | 'runs'): void {
    const misplaced = isToken(token, 'maxspan') || (token.kind === 'name' && token.text === 'runs');
    const place =
      known === 'runs' ? '`maxspan` belongs before the first `[`' : '`runs` belongs after a `]`';
    this.#cursor.error(
      'RS223',
      token.span,
      `expected \`${known}\` after \`with\`, found ${this.#cursor.describe(token)}`,
      {
        help: misplaced ? place : undefined,
      },
    );
  }

  /** "=" NUMBER. A sign is read too: the checker tells what is wrong with it. */
  #setting(): number | null {
    if (!this.#cursor.expect('=')) return null;
    const negative = this.#cursor.accept('-');
    const { token } = this.#cursor;
    if (token.kind !== 'number') {
      this.#cursor.unexpected('a number');
      if (token.kind === 'string') this.#cursor.advance();
      return null;
    }
    this.#cursor.advance();
    return negative ? -token.value : token.value;
  }

  /** term { term } */
  #subqueries(): SubqueryNode[] {
    const subqueries: SubqueryNode[] = [];
    for (;;) {
      const { token } = this.#cursor;
      if (opensSubquery(token)) {
        subqueries.push(this.#subquery());
      } else if (endsSubqueries(token) && (subqueries.length > 0 || token.kind !== 'end')) {
        return subqueries;
      } else {
        this.#cursor.unexpected(
          subqueries.length === 0 ? '`[`' : '`[`, `|` or the end of the query',
        );
        this.#cursor.skipTo((next) => opensSubquery(next) || endsSubqueries(next));
        if (this.#cursor.token.kind === 'end') return subqueries;
      }
    }
  }

  /** term = ( "[" | "![" ) event "]" [ by ] [ "with" IDENT "=" NUMBER ] */
  #subquery(): SubqueryNode {
    const open = this.#cursor.token.span;
    const missing = this.#cursor.accept('![');
    if (!missing) this.#cursor.expect('[');
    const filter = this.#filter();
    if (this.#cursor.at('|')) {
      this.#cursor.error('RS200', this.#cursor.token.span, 'expected `]`, found `|`', {
        help: 'pipes belong after the last subquery',
      });
      this.#cursor.skipTo((token) => isToken(token, ']') || opensSubquery(token));
      this.#cursor.accept(']');
    } else {
      this.#cursor.expect(']', { labels: [{ span: open, text: 'opened here' }] });
    }
    let by = this.#by();
    const runs = this.#cursor.at('with') ? this.#runs() : null;
    if (runs !== null && this.#cursor.at('by')) {
      this.#cursor.error('RS218', this.#cursor.token.span, '`by` belongs before `with runs`', {
        help: 'write `[…] by … with runs=…`',
      });
      by = this.#by();
    }
    this.#foreignEnding();
    return { kind: 'subquery', span: this.#cursor.spanFrom(open.start), missing, filter, by, runs };
  }

  /** `[…] as name` and `[…] fork=true`: other dialects, refused by name. */
  #foreignEnding(): void {
    const { token } = this.#cursor;
    if (token.kind !== 'name') return;
    if (token.text === 'as') {
      this.#cursor.error('RS220', token.span, 'unsupported (Endpoint dialect): `[…] as name`', {
        help: 'Elastic Endpoint runs it, Elasticsearch does not; events are related by `by` keys',
      });
      this.#cursor.advance();
      if (this.#cursor.token.kind === 'name') this.#cursor.advance();
    } else if (token.text === 'fork') {
      this.#cursor.error('RS221', token.span, 'unsupported (python-eql dialect): `fork`');
      this.#cursor.skipTo((next) => opensSubquery(next) || endsSubqueries(next));
    }
  }

  /** event = ( "any" | IDENT | STRING ) "where" expr */
  #filter(): FilterNode {
    const { start } = this.#cursor;
    const category = this.#category();
    let condition: Expression = {
      kind: 'literal',
      span: category.span,
      value: null,
      integer: false,
    };
    if (this.#where(category)) condition = this.#expressions.condition();
    else
      this.#cursor.skipTo(
        (token) => isToken(token, ']') || isToken(token, '|') || opensSubquery(token),
      );
    return { kind: 'filter', span: this.#cursor.spanFrom(start), category, condition };
  }

  #category(): CategoryNode {
    const { token } = this.#cursor;
    const { span } = token;
    if (token.kind === 'name' || token.kind === 'string' || isToken(token, 'any')) {
      this.#cursor.advance();
      if (token.kind === 'string') return { kind: 'category', span, name: token.value };
      return { kind: 'category', span, name: token.kind === 'name' ? token.text : null };
    }
    if (token.kind === 'keyword' && isToken(this.#cursor.lookahead(1), 'where')) {
      this.#cursor.error('RS211', span, `\`${token.text}\` is a keyword, not an event category`, {
        help: `quote it: "${token.text}"`,
      });
      this.#cursor.advance();
    } else {
      this.#cursor.unexpected('an event category', {
        help: 'a query starts like `process where …`, or `any where …` for all categories',
      });
    }
    return { kind: 'category', span, name: null };
  }

  /** Reads `where`; false where the condition cannot be told to start. */
  #where(category: CategoryNode): boolean {
    if (this.#cursor.accept('where')) return true;
    const { token } = this.#cursor;
    const meant = token.kind === 'name' && suggest(token.text, ['where']) !== undefined;
    const name = this.#cursor.excerpt(category.span);
    const help =
      category.name !== null && !meant && token.kind !== 'end'
        ? 'a query starts with an event category: `any where …` is all of them'
        : undefined;
    this.#cursor.unexpected(`\`where\` after the event category \`${name}\``, { help });
    if (meant) this.#cursor.advance();
    return meant;
  }

  /** { pipe } EOF ; pipe = "|" IDENT [ expr { "," expr } ] */
  #pipes(): PipeNode[] {
    const pipes: PipeNode[] = [];
    for (;;) {
      if (this.#cursor.at('|')) {
        pipes.push(this.#pipe());
      } else if (this.#cursor.token.kind === 'end') {
        return pipes;
      } else {
        this.#unexpectedAtEnd();
        this.#cursor.skipTo((token) => isToken(token, '|'));
      }
    }
  }

  #pipe(): PipeNode {
    const { start } = this.#cursor;
    this.#cursor.advance();
    const { token } = this.#cursor;
    if (token.kind !== 'name') {
      this.#cursor.unexpected('`head` or `tail` after `|`');
      this.#cursor.skipTo((next) => isToken(next, '|'));
      return {
        kind: 'pipe',
        span: this.#cursor.spanFrom(start),
        name: '',
        nameSpan: token.span,
        args: [],
      };
    }
    this.#cursor.advance();
    const next = this.#cursor.token;
    const args = next.kind === 'end' || isToken(next, '|') ? [] : this.#expressions.arguments();
    const span = this.#cursor.spanFrom(start);
    return { kind: 'pipe', span, name: token.text, nameSpan: token.span, args };
  }

  #unexpectedAtEnd(): void {
    const { token } = this.#cursor;
    this.#cursor.unexpected('`|` or the end of the query', {
      help: opensSubquery(token)
        ? 'several subqueries need `sequence` or `sample` before the first'
        : undefined,
    });
  }
}

function opensSubquery(token: Token): boolean {
  return isToken(token, '[') || isToken(token, '![');
}

function endsSubqueries(token: Token): boolean {
  return token.kind === 'end' || isToken(token, '|') || isToken(token, 'until');
}
