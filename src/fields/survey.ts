import { DocumentEvent, type FieldSet, type JsonObject } from '../event/index.js';
import {
  Kinds,
  probesOf,
  readDocuments,
  type DocumentTaker,
  type EventFields,
  type Input,
  type InputReport,
  type ReadSettings,
  type ScanSettings,
} from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import { FieldCensus, MOST_FIELDS } from './census.js';
import type { FieldCode } from './codes.js';
import { reportFields, wantedFields, type FieldReport, type RuleQuery } from './report.js';

/** What reading inputs for their fields gave. */
export interface FieldSurvey {
  readonly report: FieldReport;
  readonly inputs: readonly InputReport[];
  readonly diagnostics: readonly Diagnostic[];
  /** The first document, when none had either a category or a timestamp: none was an event. */
  readonly notAnEvent: JsonObject | null;
  /** Whether some input could not be read to its end. */
  readonly failed: boolean;
}

export type FieldSurveySettings = ReadSettings & Pick<ScanSettings, 'gate' | 'eventFields'>;

/** Data sets with counts of their own; events of further ones count in none. */
const MOST_DATA_SETS = 8;

/**
 * Reads every event of `inputs` and holds their fields against those that `rules`, compiled with `fields`, want. An input
 * that fails is reported; the others are still read. `signal` stops reading; what was counted so far is reported.
 */
export async function surveyFields(
  inputs: readonly Input[],
  rules: readonly RuleQuery[],
  fields: FieldSet,
  settings: FieldSurveySettings,
  signal?: AbortSignal,
): Promise<FieldSurvey> {
  const survey = new Survey(rules, fields, settings);
  const take: DocumentTaker = (document, { indexName }) => {
    survey.take(document, indexName);
    return true;
  };
  const read = await readDocuments(inputs, settings, take, signal);
  return {
    ...read,
    report: survey.report(),
    diagnostics: [...read.diagnostics, ...survey.diagnostics],
    notAnEvent: survey.notAnEvent,
  };
}

/** Everything that is counted while events are read. */
class Survey {
  readonly #rules: readonly RuleQuery[];
  readonly #fields: FieldSet;
  readonly #eventFields: EventFields;
  readonly #kinds: Kinds;
  readonly #event: DocumentEvent;
  readonly #census: FieldCensus;
  readonly #dataSets: { readonly name: string; events: number }[] = [];
  #events = 0;
  #first: JsonObject | null = null;

  constructor(
    rules: readonly RuleQuery[],
    fields: FieldSet,
    { gate, eventFields }: FieldSurveySettings,
  ) {
    const queries = rules.map(({ query }) => query);
    this.#rules = rules;
    this.#fields = fields;
    this.#eventFields = eventFields;
    this.#kinds = new Kinds(probesOf(queries), queries, fields, { gate, eventFields });
    this.#event = new DocumentEvent(fields);
    this.#census = new FieldCensus(wantedFields(rules).map(({ path }) => path));
  }

  take(document: JsonObject, indexName: string | null): void {
    this.#events += 1;
    this.#first ??= document;
    this.#event.reset(document);
    const kind = this.#kinds.of(this.#event, indexName);
    this.#kinds.count(kind, 1);
    this.#census.take(document, this.#countDataSet(kind.origin.name));
  }

  /** The first document, when none was an event. */
  get notAnEvent(): JsonObject | null {
    const { timestamp, category } = this.#eventFields;
    return this.#census.saw(timestamp) || this.#census.saw(category) ? null : this.#first;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#census.isFull ? [tooManyFields()] : [];
  }

  report(): FieldReport {
    const census = this.#census;
    const fields = this.#fields;
    const sightings = {
      sawField: (slot: number): boolean => census.saw(fields.fields[slot]?.path ?? ''),
    };
    return reportFields(
      census,
      this.#rules,
      { kinds: this.#kinds, fields, sightings },
      { events: this.#events, dataSets: this.#dataSets },
    );
  }

  /** The number of a data set; null for one beyond the most. */
  #countDataSet(name: string): number | null {
    const known = this.#dataSets.findIndex((dataSet) => dataSet.name === name);
    if (known === -1 && this.#dataSets.length >= MOST_DATA_SETS) return null;
    const number = known === -1 ? this.#dataSets.push({ name, events: 0 }) - 1 : known;
    const dataSet = this.#dataSets[number];
    if (dataSet !== undefined) dataSet.events += 1;
    return number;
  }
}

function tooManyFields(): Diagnostic {
  return {
    code: 'RS440' satisfies FieldCode,
    severity: 'warning',
    message: `more fields than are counted: those beyond the first ${MOST_FIELDS} are left out`,
    help: 'fields that rules want are counted all the same',
  };
}
