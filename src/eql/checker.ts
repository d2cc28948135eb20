import {
  fieldType as standardFieldType,
  knownFields as standardFields,
  type FieldType,
} from '../event/index.js';
import { type Diagnostic, type Source, suggestPath } from '../source/index.js';
import type { FieldNode, Query } from './ast.js';
import { checkPipes } from './check-pipes.js';
import { checkFilter, checkSample, checkSequence } from './check-subqueries.js';
import { Problems } from './problems.js';
import type { CheckedQuery } from './query.js';
import type { CheckScope } from './check-scope.js';

/** What the checker takes for granted about the events. */
export interface CheckOptions {
  /** The type of a field; undefined for one that is not known. Default: the table of `src/event`. */
  readonly fieldType?: (path: string) => FieldType | undefined;
  /** Names to suggest in place of an unknown one. Default: the table of `src/event`. */
  readonly knownFields?: () => Iterable<string>;
  /** What to say of a field without a known type that is not marked optional (`?field`). Default: a warning. */
  readonly unknownFields?: 'ignore' | 'warning' | 'error';
}

/** The checked query, or null where `diagnostics` hold an error. */
export interface CheckResult {
  readonly query: CheckedQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks what the grammar leaves open: types, functions, fields, join keys, durations, pipes. Gives the query in the
 * form that the compiler takes: runs expanded, keys complete, durations in milliseconds. `source` is the text that
 * `query` was parsed from. Source: spec §3-11.
 */
export function checkQuery(query: Query, source: Source, options: CheckOptions = {}): CheckResult {
  const problems = new Problems(source);
  const { fieldType = standardFieldType } = options;
  const scope: CheckScope = {
    problems,
    fieldType,
    onField: unknownFieldReporter(problems, fieldType, options),
  };
  const checked = check(query, scope);
  return { query: problems.hasErrors ? null : checked, diagnostics: problems.diagnostics };
}

function check(query: Query, scope: CheckScope): CheckedQuery {
  switch (query.kind) {
    case 'event-query': {
      const filter = checkFilter(query.filter, scope);
      return { kind: 'event', filter, pipes: checkPipes(query.pipes, scope.problems) };
    }
    case 'sequence-query':
      return checkSequence(query, scope);
    case 'sample-query':
      return checkSample(query, scope);
  }
}

/** Complains of a field that is neither known nor optional, or cannot have values: at its first place. */
function unknownFieldReporter(
  problems: Problems,
  fieldType: (path: string) => FieldType | undefined,
  { unknownFields = 'warning', knownFields = standardFields }: CheckOptions,
): (field: FieldNode) => void {
  const reported = new Set<string>();
  return ({ path, span, optional }) => {
    if (unknownFields === 'ignore' || reported.has(path)) return;
    const type = fieldType(path);
    if (type === 'object') {
      reported.add(path);
      problems[unknownFields](
        'RS201',
        span,
        `\`${path}\` has no values, only the fields below it do`,
      );
    }
    if (optional || type !== undefined) return;
    reported.add(path);
    const near = suggestPath(path, knownFields());
    problems[unknownFields]('RS201', span, `unknown field \`${path}\``, {
      help: near === undefined ? undefined : `did you mean \`${near}\`?`,
      notes: [`optional on purpose? write \`?${path}\``],
    });
  };
}
