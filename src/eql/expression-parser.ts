import type { Span } from '../source/index.js';
import type { Expression, LiteralNode, LogicalNode, MatchOperator } from './ast.js';
import { PrimaryParser, type Surroundings } from './primary-parser.js';
import { binaryOperator, PRECEDENCE, type BinaryOperator } from './precedence.js';
import { isToken, type TokenCursor } from './token-cursor.js';
import type { Token } from './token.js';

/** How deep expressions may nest. Far beyond what people write, far below what would exhaust the stack. */
const DEEPEST = 400;

const MATCH_OPERATORS: ReadonlySet<string> = new Set<MatchOperator>([
  ':',
  'like',
  'like~',
  'regex',
  'regex~',
]);

const NAME_KINDS: readonly Token['kind'][] = ['name', 'quoted-name', 'folding-name', 'variable'];

/**
 * Parses expressions by precedence climbing over the table of `precedence.ts`. Always gives a tree: after a mistake
 * it stands for whatever could be read, and the parser goes on at the next `and`, `or`, `,` or `)`.
 * Source: spec §2.
 */
export class ExpressionParser implements Surroundings {
  readonly #cursor: TokenCursor;
  readonly #primaries: PrimaryParser;
  #depth = 0;
  /** How many round brackets are open here: only inside one can `,` and `)` end what went wrong. */
  #brackets = 0;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
    this.#primaries = new PrimaryParser(cursor, this);
  }

  /** expr, up to the end of its filter. */
  condition(): Expression {
    return this.#whole(endsCondition, 'the end of the condition');
  }

  /** arith { "," arith }: join keys */
  operands(): Expression[] {
    return this.#commaSeparated(() => this.#binary(PRECEDENCE.sum));
  }

  /** expr { "," expr }: arguments of a pipe */
  arguments(): Expression[] {
    return this.#commaSeparated(() => this.#binary(PRECEDENCE.or));
  }

  #commaSeparated(item: () => Expression): Expression[] {
    const items = [item()];
    while (this.#cursor.accept(',')) items.push(item());
    return items;
  }

  /** An expression and nothing else before `ends`; what else there is, is complained about and left out. */
  #whole(ends: (token: Token) => boolean, what: string): Expression {
    for (;;) {
      const expression = this.#binary(PRECEDENCE.or);
      const { token } = this.#cursor;
      if (ends(token)) return expression;
      if (isToken(token, ')')) {
        this.#cursor.error('RS200', token.span, 'expected an operator, found `)` without its `(`');
      } else if (!this.#startsWithDot(token)) {
        this.#cursor.unexpected(`\`and\`, \`or\` or ${what}`);
      }
      // `AND` is reported as unknown, then taken for what it was meant to be.
      if (isShouted(token)) {
        this.#cursor.advance();
        continue;
      }
      this.recover();
      if (!this.#cursor.accept('and') && !this.#cursor.accept('or')) return expression;
    }
  }

  /** `a.1b`: the lexer reads a number. */
  #startsWithDot(token: Token): boolean {
    if (token.kind !== 'number' || !this.#cursor.excerpt(token.span).startsWith('.')) return false;
    this.#cursor.error(
      'RS200',
      token.span,
      `expected a name after \`.\`, found ${this.#cursor.describe(token)}`,
      {
        help: 'quote a name that starts with a digit in backticks',
      },
    );
    return true;
  }

  /**
   * orE = andE { "or" andE } ; andE = notE { "and" notE } ; cmp = arith [ op arith ] ;
   * arith = mul { ("+"|"-") mul } ; mul = unary { ("*"|"/"|"%") unary }
   */
  #binary(loosest: number): Expression {
    const { start } = this.#cursor;
    let left = this.#prefix(loosest);
    for (let links = this.#depth; ; links++) {
      const operator = this.#operator();
      if (operator === undefined || operator.precedence < loosest) return left;
      // A chain of one operator makes a tree as deep as the chain is long, except for the flat `and` and `or`.
      if (links > DEEPEST) return this.#tooDeep();
      left =
        operator.kind === 'logical'
          ? this.#logical(start, left, operator)
          : this.#infix(start, left, operator);
    }
  }

  #operator(): BinaryOperator | undefined {
    const { token } = this.#cursor;
    if (!isToken(token, '=')) return binaryOperator(token);
    this.#cursor.error('RS208', token.span, 'expected a comparison, found `=`', {
      help: 'write `==`, or `:` to ignore case',
    });
    return { kind: 'comparison', operator: '==', precedence: PRECEDENCE.comparison };
  }

  #logical(
    start: number,
    first: Expression,
    { operator, precedence }: LogicalOperator,
  ): LogicalNode {
    const operands = [first];
    while (this.#cursor.accept(operator)) operands.push(this.#binary(precedence + 1));
    return { kind: operator, span: this.#cursor.spanFrom(start), operands };
  }

  #infix(start: number, left: Expression, infix: InfixOperator): Expression {
    const operatorSpan = this.#cursor.advance().span;
    const right = this.#binary(infix.precedence + 1);
    const span = this.#cursor.spanFrom(start);
    if (infix.kind === 'arithmetic') {
      return { kind: 'arithmetic', span, operator: infix.operator, operatorSpan, left, right };
    }
    this.#refuseChain();
    return { kind: 'comparison', span, operator: infix.operator, operatorSpan, left, right };
  }

  /** `a < b < c`: told once, however long the chain is. */
  #refuseChain(): void {
    const { span } = this.#cursor.token;
    while (binaryOperator(this.#cursor.token)?.kind === 'comparison') {
      this.#cursor.error('RS214', span, 'comparisons cannot be chained', {
        help: 'write `a < b and b < c`, or put the first comparison in round brackets',
      });
      this.#cursor.advance();
      this.#binary(PRECEDENCE.comparison + 1);
    }
  }

  /** notE = "not" notE | cmp ; unary = ("+"|"-") unary | primary [ pred ] */
  #prefix(loosest: number): Expression {
    const { token, start } = this.#cursor;
    if (isToken(token, 'not')) {
      if (loosest > PRECEDENCE.not) {
        this.#cursor.error('RS200', token.span, 'expected a value, found `not`', {
          help: 'put `not …` in round brackets',
        });
      }
      this.#cursor.advance();
      const operand = this.#nested(() => this.#binary(PRECEDENCE.not));
      return { kind: 'not', span: this.#cursor.spanFrom(start), operand };
    }
    if (isToken(token, '-') || isToken(token, '+')) {
      this.#cursor.advance();
      const operand = this.#nested(() => this.#prefix(PRECEDENCE.sign));
      if (token.text === '+') return operand;
      return { kind: 'negate', span: this.#cursor.spanFrom(start), operand };
    }
    return this.#predicate(start);
  }

  /**
   * pred = [ "not" ] ( "in" | "in~" ) "(" expr { "," expr } ")"
   *      | ( ":" | "like" | "like~" | "regex" | "regex~" ) ( constant | "(" constant { "," constant } ")" )
   */
  #predicate(start: number): Expression {
    const operand = this.#primaries.primary();
    const negated = this.#cursor.at('not');
    const token = this.#cursor.lookahead(negated ? 1 : 0);
    if (isToken(token, 'in') || isToken(token, 'in~')) {
      if (negated) this.#cursor.advance();
      const operatorSpan = this.#cursor.advance().span;
      const insensitive = token.text === 'in~';
      const values = this.#values(token.text);
      const span = this.#cursor.spanFrom(start);
      return { kind: 'in', span, operatorSpan, operand, negated, insensitive, values };
    }
    if (!isMatchOperator(token)) return operand;
    const operator = token.text;
    if (negated) {
      const not = this.#cursor.advance();
      this.#cursor.error('RS212', not.span, `\`not\` cannot stand before \`${operator}\``, {
        help: `write \`not ${this.#cursor.excerpt(operand.span)} ${operator} …\``,
      });
    }
    const operatorSpan = this.#cursor.advance().span;
    const patterns = this.#patterns(operator);
    const span = this.#cursor.spanFrom(start);
    return { kind: 'match', span, operator, operatorSpan, operand, patterns };
  }

  /** "(" expr { "," expr } ")" */
  #values(operator: string): Expression[] {
    const { token } = this.#cursor;
    if (!isToken(token, '(')) {
      this.#cursor.unexpected(`\`(\` after \`${operator}\``, {
        help: `write \`${operator} ("a", "b")\``,
      });
      return [this.#binary(PRECEDENCE.sum)];
    }
    const values = this.items();
    if (values.length === 0) {
      this.#cursor.error(
        'RS216',
        token.span,
        `expected a value in the list of \`${operator}\`, found none`,
      );
    }
    return values;
  }

  /** constant | "(" constant { "," constant } ")" */
  #patterns(operator: MatchOperator): LiteralNode[] {
    const { token } = this.#cursor;
    if (!isToken(token, '(')) return this.#pattern(operator);
    const patterns = this.#list(() => this.#pattern(operator)).flat();
    if (patterns.length === 0) {
      this.#cursor.error(
        'RS216',
        token.span,
        `expected a string after \`${operator}\`, found an empty list`,
      );
    }
    return patterns;
  }

  /** constant; nothing where something else stands. */
  #pattern(operator: MatchOperator): LiteralNode[] {
    const literal = this.#primaries.literal();
    if (literal !== undefined) return [literal];
    if (!startsOperand(this.#cursor.token)) {
      this.#cursor.unexpected(`a string after \`${operator}\``);
      this.recover();
      return [];
    }
    const wrong = this.#binary(PRECEDENCE.sum);
    const found = `\`${this.#cursor.excerpt(wrong.span)}\``;
    if (wrong.kind === 'call' && operator === ':') {
      this.#cursor.error(
        'RS221',
        wrong.span,
        `method calls of python-eql are not supported, found ${found}`,
        {
          help: `write \`${wrong.name}(…)\` with the value as its first argument`,
        },
      );
    } else {
      this.#cursor.error(
        'RS213',
        wrong.span,
        `expected a literal after \`${operator}\`, found ${found}`,
        {
          label: wrong.kind === 'field' ? 'a field' : undefined,
          help: 'fields and calculated values cannot be patterns; a string is in double quotes',
        },
      );
    }
    return [];
  }

  /** "(" expr ")" */
  bracketed(): Expression {
    const open = this.#cursor.advance().span;
    this.#brackets += 1;
    const expression = this.#nested(() => this.#whole(endsItem, '`)`'));
    if (this.#cursor.at(',')) {
      this.#cursor.error('RS200', this.#cursor.token.span, 'expected `)`, found `,`', {
        help: 'a list belongs after `in`, `:`, `like`, `regex` or the name of a function',
      });
      this.#skipToClosing();
    }
    this.#close(open);
    return expression;
  }

  /** "(" [ expr { "," expr } ] ")" */
  items(): Expression[] {
    return this.#list(() => this.#lone() ?? this.#whole(endsItem, '`,` or `)`'));
  }

  /** A literal that is an item by itself, as nearly all are: read without a way through all the operators. */
  #lone(): LiteralNode | undefined {
    const next = this.#cursor.lookahead(1);
    return isToken(next, ',') || isToken(next, ')') ? this.#primaries.literal() : undefined;
  }

  /** "(" [ item { "," item } ] ")" */
  #list<T>(item: () => T): T[] {
    const open = this.#cursor.advance().span;
    const items: T[] = [];
    if (this.#cursor.accept(')')) return items;
    this.#brackets += 1;
    this.#nested(() => {
      do {
        if (items.length > 0 && this.#cursor.at(')')) {
          this.#cursor.error(
            'RS216',
            this.#cursor.token.span,
            'expected a value after `,`, found `)`',
            {
              help: 'a list has no comma at its end',
            },
          );
          return;
        }
        items.push(item());
      } while (this.#cursor.accept(','));
    });
    this.#close(open);
    return items;
  }

  #close(open: Span): void {
    this.#brackets -= 1;
    this.#cursor.expect(')', { labels: [{ span: open, text: 'opened here' }] });
  }

  #nested<T>(parse: () => T): T {
    if (this.#depth >= DEEPEST) this.#tooDeep();
    this.#depth += 1;
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #tooDeep(): Expression {
    const { span } = this.#cursor.token;
    this.#cursor.error('RS217', span, `expressions nest deeper than ${DEEPEST} levels`);
    this.#cursor.abandon();
    return { kind: 'literal', span, value: null, integer: false };
  }

  /** Goes to where the expression may go on: `and`, `or`, and in brackets `,` and `)`; never over the filter's end. */
  recover(): void {
    for (;;) {
      this.#cursor.skipTo((token) => isToken(token, '(') || this.#goesOnAt(token));
      if (!this.#cursor.at('(')) return;
      this.#cursor.skipBrackets();
    }
  }

  #goesOnAt(token: Token): boolean {
    if (endsCondition(token) || isToken(token, 'and') || isToken(token, 'or')) return true;
    return this.#brackets > 0 && (isToken(token, ',') || isToken(token, ')'));
  }

  #skipToClosing(): void {
    while (this.#cursor.at(',') || this.#cursor.at('and') || this.#cursor.at('or')) {
      this.#cursor.advance();
      this.recover();
    }
  }
}

type LogicalOperator = Extract<BinaryOperator, { kind: 'logical' }>;
type InfixOperator = Exclude<BinaryOperator, { kind: 'logical' }>;

function isMatchOperator(token: Token): token is Token & { readonly text: MatchOperator } {
  return (token.kind === 'symbol' || token.kind === 'keyword') && MATCH_OPERATORS.has(token.text);
}

function isShouted(token: Token): boolean {
  return token.kind === 'name' && /^(and|or)$/i.test(token.text);
}

/** Whether something starts here that could be read as an operand, only to be refused as a pattern. */
function startsOperand(token: Token): boolean {
  return NAME_KINDS.includes(token.kind) || isToken(token, '?') || isToken(token, '-');
}

function endsCondition(token: Token): boolean {
  return (
    token.kind === 'end' ||
    isToken(token, ']') ||
    isToken(token, '|') ||
    isToken(token, '[') ||
    isToken(token, '![')
  );
}

function endsItem(token: Token): boolean {
  return isToken(token, ',') || isToken(token, ')') || endsCondition(token);
}
