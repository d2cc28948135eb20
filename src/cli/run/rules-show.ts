// `rshell-scan rules show`: all that a rule file says.
import { ruleDocument, threatDocument } from '../../alert/index.js';
import type { Rule } from '../../rule/index.js';
import { escapeControl } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import { findRule } from '../find-rule.js';
import { loadReportedRules } from '../reported-rules.js';
import type { RulesFlags } from './rules-list.js';

/** Shows the rule that `wanted` names: by name, by id, or by the start of its id. */
export async function showRule(context: Context, wanted: string, flags: RulesFlags): Promise<void> {
  const rules = await loadReportedRules(context, flags);
  const all = rules.outcomes.flatMap((outcome) => ('rule' in outcome ? [outcome.rule] : []));
  const rule = findRule(wanted, all);
  if (flags.json === true) {
    await context.out.write(`${JSON.stringify(showDocument(rule), null, 2)}\n`);
    return;
  }
  const chalk = chalkFor(context.streams.stdout, context.streams.env, flags.color);
  await context.out.write(describe(rule, (text) => chalk.bold(text)));
}

/** A rule with the keys that it has in alerts, and all that alerts leave out. */
function showDocument(rule: Rule): object {
  return {
    ...ruleDocument(rule),
    kind: rule.query.kind,
    threat: rule.threat.map(threatDocument),
    index: rule.index,
    integrations: rule.integrations,
    created: rule.created,
    updated: rule.updated,
    investigation_fields: rule.investigationFields,
    event_category_field: rule.eventCategoryField,
    timestamp_field: rule.timestampField,
    tiebreaker_field: rule.tiebreakerField,
  };
}

function describe(rule: Rule, strong: (text: string) => string): string {
  const lines: string[] = [strong(rule.name)];
  const row = (label: string, value: string | null): void => {
    if (value !== null && value !== '') lines.push(`${label.padEnd(12)}${escapeControl(value)}`);
  };
  row('id', rule.id);
  row('severity', `${rule.severity}, risk ${rule.riskScore}`);
  row('kind', rule.query.kind);
  row('maturity', rule.deprecated ? `${rule.maturity} (deprecated: see the note)` : rule.maturity);
  row('version', rule.version === null ? null : String(rule.version));
  row('author', rule.author.join(', '));
  row('licence', rule.license);
  row('index', rule.index.join(', '));
  row('tags', rule.tags.join('; '));
  for (const { tactic, techniques } of rule.threat) {
    const tacticText = `${tactic.id} ${tactic.name}`;
    if (techniques.length === 0) row('ATT&CK', tacticText);
    for (const technique of techniques) {
      const names = [technique, ...technique.subtechniques].map(({ id, name }) => `${id} ${name}`);
      row('ATT&CK', [tacticText, ...names].join(' > '));
    }
  }
  row('file', rule.source.name);
  for (const [title, text] of [
    ['Description', rule.description],
    ['False positives', rule.falsePositives.join('\n')],
    ['Triage', rule.note],
    ['Setup', rule.setup],
    ['References', rule.references.join('\n')],
    ['Query', rule.querySource.text],
  ] as const) {
    if (text === null || text.trim() === '') continue;
    lines.push(
      '',
      strong(title),
      ...text
        .trim()
        .split('\n')
        .map((line) => `  ${escapeControl(line)}`.trimEnd()),
    );
  }
  return `${lines.join('\n')}\n`;
}
