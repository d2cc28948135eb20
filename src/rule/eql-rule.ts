// The metadata of an EQL rule: which keys are used, and how. Every fault is reported; the caller asks whether there
// were any. Source: Kibana's rule schema and elastic/detection-rules (names and meaning of the keys).
import { suggest } from '../source/index.js';
import { FILE_KEYS, METADATA_KEYS, RULE_KEYS, WITHOUT_EFFECT } from './keys.js';
import type { Rule, RuleSeverity } from './rule.js';
import { TableReader, type Problems } from '../toml/index.js';
import { readSuppression } from './suppression.js';
import { readThreat } from './threat.js';

/** Severities from the lowest to the highest. */
export const SEVERITIES: readonly RuleSeverity[] = ['low', 'medium', 'high', 'critical'];

/** A rule before its query is checked; empty strings and zeros stand where something was reported. */
export type RuleMetadata = Omit<Rule, 'source' | 'querySource' | 'query'>;

/**
 * Reads `[metadata]` and `[rule]`.
 * `timestamp_override` (nearly always `event.ingested`) is passed over: Kibana uses it for the time range it searches,
 * never for the order of events. `to` belongs to Kibana's scheduler, as `from` and `interval` do.
 */
export function readMetadata(rule: TableReader, problems: Problems): RuleMetadata {
  const file = new TableReader(problems, problems.document.root, []);
  file.allowOnly(FILE_KEYS);
  const metadata = file.table('metadata');
  metadata?.allowOnly(METADATA_KEYS);
  rule.allowOnly(RULE_KEYS);
  reportWithoutEffect(rule);

  const language = rule.string('language');
  if (language !== undefined && language !== 'eql') {
    const message = `expected \`eql\` for \`language\` of a rule of type eql, found \`${language}\``;
    rule.report('RS104', 'error', 'language', message);
  }
  const investigation = rule.table('investigation_fields');
  investigation?.allowOnly(['field_names']);
  const maturity = metadata?.string('maturity') ?? 'production';

  return {
    id: rule.required('rule_id') ?? '',
    name: rule.required('name') ?? '',
    description: rule.required('description')?.trim() ?? '',
    severity: readSeverity(rule),
    riskScore: readRiskScore(rule),
    version: rule.integer('version', 1, Infinity) ?? null,
    maturity,
    deprecated: maturity === 'deprecated',
    buildingBlock: rule.string('building_block_type') !== undefined,
    author: rule.strings('author', 'array or one'),
    license: rule.string('license') ?? null,
    created: metadata?.date('creation_date') ?? null,
    updated: metadata?.date('updated_date') ?? null,
    tags: rule.strings('tags'),
    references: rule.strings('references'),
    falsePositives: rule.strings('false_positives'),
    note: rule.string('note') ?? null,
    setup: rule.string('setup') ?? null,
    integrations: metadata?.strings('integration', 'array or one') ?? [],
    index: rule.strings('index'),
    threat: readThreat(rule),
    from: rule.string('from') ?? null,
    interval: rule.string('interval') ?? null,
    suppression: readSuppression(rule),
    maxSignals: rule.integer('max_signals', 1, Infinity) ?? null,
    investigationFields: investigation?.strings('field_names') ?? [],
    eventCategoryField: rule.string('event_category_override') ?? null,
    timestampField: rule.string('timestamp_field') ?? null,
    tiebreakerField: rule.string('tiebreaker_field') ?? null,
  };
}

function readSeverity(rule: TableReader): RuleSeverity {
  const written = rule.required('severity');
  const severity = SEVERITIES.find((known) => known === written);
  if (written !== undefined && severity === undefined) {
    const near = suggest(written, SEVERITIES);
    const message = `expected ${SEVERITIES.join(', ')} for \`severity\`, found \`${written}\``;
    rule.report('RS104', 'error', 'severity', message, {
      help: near === undefined ? undefined : `did you mean \`${near}\`?`,
    });
  }
  return severity ?? 'low';
}

function readRiskScore(rule: TableReader): number {
  if (!rule.has('risk_score')) rule.missing('risk_score');
  return rule.integer('risk_score', 0, 100) ?? 0;
}

function reportWithoutEffect(rule: TableReader): void {
  for (const [key, consequence] of Object.entries(WITHOUT_EFFECT)) {
    if (!rule.isFilled(key)) continue;
    rule.report('RS106', 'warning', key, `\`${key}\` is not applied: ${consequence}`, {
      at: 'key',
    });
  }
  if (rule.isFilled('data_view_id') && !rule.isFilled('index')) {
    const message = '`data_view_id` is not applied: the rule sees events of every index';
    rule.report('RS106', 'warning', 'data_view_id', message, {
      at: 'key',
      help: 'name the index patterns of the data view as `index`',
    });
  }
}
