/**
 * Every code that this folder reports, with its title. Codes are never reused for another meaning.
 * RS200-RS229: the text cannot be read; RS230-RS269: it can, but means nothing; RS270-RS289: warnings;
 * RS290-RS299: what only the compiler can tell.
 */
export const EQL_CODES = {
  RS200: 'unexpected text in a query',
  RS201: 'unknown field',
  RS202: 'string in the wrong quotes',
  RS203: 'unknown escape in a string',
  RS204: 'string or quoted name without an end',
  RS205: 'comment without an end',
  RS206: 'unexpected character',
  RS207: 'number out of range',
  RS208: '`=` in place of `==`',
  RS209: 'operator of another language',
  RS210: 'empty query',
  RS211: 'keyword used as a name',
  RS212: '`not` directly before `:`, `like` or `regex`',
  RS213: 'right side of `:`, `like` or `regex` is not a literal',
  RS214: 'chained comparison',
  RS215: 'array index',
  RS216: 'list without a value where one belongs',
  RS217: 'query nested too deeply',
  RS218: '`by` after `with`',
  RS219: '`join` is not supported',
  RS220: 'unsupported (Endpoint dialect)',
  RS221: 'unsupported (python-eql dialect)',
  RS222: 'join key is not a field',
  RS223: 'unknown option after `with`',

  RS230: 'condition is not boolean',
  RS231: 'field compared with a field',
  RS232: 'values without an order',
  RS233: 'text operator on something else than text',
  RS234: 'arithmetic on something else than numbers',
  RS235: 'unknown function',
  RS236: 'wrong number of arguments',
  RS237: 'wrong type of argument',
  RS238: 'function without a `~` form',
  RS239: 'argument is not a constant',
  RS240: 'invalid CIDR block',
  RS241: 'invalid regular expression',
  RS250: 'fewer than two subqueries',
  RS251: 'runs out of range',
  RS252: 'maxspan without a known unit',
  RS253: 'maxspan is not a positive whole number',
  RS254: 'different numbers of join keys',
  RS255: 'join keys of different types',
  RS256: 'missing event without maxspan',
  RS257: 'only missing events',
  RS258: 'sample without join keys',
  RS259: 'not allowed in a sample',
  RS260: 'wrong argument of a pipe',
  RS261: 'pipe is not supported',
  RS262: 'unknown pipe',
  RS263: '`until` with missing or runs',

  RS270: 'wildcard in an exact comparison',
  RS271: 'comparison with null never holds',
  RS272: 'value that the field never has',
  RS273: 'integer too large to be exact',

  RS290: 'constant is not a time',
  RS291: 'date math',
} as const;

/** A code of {@link EQL_CODES}. */
export type EqlCode = keyof typeof EQL_CODES;
