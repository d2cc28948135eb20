/**
 * Checks of queries with several subqueries: numbers and types of join keys, runs, maxspan, missing events.
 * Source: spec §9-10.
 */
import { suggest } from '../source/index.js';
import type {
  DurationNode,
  FieldNode,
  FilterNode,
  SampleQueryNode,
  SequenceQueryNode,
  SubqueryNode,
} from './ast.js';
import { checkCondition, checkField } from './check-expression.js';
import { checkPipes } from './check-pipes.js';
import type { Problems } from './problems.js';
import type { CheckedFilter, CheckedSample, CheckedSequence, CheckedSubquery } from './query.js';
import type { CheckScope } from './check-scope.js';
import { comparable, type ValueType } from './types.js';

const MOST_RUNS = 100;

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Checks a category and its condition. */
export function checkFilter({ category, condition }: FilterNode, scope: CheckScope): CheckedFilter {
  checkCondition(condition, scope);
  return { category: category.name, condition };
}

/** Checks a sequence and expands its runs into stages. */
export function checkSequence(query: SequenceQueryNode, scope: CheckScope): CheckedSequence {
  const { by, subqueries, until, span } = query;
  const { problems } = scope;
  const maxspanMs = query.maxspan === null ? null : maxspanOf(query.maxspan, problems);
  const checked = checkSubqueries(by, until === null ? subqueries : [...subqueries, until], scope);
  const stages = subqueries.flatMap(({ missing, runs }, index) => {
    const subquery = checked[index];
    return subquery === undefined
      ? []
      : Array.from({ length: runsOf(runs, problems) }, () => ({ subquery, missing }));
  });
  if (stages.length < 2) {
    problems.error(
      'RS250',
      span,
      `a sequence needs two subqueries or more, found ${stages.length}`,
      {
        help: 'a query for one event has no `sequence`: `process where …`; several of a kind: `[…] with runs=2`',
      },
    );
  }
  const missing = subqueries.find((subquery) => subquery.missing);
  if (missing !== undefined && query.maxspan === null) {
    problems.error('RS256', missing.span, 'a missing event needs a `maxspan`, found none', {
      help: 'write `sequence … with maxspan=1m` before the first `[`',
    });
  }
  if (missing !== undefined && subqueries.every((subquery) => subquery.missing)) {
    problems.error('RS257', missing.span, 'a sequence needs a subquery that is not `![…]`');
  }
  if (until !== null) checkUntil(until, problems);
  return {
    kind: 'sequence',
    stages,
    until: until === null ? null : (checked.at(-1) ?? null),
    maxspanMs,
    pipes: checkPipes(query.pipes, problems),
  };
}

/** Checks a sample. */
export function checkSample(
  { by, subqueries, span, pipes }: SampleQueryNode,
  scope: CheckScope,
): CheckedSample {
  const { problems } = scope;
  const checked = checkSubqueries(by, subqueries, scope);
  if (subqueries.length < 2) {
    problems.error(
      'RS250',
      span,
      `a sample needs two subqueries or more, found ${subqueries.length}`,
    );
  }
  const [keyless] = subqueries.filter((subquery) => by.length + subquery.by.length === 0);
  if (keyless !== undefined) {
    problems.error(
      'RS258',
      keyless.span,
      'a sample needs join keys on every subquery, found none',
      {
        help: 'write `sample by host.id …`, or `by` after every `]`',
      },
    );
  }
  for (const { missing, runs, span: place } of subqueries) {
    if (missing) problems.error('RS259', place, 'a sample has no missing events (`![`)');
    if (runs !== null) problems.error('RS259', runs.span, 'a sample has no `runs`');
  }
  const [pipe] = pipes;
  if (pipe !== undefined) problems.error('RS259', pipe.span, 'a sample has no pipes');
  return { kind: 'sample', subqueries: checked };
}

function checkSubqueries(
  by: readonly FieldNode[],
  subqueries: readonly SubqueryNode[],
  scope: CheckScope,
): readonly CheckedSubquery[] {
  const [first] = subqueries;
  const common = by.map((key) => checkField(key, scope).type);
  const expected = by.length + (first?.by.length ?? 0);
  // By position: the type of a key where it is first known, and the field that told it.
  const types: { type: ValueType; key: FieldNode }[] = [];
  return subqueries.map((subquery) => {
    const filter = checkFilter(subquery.filter, scope);
    const keys = [...by, ...subquery.by];
    if (keys.length !== expected) {
      scope.problems.error(
        'RS254',
        subquery.by[0]?.span ?? subquery.span,
        `inconsistent number of join keys: expected ${expected}, found ${keys.length}`,
        { help: 'every subquery, and `until`, needs the same number of `by` fields' },
      );
    }
    for (const [index, key] of keys.entries()) {
      const type = common[index] ?? checkField(key, scope).type;
      const earlier = types[index];
      if (earlier === undefined || earlier.type === 'unknown') {
        types[index] = { type, key };
      } else if (!comparable(type, earlier.type)) {
        scope.problems.error(
          'RS255',
          key.span,
          `join key \`${key.path}\` is ${type}, which never equals ${earlier.type} \`${earlier.key.path}\``,
          { labels: [{ span: earlier.key.span, text: earlier.type }] },
        );
      }
    }
    return { filter, keys };
  });
}

function runsOf(runs: SubqueryNode['runs'], problems: Problems): number {
  if (runs === null) return 1;
  const { count, span } = runs;
  if (Number.isInteger(count) && count >= 1 && count <= MOST_RUNS) return count;
  problems.error(
    'RS251',
    span,
    `runs must be a whole number from 1 to ${MOST_RUNS}, found ${count}`,
  );
  // As many as it takes not to complain about the number of subqueries as well.
  return 2;
}

function maxspanOf({ amount, unit, span }: DurationNode, problems: Problems): number | null {
  const unitMs = unit === null ? undefined : UNIT_MS.get(unit);
  const units = '`ms`, `s`, `m`, `h` or `d`';
  if (unit === null) {
    problems.error('RS252', span, `maxspan needs a unit: ${units}`, {
      help: `write \`maxspan=${amount}s\``,
    });
  } else if (unitMs === undefined) {
    problems.error('RS252', span, `unknown unit \`${unit}\` of maxspan, expected ${units}`, {
      help: unitHelp(unit),
    });
  }
  if (!Number.isInteger(amount) || amount <= 0) {
    problems.error('RS253', span, `maxspan must be a positive whole number, found ${amount}`, {
      help: amount > 0 ? 'take a smaller unit' : undefined,
    });
  }
  return unitMs === undefined ? null : amount * unitMs;
}

/** Units as people write them out, by their first letters. */
const SPELLED_OUT: readonly (readonly [RegExp, string])[] = [
  [/^milli/i, 'ms'],
  [/^s/i, 's'],
  [/^m/i, 'm'],
  [/^h/i, 'h'],
  [/^d/i, 'd'],
];

function unitHelp(unit: string): string | undefined {
  const near =
    SPELLED_OUT.find(([pattern]) => pattern.test(unit))?.[1] ?? suggest(unit, UNIT_MS.keys());
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

function checkUntil({ missing, runs, span }: SubqueryNode, problems: Problems): void {
  if (missing)
    problems.error('RS263', span, '`until` takes no missing event (`![`)', {
      help: 'write `until [ … ]`',
    });
  if (runs !== null)
    problems.error('RS263', runs.span, '`until` takes no `runs`: one event ends a sequence');
}
