// The fields of an input as JSON and as Markdown. What each key means: schemas/fields.schema.json.
import type {
  FieldReport,
  MissingField,
  PresentField,
  SilentRule,
  WantedField,
} from '../fields/index.js';
import { reasonsText, share } from './fields-text.js';
import { jsonText } from './json-text.js';
import { markdownCode, markdownTable, markdownText } from './markdown.js';
import { counted } from './words.js';

/** The version of the JSON document. */
export const FIELDS_SCHEMA = 'rshell-scan/fields@1';

/** The report as a JSON document on one line. */
export function fieldsJson(report: FieldReport, { missingOnly = false } = {}): string {
  return `${jsonText({
    schema: FIELDS_SCHEMA,
    events: report.events,
    data_sets: report.dataSets,
    rules: report.rules,
    ...(missingOnly
      ? {}
      : { present: report.present.map((field) => presentDocument(field, report.dataSets)) }),
    missing: report.missing.map(missingDocument),
    silent_rules: report.silent.map(({ rule: { id, name }, reasons }) => ({ id, name, reasons })),
  })}\n`;
}

/** The fields that rules read, as the same document without an input. */
export function wantedFieldsJson(fields: readonly WantedField[]): string {
  return `${jsonText({ schema: FIELDS_SCHEMA, wanted: fields.map(wantedDocument) })}\n`;
}

function wantedDocument({ path, known, rules }: WantedField) {
  return { field: path, type: known, rules: rules.map(({ id }) => id) };
}

function missingDocument(field: MissingField) {
  return { ...wantedDocument(field), nearest: field.nearest };
}

function presentDocument(field: PresentField, dataSets: FieldReport['dataSets']) {
  return {
    ...wantedDocument(field),
    events: field.events,
    by_data_set: dataSets.map((_, number) => field.byDataSet[number] ?? 0),
    json_types: field.types,
    examples: field.examples,
    clash: field.clash,
  };
}

/** The report as a page of Markdown. */
export function fieldsMarkdown(report: FieldReport, { missingOnly = false } = {}): string {
  const { present, missing, silent, rules, events } = report;
  const sections = [
    missingOnly
      ? ''
      : `## Fields of ${counted(events, 'event')}\n\n${presentTable(present, events)}`,
    missing.length === 0
      ? ''
      : `## Wanted by rules, in no event\n\n${markdownTable(
          ['field', 'type', 'rules', 'is it'],
          missing.map((field) => [
            ...wantedCells(field),
            field.nearest === null ? '' : markdownCode(field.nearest),
          ]),
        )}`,
    silent.length === 0
      ? ''
      : `## ${silent.length} of ${counted(rules, 'rule')} cannot match this input\n\n${silentTable(silent)}`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

/** The fields that rules read, as a table in Markdown. */
export function wantedFieldsMarkdown(fields: readonly WantedField[]): string {
  return markdownTable(['field', 'type', 'rules'], fields.map(wantedCells));
}

function wantedCells({ path, known, rules }: WantedField): readonly string[] {
  return [markdownCode(path), known ?? 'unknown', String(rules.length)];
}

function presentTable(present: readonly PresentField[], events: number): string {
  return markdownTable(
    ['field', 'type', 'rules', 'events', 'values'],
    present.map((field) => [
      ...wantedCells(field),
      share(field.events, events),
      [...(field.clash === null ? [] : ['type clash:']), ...field.examples.map(codeOf)].join(' '),
    ]),
  );
}

function codeOf(value: string | number | boolean): string {
  return markdownCode(String(value));
}

function silentTable(silent: readonly SilentRule[]): string {
  return markdownTable(
    ['rule', 'why'],
    silent.map((one) => [markdownText(one.rule.name), markdownText(reasonsText(one))]),
  );
}
