// Values in a case, or a spelling, that the field never has.
import { syscallNames } from '../audit/index.js';
import { printExpression, quote, type LiteralNode } from '../eql/index.js';
import { fold } from '../event/index.js';
import { suggest } from '../source/index.js';
import type { Findings } from './findings.js';
import { subqueriesOf, type ValueTest } from './query-parts.js';

/** Fields of which ECS fixes the values; what agents add to them differs by more than case. */
const FIXED_VALUES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'event.category':
      'api authentication configuration database driver email file host iam intrusion_detection library malware ' +
      'network package process registry session threat vulnerability web',
    'event.kind': 'alert asset enrichment event metric pipeline_error signal state',
    'event.outcome': 'failure success unknown',
    'event.type':
      'access admin allowed change connection creation deletion denied device end error group indicator info ' +
      'installation protocol start user',
    'host.os.type': 'android ios linux macos unix windows',
    'network.direction': 'egress external inbound ingress internal outbound unknown',
  }).map(([field, values]) => [field, values.split(' ')]),
);

const CATEGORY_FIELD = 'event.category';
const SYSCALL_FIELD = 'auditd.data.syscall';

let syscalls: readonly string[] | undefined;

/** Values of fields whose values are known that are none of those, and nearly one: agents add to most. */
export function checkFixedValues(test: ValueTest, findings: Findings): void {
  const { path } = test.field;
  const known =
    path === SYSCALL_FIELD ? (syscalls ??= [...syscallNames()]) : FIXED_VALUES.get(path);
  // What a regular expression matches is not looked at.
  if (known === undefined || test.operator.startsWith('regex')) return;
  for (const { value, span } of test.values) {
    if (typeof value !== 'string' || isKnown(value, known, test)) continue;
    const meant = suggest(value, known);
    // One without a name is shipped by its number.
    if (meant === undefined && (path !== SYSCALL_FIELD || /^\d+$/.test(value))) continue;
    findings.inQuery('RS274', span, `\`${path}\` is never ${quote(value)}`, {
      ...(meant !== undefined && { help: `did you mean "${meant}"?` }),
      ...(meant !== undefined &&
        fold(meant) === fold(value) && {
          notes: [`\`${test.operator}\` tells "A" from "a", \`:\` does not`],
        }),
    });
  }
}

function isKnown(
  value: string,
  known: readonly string[],
  { ignoresCase, takesPatterns }: ValueTest,
): boolean {
  return (takesPatterns && /[*?]/.test(value)) || known.includes(ignoresCase ? fold(value) : value);
}

/** Categories of a query that are nearly one of ECS: they are compared as they stand. */
export function checkCategories(findings: Findings): void {
  const { query, querySource, eventCategoryField } = findings.rule;
  const known = FIXED_VALUES.get(eventCategoryField ?? CATEGORY_FIELD) ?? [];
  for (const { filter } of subqueriesOf(query)) {
    const { category, condition } = filter;
    if (category === null || known.includes(category)) continue;
    const meant = suggest(category, known);
    if (meant === undefined) continue;
    const start = querySource.text.lastIndexOf(category, condition.span.start);
    findings.inQuery(
      'RS274',
      { start, end: start + category.length },
      `no event is of category "${category}"`,
      { help: `did you mean \`${meant}\`?` },
    );
  }
}

/** Entries of one list that differ only by case, under an operator that minds it. Told once a list. */
export function checkCaseOfEntries(test: ValueTest, findings: Findings): void {
  if (test.values.length < 2 || test.ignoresCase || test.operator === 'regex') return;
  const seen = new Map<string, LiteralNode>();
  const pairs: (readonly [LiteralNode, LiteralNode])[] = [];
  for (const literal of test.values) {
    // Of options, `-c` and `-C` are two.
    if (typeof literal.value !== 'string' || literal.value.startsWith('-')) continue;
    const first = seen.get(fold(literal.value));
    if (first === undefined) seen.set(fold(literal.value), literal);
    else if (first.value !== literal.value) pairs.push([first, literal]);
  }
  const [pair] = pairs;
  if (pair === undefined) return;
  const [first, second] = pair;
  findings.inQuery('RS275', second.span, `differs from ${printExpression(first)} only by case`, {
    help: `\`${test.operator}~\` ignores case and needs only one of them`,
    ...(pairs.length > 1 && { notes: [`and ${pairs.length - 1} more in this list`] }),
  });
}
