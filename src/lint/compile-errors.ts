// What only the compiler can tell: whether a regular expression, a block of addresses or a time is one.
import { compile, type CheckedQuery, type Expression } from '../eql/index.js';
import { FieldSet, fieldType } from '../event/index.js';
import type { Rule } from '../rule/index.js';
import type { Diagnostic } from '../source/index.js';
import { someParts, subqueriesOf } from './query-parts.js';

/**
 * The errors that compiling the query of a rule finds. Compiling takes longer than all checks together, and nearly every
 * query has nothing that the checker has not read, so only those are compiled that have.
 */
export function compileErrors({ query, querySource }: Rule): readonly Diagnostic[] {
  if (!hasUnreadConstants(query)) return [];
  return compile(query, { fields: new FieldSet(), source: querySource }).diagnostics;
}

function hasUnreadConstants(query: CheckedQuery): boolean {
  return subqueriesOf(query).some(({ filter }) => someParts(filter.condition, isReadByCompiler));
}

function isReadByCompiler(part: Expression): boolean {
  if (part.kind === 'match') return part.operator.startsWith('regex');
  if (part.kind === 'field') return fieldType(part.path) === 'date';
  // The checker reads blocks that are written out.
  return (
    part.kind === 'call' &&
    part.name.toLowerCase() === 'cidrmatch' &&
    part.args.slice(1).some(({ kind }) => kind !== 'literal')
  );
}
