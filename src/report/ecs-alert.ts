// Alerts as Kibana's detection engine writes them: a document of the event's own fields and of `kibana.alert.*`. A sequence
// or sample gives one for each event, the building blocks, and one for the whole, the shell alert.
// Source: Elastic's page "Alert schema", and how an EQL rule of Kibana makes its alerts.
import type { Alert, AlertEvent, AlertThreat } from '../alert/index.js';
import { isObject, type JsonObject, type Scalar } from '../event/index.js';
import { commonFields, ecsSource, type EcsSource } from './ecs-source.js';
import { placesText } from './chain.js';
import { timeOf, type Repeats } from './held-documents.js';
import type { ReportSettings } from './reporter.js';
import { shortened } from './words.js';

/** The documents of an alert; building blocks come before the alert that they are part of. */
export function ecsDocuments(alert: Alert, settings: ReportSettings): readonly EcsDocument[] {
  const events = alert.events.filter((event) => event !== null);
  const hasThreat = alert.threat.length > 0;
  const sources = events.map(({ document }) => ecsSource(document, hasThreat));
  if (alert.kind === 'event') {
    return events.map((event, index) =>
      documentOf(alert, settings, {
        id: alert.id,
        depth: 1,
        source: sources[index] ?? NO_SOURCE,
        events: [event],
        ancestors: [ancestorOf(event)],
        more: buildingBlock(alert.rule.building_block),
      }),
    );
  }
  const group = { 'kibana.alert.group.id': alert.id };
  const blocks = events.map((event, index) =>
    documentOf(alert, settings, {
      id: `${alert.id}-${index}`,
      depth: 1,
      source: sources[index] ?? NO_SOURCE,
      events: [event],
      ancestors: [ancestorOf(event)],
      more: { ...buildingBlock(true), ...group, 'kibana.alert.group.index': index },
    }),
  );
  const shell = documentOf(alert, settings, {
    id: alert.id,
    depth: 2,
    source: commonSource(sources),
    events,
    ancestors: [
      ...events.map(ancestorOf),
      ...blocks.map(({ id }) => ({
        id,
        type: 'signal',
        index: '',
        depth: 1,
        rule: keyword(alert.rule.id),
      })),
    ],
    more: { ...buildingBlock(alert.rule.building_block), ...group },
  });
  return [...blocks, shell];
}

export interface EcsDocument {
  /** What the document is known by: the same for the same alert, in every run. */
  readonly id: string;
  readonly document: JsonObject;
}

/** One document, as far as documents differ. */
interface Parts {
  readonly id: string;
  readonly depth: number;
  readonly source: EcsSource;
  readonly events: readonly AlertEvent[];
  readonly ancestors: readonly JsonObject[];
  readonly more: JsonObject;
}

const NO_SOURCE: EcsSource = { document: {}, event: {}, dataStream: {}, adjusted: [] };

function documentOf(
  alert: Alert,
  { startedAt, tool }: ReportSettings,
  { id, depth, source, events, ancestors, more }: Parts,
): EcsDocument {
  const { rule, reason, threat } = alert;
  const name = keyword(rule.name);
  const document: JsonObject = {
    '@timestamp': startedAt,
    ...withThreat(withKind(source.document), threat),
    'kibana.alert.uuid': id,
    'kibana.alert.status': 'active',
    'kibana.alert.workflow_status': 'open',
    'kibana.alert.workflow_tags': [],
    'kibana.alert.workflow_assignee_ids': [],
    'kibana.alert.depth': depth,
    'kibana.alert.reason': keyword(`${reason} created ${rule.severity} alert ${name}.`),
    'kibana.alert.severity': rule.severity,
    'kibana.alert.risk_score': rule.risk_score,
    'kibana.alert.ancestors': ancestors,
    'kibana.alert.original_time': timeOf({ events }),
    ...prefixed('kibana.alert.original_event', source.event),
    ...prefixed('kibana.alert.original_data_stream', source.dataStream),
    ...more,
    ...ruleFields(alert),
    'kibana.space_ids': ['default'],
    rshell_scan: {
      alert_id: alert.id,
      engine_version: tool.version,
      source: events.map(({ place: { file, line, offset, index } }) => ({
        file: keyword(file),
        line,
        offset,
        index,
      })),
      join_keys: alert.join_keys.map(({ fields, value }) => ({
        fields,
        value: value === null ? null : keyword(String(value)),
      })),
      ...(source.adjusted.length === 0 ? {} : { adjusted: source.adjusted }),
    },
  };
  return { id, document };
}

/** What all events have alike. */
function commonSource(sources: readonly EcsSource[]): EcsSource {
  return {
    document: commonFields(sources.map(({ document }) => document)),
    event: commonFields(sources.map(({ event }) => event)),
    dataStream: commonFields(sources.map(({ dataStream }) => dataStream)),
    adjusted: [],
  };
}

