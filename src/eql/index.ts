export type * from './ast.js';
export type * from './query.js';
export { EQL_CODES, type EqlCode } from './codes.js';
export { tokensOf, type Tokens } from './lexer.js';
export type { Token } from './token.js';
export { highlightQuery, type QueryStyle, type StyledQueryText } from './highlight.js';
export { quote } from './quoted.js';
export { parseQuery, type ParseResult } from './parser.js';
export { checkQuery, type CheckOptions, type CheckResult } from './checker.js';
export { printBriefly, printExpression, printQuery } from './printer.js';
export { isBeyondCombinations, MOST_COMBINATIONS } from './script-leaf.js';
export { compile, type CompileOptions, type CompileResult } from './compile.js';
export { FLIPPED } from './compare.js';
export { dateRange } from './date-constant.js';
export {
  ARITHMETIC_FUNCTIONS,
  FUNCTIONS,
  type FunctionSpec,
  type ParameterSpec,
} from './functions.js';
export type { AddressRange, AddressScreen, FieldScreen, Screen } from './screen.js';
export { isExact, sizeOf, union, type TextSet } from './text-set.js';
export { parseRegex, type RegexError } from './regex-parser.js';
export type { RegexNode } from './regex-node.js';
export { includesBlock, parseCidr, type CidrRange } from './cidr.js';
