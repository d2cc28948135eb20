// Which kind of rule a file holds, and whether that kind can be run: judged by what the rule says it is, so that a
// rule of another type is never measured against the keys of an EQL rule.
import { suggest } from '../source/index.js';
import { OTHER_TYPES } from './keys.js';
import type { TableReader } from '../toml/index.js';

/** `other` is well-formed and cannot be run, `invalid` has been reported. */
export type RuleKind =
  | { readonly kind: 'eql' }
  | { readonly kind: 'other'; readonly reason: string }
  | { readonly kind: 'invalid' };

/** The kind of the rule in a `[rule]` table; whatever is not EQL is reported at its place. */
export function kindOf(rule: TableReader): RuleKind {
  // Endpoint rules (elastic/protections-artifacts) have `id` and no type.
  if (rule.has('id') && !rule.has('rule_id') && !rule.has('type')) {
    const message =
      'this is a behavior rule of Elastic Endpoint, which has an EQL dialect of its own';
    rule.report('RS111', 'info', 'id', message, {
      help: 'rules of elastic/detection-rules, with `rule_id` and `type`, can be run',
    });
    return { kind: 'other', reason: 'Elastic Endpoint behavior rule' };
  }

  const type = rule.required('type');
  if (type === undefined) return { kind: 'invalid' };
  if (OTHER_TYPES.includes(type)) {
    const language = type === 'query' ? rule.string('language') : undefined;
    const reason = `type "${type}"${language === undefined ? '' : `, language "${language}"`}`;
    return notRun(rule, 'type', reason);
  }
  if (type !== 'eql') {
    const near = suggest(type, ['eql', ...OTHER_TYPES]);
    rule.report('RS104', 'error', 'type', `expected \`eql\` for \`type\`, found \`${type}\``, {
      help: near === undefined ? undefined : `did you mean \`${near}\`?`,
    });
    return { kind: 'invalid' };
  }

  // A dropped filter would make false alerts, and Kibana's filters are a query language of their own.
  const filters = rule.tables('filters');
  const disabled = filters.filter((filter) => filter.table('meta')?.boolean('disabled') === true);
  if (filters.length > disabled.length) return notRun(rule, 'filters', 'Kibana filters');
  return { kind: 'eql' };
}

function notRun(rule: TableReader, key: string, reason: string): RuleKind {
  rule.report(
    'RS110',
    'info',
    key,
    `a rule with ${reason} cannot be run: only plain EQL rules can`,
  );
  return { kind: 'other', reason };
}