/** What the alert stands for, by the fields in which those are alike; of a sequence the shell alert has it. */
export function suppressionFields(
  { rule, grouped_by }: Pick<Alert, 'rule' | 'grouped_by'>,
  { start, end, count }: Repeats,
  { hash }: Pick<ReportSettings, 'hash'>,
): JsonObject {
  const terms = (grouped_by ?? []).map(({ field, value }) => ({
    field: keyword(field),
    value: typeof value === 'object' ? (value?.map(termValue) ?? null) : termValue(value),
  }));
  return {
    // Equal for all alerts of a rule with these terms, in every run.
    'kibana.alert.instance.id': hash(JSON.stringify([rule.id, grouped_by])),
    'kibana.alert.suppression.terms': terms,
    'kibana.alert.suppression.start': start,
    'kibana.alert.suppression.end': end,
    'kibana.alert.suppression.docs_count': count,
  };
}

function termValue(value: Scalar): Scalar {
  return typeof value === 'string' ? keyword(value) : value;
}

function buildingBlock(is: boolean): JsonObject {
  return is ? { 'kibana.alert.building_block_type': 'default' } : {};
}

/** An event of an export by its identity there, any other by its place. */
function ancestorOf(event: AlertEvent): JsonObject {
  const id = keyword(event._id ?? placesText([event]) ?? '');
  return { id, type: 'event', index: keyword(event._index ?? ''), depth: 0 };
}

/** Longest text of ours that Kibana indexes. */
const LONGEST = 1024;

function keyword(text: string): string {
  return shortened(text.toWellFormed(), LONGEST);
}

function withKind(document: JsonObject): JsonObject {
  const { event } = document;
  return event !== undefined && isObject(event)
    ? { ...document, event: { ...event, kind: 'signal' } }
    : { ...document, 'event.kind': 'signal' };
}

/** The mapping under the names that ECS has, for readers that do not know Kibana's. */
function withThreat(document: JsonObject, threat: readonly AlertThreat[]): JsonObject {
  const [first] = threat;
  if (first === undefined) return document;
  const techniques = threat.flatMap(({ technique }) => technique);
  const kept = document['threat'];
  return {
    ...document,
    threat: {
      ...(kept !== undefined && isObject(kept) ? kept : {}),
      framework: first.framework,
      tactic: entries(threat.map(({ tactic }) => tactic)),
      technique: {
        ...entries(techniques),
        subtechnique: entries(techniques.flatMap(({ subtechnique }) => subtechnique)),
      },
    },
  };
}

function entries(items: readonly AlertThreat['tactic'][]): JsonObject {
  return {
    id: items.map(({ id }) => id),
    name: items.map(({ name }) => name),
    reference: items.flatMap(({ reference }) => (reference === null ? [] : [reference])),
  };
}

function prefixed(prefix: string, fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [`${prefix}.${key}`, value ?? null]),
  );
}

function ruleFields({ rule, threat }: Alert): JsonObject {
  return {
    'kibana.alert.rule.uuid': keyword(rule.id),
    'kibana.alert.rule.rule_id': keyword(rule.id),
    'kibana.alert.rule.name': keyword(rule.name),
    'kibana.alert.rule.description': rule.description,
    'kibana.alert.rule.author': rule.author,
    'kibana.alert.rule.license': rule.license,
    'kibana.alert.rule.version': rule.version,
    'kibana.alert.rule.severity': rule.severity,
    'kibana.alert.rule.risk_score': rule.risk_score,
    'kibana.alert.rule.tags': rule.tags,
    'kibana.alert.rule.references': rule.references,
    'kibana.alert.rule.false_positives': rule.false_positives,
    'kibana.alert.rule.note': rule.note,
    'kibana.alert.rule.setup': rule.setup,
    'kibana.alert.rule.threat': threat.map(threatObject),
    'kibana.alert.rule.type': 'eql',
    'kibana.alert.rule.category': 'Event Correlation Rule',
    'kibana.alert.rule.rule_type_id': 'siem.eqlRule',
    'kibana.alert.rule.consumer': 'siem',
    'kibana.alert.rule.producer': 'siem',
    'kibana.alert.rule.parameters': { type: 'eql', language: 'eql', query: rule.query },
  };
}

function threatObject({ framework, tactic, technique }: AlertThreat): JsonObject {
  return {
    framework,
    tactic: { ...tactic },
    technique: technique.map(({ subtechnique, ...entry }) => ({
      ...entry,
      subtechnique: subtechnique.map((sub) => ({ ...sub })),
    })),
  };
}
