export type * from './ast.js';
export type * from './query.js';
export { EQL_CODES, type EqlCode } from './codes.js';
export { parseQuery, type ParseResult } from './parser.js';
export { checkQuery, type CheckOptions, type CheckResult } from './checker.js';
export { printExpression, printQuery } from './printer.js';
export { compile, type CompileOptions, type CompileResult } from './compile.js';
export { FUNCTIONS, type FunctionSpec, type ParameterSpec } from './functions.js';
export { isExact, sizeOf, type TextSet } from './text-set.js';
