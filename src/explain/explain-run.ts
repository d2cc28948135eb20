// A query over whole inputs: read once, every event judged; then, in order, what became of each sequence or key.
import { createMatcher, type Match } from '../engine/index.js';
import {
  fieldType,
  joinKeys,
  listOf,
  type JsonObject,
  type KeyField,
  type Position,
} from '../event/index.js';
import { printExpression } from '../eql/index.js';
import {
  Survey,
  UNTOLD,
  type Input,
  type ScanQuery,
  type SurveyedEvent,
  type ReadSettings,
} from '../scan/index.js';
import { whyNeverMatching } from '../witness/index.js';
import { AttemptLog, isSamePlace } from './attempt-log.js';
import { fieldsOf } from './document-fields.js';
import { EventExplainer, type EventContext } from './explain-event.js';
import type {
  AbsentField,
  EventExplanation,
  FocusExplanation,
  NearMiss,
  RunExplanation,
  SubqueryCounts,
  SubqueryRole,
} from './explanation.js';
import { knownPath, similarPath } from './hints.js';
import { NearMissList } from './near-miss-list.js';
import { takeApart, type QueryParts } from './query-parts.js';
import { Retelling } from './retelling.js';
import type { ExplainTarget } from './target.js';

/** How an input is explained. */
export interface ExplainRunOptions extends ReadSettings {
  /** Whether the end of the input closes the windows of trailing missing events. */
  readonly endClosesWindows: boolean;
  /** The event that was asked for; absent: none was. */
  readonly focus?: EventChoice;
  readonly signal?: AbortSignal;
}

/** An event by its place, as alerts show it, or by its `_id` or `event.id`. The first one that fits is meant. */
export type EventChoice =
  | {
      readonly kind: 'place';
      /** Null: whichever input. */
      readonly file: string | null;
      readonly line: number;
      readonly index: number;
    }
  | { readonly kind: 'id'; readonly id: string };

/** An explanation, and how the reading went. */
export interface ExplainedRun {
  readonly explanation: RunExplanation;
  readonly reading: Pick<Survey, 'sighted' | 'inputs' | 'diagnostics' | 'failed'>;
}

/** Matches and near misses that are told in full. */
const MOST_MATCHES = 3;
const MOST_NEAR_MISSES = 12;
/** Keys to remember for a while, where an event is a place in a file, and where it is its whole text. */
const MEMORY = 32_768;
const MEMORY_OF_TEXTS = 2048;
/** Keys of a sample that are followed at once. */
const MOST_SAMPLE_KEYS = 250_000;
/** Documents whose field names are noted: the first ones, then one in so many. */
const FIRST_SAMPLED = 64;
const SAMPLED_EACH = 1024;
const MOST_PATHS = 4000;

/** Reads `inputs` once and tells what the query made of them. Memory does not grow with the input. */
export async function explainRun(
  target: ExplainTarget,
  inputs: readonly Input[],
  options: ExplainRunOptions,
): Promise<ExplainedRun> {
  const query = takeApart(target);
  const run = new Run(query, inputs, options);
  await run.read();
  run.correlate();
  return run.result(whyNeverMatching(target.query, query.eventFields.category));
}

/** Numbers of the queries of the survey: the query itself, its near misses, and what lacks a join key. */
const ITSELF = 0;
const NEAR = 1;
const KEYLESS = 2;

class Run {
  readonly #query: QueryParts;
  readonly #inputs: readonly Input[];
  readonly #options: ExplainRunOptions;
  readonly #survey: Survey;
  readonly #explainer: EventExplainer;
  readonly #lists: readonly NearMissList[];
  readonly #log: AttemptLog;
  readonly #idSlot: number;
  /** By subquery: how many clauses the event at hand is short; NaN: it is not for the subquery. */
  readonly #short: number[];
  readonly #ofCategory: number[];
  readonly #satisfied: number[];
  readonly #withoutKey: number[];
  readonly #oneShort: number[];
  readonly #paths = new Set<string>();
  #seen = 0;
  #matches = 0;
  readonly #matched: Match[] = [];
  #focus: { readonly position: Position; readonly event: EventExplanation } | null = null;

  constructor(query: QueryParts, inputs: readonly Input[], options: ExplainRunOptions) {
    this.#query = query;
    this.#inputs = inputs;
    this.#options = options;
    const { subqueries, compiled, fields, gate, eventFields } = query;
    this.#short = subqueries.map(() => Number.NaN);
    this.#ofCategory = subqueries.map(() => 0);
    this.#satisfied = subqueries.map(() => 0);
    this.#withoutKey = subqueries.map(() => 0);
    this.#oneShort = subqueries.map(() => 0);
    this.#lists = subqueries.map(({ condition }) => new NearMissList(condition));
    this.#explainer = new EventExplainer(query);
    this.#idSlot = fields.slot('event.id');
    this.#survey = new Survey(inputs, this.#queries(), fields, { ...options, gate, eventFields });
    this.#log = new AttemptLog(
      compiled.plan,
      this.#survey.seekable ? MEMORY : MEMORY_OF_TEXTS,
      (position) => this.#focus !== null && isSamePlace(position, this.#focus.position),
    );
  }

  async read(): Promise<void> {
    const { kind } = this.#query;
    await this.#survey.read((event) => {
      this.#see(event);
      // One event alone decides about an event query.
      return kind !== 'event' || this.#focus === null;
    }, this.#options.signal);
  }

  /** Follows all candidates in order. */
  correlate(): void {
    const { compiled } = this.#query;
    const matcher = createMatcher(compiled.plan, {
      endClosesWindows: this.#options.endClosesWindows,
      ...(compiled.plan.kind === 'sample' ? { maxInFlight: MOST_SAMPLE_KEYS } : {}),
      observe: this.#log.observe,
    });
    for (const { query, candidate } of this.#survey.candidates()) {
      if (query === NEAR) {
        this.#log.near(candidate);
      } else if (query === KEYLESS) {
        this.#log.keyless(candidate);
      } else {
        this.#log.candidate(candidate);
        this.#match(matcher.accept(candidate));
      }
    }
    const { last } = this.#survey;
    if (last !== null) this.#match(matcher.advance(last));
    this.#match(matcher.end());
  }

  result(never: string | null): ExplainedRun {
    const { kind, subqueries } = this.#query;
    const { sighted } = this.#survey;
    const retelling = new Retelling(this.#query, this.#explainer, this.#survey);
    const nearMisses = this.#nearMisses();
    const [nearest] = nearMisses;
    const isCorrelated = kind !== 'event';
    const explanation: RunExplanation = {
      kind,
      events: sighted.events,
      file: this.#inputs.length === 1 ? (this.#inputs[0]?.name ?? null) : null,
      withoutTime: sighted.withoutTime,
      patterns: this.#query.patterns,
      origins: sighted.origins.map(({ name, events }) => ({
        name: name === UNTOLD ? null : name,
        events,
        isOpen: this.#survey.isOpen(name),
      })),
      categories: sighted.categories,
      subqueries: subqueries.map((_, number) => this.#countsOf(number)),
      never,
      absentFields: this.#absentFields(),
      matches: this.#matches,
      matched: this.#matched.map((match) => retelling.match(match)),
      nearMisses: nearMisses.map(({ miss }) => miss),
      nearest: this.#matches > 0 ? null : (nearest?.whole() ?? null),
      attempts: isCorrelated ? this.#log.attempts.map((attempt) => retelling.attempt(attempt)) : [],
      attemptCounts: isCorrelated
        ? this.#log.counts.map(({ reached, end, count }) => ({ reached, outcome: end, count }))
        : [],
      needed: this.#log.needed,
      focus: this.#focusExplanation(retelling),
    };
    const { inputs, diagnostics, failed } = this.#survey;
    return { explanation, reading: { sighted, inputs, diagnostics, failed } };
  }

  /** The query as the survey runs it; and, for what is correlated, events that nearly take part. */
  #queries(): readonly ScanQuery[] {
    const { scanQuery, subqueries, kind } = this.#query;
    const variant = (
      test: (short: number) => boolean,
      keysOf: (keys: readonly KeyField[]) => readonly KeyField[],
    ): ScanQuery => ({
      ...scanQuery,
      compiled: {
        ...scanQuery.compiled,
        subqueries: subqueries.map(({ compiled }, number) => ({
          ...compiled,
          keys: keysOf(compiled.keys),
          // The listener has measured the event before it is asked for.
          matches: () => test(this.#short[number] ?? Number.NaN),
        })),
      },
    });
    const same = (keys: readonly KeyField[]): readonly KeyField[] => keys;
    const itself = variant((short) => short === 0, same);
    if (kind === 'event') return [itself];
    const keyless = variant(
      (short) => short === LACKS_KEY,
      (keys) => keys.map(({ slot }) => ({ slot, optional: true })),
    );
    return [itself, variant((short) => short === 1, same), keyless];
  }

  /** Measures an event against every subquery that it is for. */
  #see(surveyed: SurveyedEvent): void {
    const { document, event, kind, place, input } = surveyed;
    const { subqueries } = this.#query;
    this.#seen += 1;
    if (this.#seen <= FIRST_SAMPLED || this.#seen % SAMPLED_EACH === 0) this.#notePaths(document);
    const file = this.#inputs[input]?.name ?? '';
    const context = (): EventContext => ({
      place: { file, line: place.line, index: place.index },
      indexName: place.indexName,
      id: place.id,
    });
    this.#short.fill(Number.NaN);
    for (const { query, subquery, run } of kind.probes) {
      const list = this.#lists[subquery];
      if (query !== ITSELF || list === undefined) continue;
      add(this.#ofCategory, subquery);
      const isSatisfied = subqueries[subquery]?.compiled.matches(event) === true;
      if (!isSatisfied) {
        const short = list.measure(event);
        this.#short[subquery] = short;
        if (short === 1) add(this.#oneShort, subquery);
        list.note(short, event, document, context);
        continue;
      }
      add(this.#satisfied, subquery);
      const isKeyed = run.keys.length === 0 || joinKeys(event, run.keys).length > 0;
      this.#short[subquery] = isKeyed ? 0 : LACKS_KEY;
      if (!isKeyed) add(this.#withoutKey, subquery);
    }
    if (this.#focus === null && this.#isAskedFor(surveyed)) {
      const position = { input, offset: place.offset, index: place.index };
      this.#focus = { position, event: this.#explainer.explain(document, context()) };
    }
  }

  #isAskedFor({ event, place }: SurveyedEvent): boolean {
    const { focus } = this.#options;
    switch (focus?.kind) {
      case undefined:
        return false;
      case 'place':
        return focus.index === place.index && place.isOn(focus.line, this.#numberOf(focus.file));
      case 'id':
        return place.id === focus.id || listOf(event.get(this.#idSlot)).includes(focus.id);
    }
  }

  /** Number of the input of that name; undefined where it does not matter. */
  #numberOf(file: string | null): number | undefined {
    return file === null ? undefined : this.#inputs.findIndex(({ name }) => name === file);
  }

  #notePaths(document: JsonObject): void {
    for (const { path } of fieldsOf(document)) {
      if (this.#paths.size < MOST_PATHS) this.#paths.add(path);
    }
  }

  #match(matches: readonly Match[]): void {
    for (const match of matches) {
      this.#matches += 1;
      if (this.#matched.length < MOST_MATCHES) this.#matched.push(match);
    }
  }

  #countsOf(number: number): SubqueryCounts {
    const { role, places, category, condition } = this.#query.subqueries[number] ?? UNKNOWN;
    return {
      role,
      places,
      category,
      text: condition === null ? '' : printExpression(condition.expression),
      ofCategory: this.#ofCategory[number] ?? 0,
      satisfied: this.#satisfied[number] ?? 0,
      withoutKey: this.#withoutKey[number] ?? 0,
      oneShort: this.#oneShort[number] ?? 0,
    };
  }

  /** Of what has to be there: an event that is nearly an `until`, or nearly one that must be missing, is in nobody's way. */
  #nearMisses(): readonly { readonly miss: NearMiss; readonly whole: () => EventExplanation }[] {
    const { subqueries } = this.#query;
    return this.#lists
      .flatMap((list, subquery) => list.groups.map((group) => ({ group, subquery })))
      .filter(({ subquery }) => !EXCLUSIONS.has(subqueries[subquery]?.role ?? 'event'))
      .sort((a, b) => a.group.shortBy - b.group.shortBy || a.group.alike - b.group.alike)
      .slice(0, MOST_NEAR_MISSES)
      .map(({ group, subquery }) => {
        const { document, context, failing, shortBy, needs, alike } = group;
        return {
          miss: {
            event: this.#explainer.identity(document, context),
            subquery,
            shortBy,
            needs,
            failing: this.#explainer.clauses(document, failing),
            alike,
          },
          whole: () => this.#explainer.explain(document, context),
        };
      });
  }

  /** Fields of the query that no event has, with what may have been meant. */
  #absentFields(): readonly AbsentField[] {
    if (this.#seen === 0) return [];
    const { compiled, fields } = this.#query;
    return compiled.fields
      .filter((path) => !this.#survey.sawField(fields.slot(path)))
      .map((path) => ({
        path,
        known: knownPath(path),
        isKnown: fieldType(path) !== undefined,
        seen: similarPath(path, [...this.#paths]),
      }));
  }

  #focusExplanation(retelling: Retelling): FocusExplanation | null {
    if (this.#focus === null) return null;
    const parts = this.#log.parts.map((part) => retelling.part(part));
    return { event: this.#focus.event, parts };
  }
}

const EXCLUSIONS: ReadonlySet<SubqueryRole> = new Set(['until', 'missing']);

/** In place of clauses that are short: it satisfies the subquery, and lacks a join key. */
const LACKS_KEY = -1;

const UNKNOWN = { role: 'event', places: [], category: null, condition: null } as const;

function add(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
