// What a shell knows between two statements, and how it answers them. Nothing here asks whether a person or a pipe speaks.
import type { CheckedQuery } from '../../eql/index.js';
import { FieldSet, fieldType, formatTimestamp, knownFields } from '../../event/index.js';
import {
  counted,
  renderEventCounts,
  seconds,
  type Palette,
  type TableOptions,
} from '../../report/index.js';
import type { InputFile } from '../../io/index.js';
import {
  DocumentSearch,
  prepareQuery,
  type DocumentMatch,
  type EventFields,
  type ScanQuery,
} from '../../scan/index.js';
import { escapeControl, RshellError, type Source } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import { openInputs } from '../input-set.js';
import {
  readSettingsOf,
  eventFieldsOf,
  type CommonFlags,
  type CorrelationFlags,
  type FieldFlags,
  type GateFlags,
  type InputFlags,
  type RuleFlags,
} from '../options.js';
import { outcomeOf, type Outcome } from '../outcome.js';
import { paletteOf } from '../palette.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { digestOf } from '../run-summary.js';
import { isShown, reportDigest } from '../shown.js';
import { widthOf } from '../streams.js';
import { Answer, type ShellFormat } from './answer.js';
import type { Vocabulary } from './completer.js';
import { HeldEvents, type Bounds } from './held-events.js';
import { loadEvents } from './load-events.js';
import type { Progress } from './progress.js';

export interface ShellFlags
  extends
    CommonFlags,
    Omit<InputFlags, 'jobs' | 'strict'>,
    FieldFlags,
    GateFlags,
    RuleFlags,
    Pick<CorrelationFlags, 'eofClosesWindows'> {
  readonly maxEvents: number;
  readonly history: boolean;
}

/** A query that is asked, by itself or as that of a rule. */
export interface Question {
  readonly query: CheckedQuery;
  readonly querySource: Source;
  /** Index patterns of its rule; empty: every event. */
  readonly index: readonly string[];
  readonly scanQuery: ScanQuery;
  /** What it was compiled with. */
  readonly fields: FieldSet;
}

/** Documents are searched for so long before others have their turn: Ctrl-C, and what else is typed. */
const STRETCH_MS = 30;
/** Most matches that are put into text at once. */
const PAGE = 1000;
/** How many documents are searched between two looks at the clock. */
const BETWEEN_LOOKS = 64;

export class Session {
  readonly context: Context;
  readonly flags: ShellFlags;
  readonly held: HeldEvents;
  readonly eventFields: EventFields;
  /** Files that events were read from: none of them may be written over. */
  readonly files: InputFile[] = [];
  format: ShellFormat = 'table';
  /** Matches that are shown before one has to ask for more. */
  limit: number;
  /** The last query, and the matches shown last, which may also be the events themselves. */
  question: Question | null = null;
  answer: Answer | null = null;
  /** Whether `.quit` was said. */
  isOver = false;
  #rules: RuleSet | null = null;
  /** Whether what was wrong with the rules was said. */
  #rulesTold = false;
  #ruleFields = new FieldSet();

  constructor(context: Context, flags: ShellFlags, bounds: Bounds, limit: number) {
    this.context = context;
    this.flags = flags;
    this.eventFields = eventFieldsOf(flags);
    this.held = new HeldEvents(bounds, this.eventFields);
    this.limit = limit;
  }

  get palette(): Palette {
    const { stdout, env } = this.context.streams;
    return paletteOf(chalkFor(stdout, env, this.flags.color));
  }

  /** How tables are laid out: cut to fit a terminal, whole in a pipe. */
  get tableOptions(): TableOptions {
    const { stdout, env } = this.context.streams;
    return { width: widthOf(stdout, env), palette: this.palette };
  }

  /** What completions are made of. */
  get vocabulary(): Vocabulary {
    const { held } = this;
    return {
      categories: held.categories,
      fields: held.fields,
      knownFields: knownFields(),
      valuesOf: (field) => held.valuesOf(field),
    };
  }

  /** Reads the events of `paths`, and says what was wrong with them. Throws when there is nothing to read. */
  async load(
    paths: readonly string[],
    signal: AbortSignal,
    progress: Progress | null = null,
  ): Promise<Outcome> {
    const { context, flags, held } = this;
    // Standard input is no terminal to be read here, and paths are never empty.
    const opened = openInputs(paths, flags, context.streams);
    this.files.push(...opened.files);
    const started = performance.now();
    const reading = await loadEvents(opened, held, {
      reading: readSettingsOf(flags),
      signal,
      progress: (events) => progress?.tell(events),
    });
    progress?.clear();
    const ms = performance.now() - started;
    const outcome = outcomeOf(reading, opened.diagnostics);
    await context.report(opened.diagnostics.filter(isShown(flags)), flags.color);
    const digest = digestOf(reading);
    await reportDigest(context, flags, {
      ...digest,
      shown: [...digest.shown, ...outcome.diagnostics],
    });
    if (outcome.isUsable && flags.quiet !== true) await this.#tellEvents(ms, signal.aborted);
    return outcome;
  }

  /** Answers an EQL text; gives whether it could be run. */
  async ask(text: string, signal: AbortSignal): Promise<boolean> {
    const { context, flags } = this;
    const fields = new FieldSet();
    const querySource = { name: '<query>', text };
    const { scanQuery, checked, diagnostics } = prepareQuery(querySource, fields, {
      ...flags,
      fieldType: (path) => fieldType(path) ?? this.held.typeOf(path),
    });
    await context.report(diagnostics.filter(isShown(flags)), flags.color);
    if (scanQuery === null || checked === null) return false;
    await context.part();
    await this.run({ query: checked, querySource, index: [], scanQuery, fields }, signal);
    return true;
  }

  /** Runs a compiled query and shows what it finds. */
  async run(question: Question, signal: AbortSignal): Promise<void> {
    const { context, flags, held } = this;
    const { query, scanQuery, fields } = question;
    this.question = question;
    const started = performance.now();
    const search = new DocumentSearch(scanQuery, fields, {
      gate: flags.gate,
      matcher: { endClosesWindows: flags.eofClosesWindows === true },
    });
    const matches = await this.#search(search, signal);
    if (matches === null) {
      await context.note('cancelled\n');
      return;
    }
    const ms = performance.now() - started;
    this.answer = new Answer(query, matches, held.list);
    await this.showNext(this.limit);
    if (flags.quiet === true) return;
    const { pending } = search.stats;
    const found = `${counted(matches.length, 'match', 'matches')} in ${counted(held.list.length, 'event')}`;
    const waiting =
      pending === 0
        ? ''
        : `; ${counted(pending, 'more is', 'more are')} undecided when the events end (--eof-closes-windows)`;
    await context.note(`${found}, ${seconds(ms)}${waiting}\n`);
    if (matches.length === 0) await context.note(this.#whyNone(scanQuery));
  }

  /** Shows at most `most` matches that were not yet shown, and says how many are left. */
  async showNext(most: number): Promise<void> {
    const { answer, context } = this;
    if (answer === null) return;
    await context.part();
    for (let left = Math.min(most, answer.left); left > 0; left -= PAGE) {
      await context.out.write(answer.next(Math.min(left, PAGE), this.format, this.tableOptions));
    }
    if (answer.left === 0) return;
    const left =
      answer.query === null
        ? counted(answer.left, 'more event')
        : counted(answer.left, 'more match', 'more matches');
    await context.note(`… ${left} (.more, .limit N)\n`);
  }

  /** The rules that flags choose: loaded when first asked for. */
  async rules(): Promise<RuleSet> {
    const rules = this.#loadRules();
    if (!this.#rulesTold) {
      this.#rulesTold = true;
      await this.context.report(rules.diagnostics.filter(isShown(this.flags)), this.flags.color);
      await this.context.part();
    }
    return rules;
  }

  /** Names of all rules that can be run. */
  ruleNames(): readonly string[] {
    return this.#loadRules().runnable.map(({ rule }) => rule.name);
  }

  /** What {@link rules} were compiled with. */
  get ruleFields(): FieldSet {
    return this.#ruleFields;
  }

  /** Shows an error, whatever it was about; throws what is none of the person's. */
  async reportError(error: unknown): Promise<void> {
    if (!(error instanceof RshellError)) throw error;
    await this.context.report([error.diagnostic], this.flags.color);
  }

  /** Null where `signal` was aborted. */
  async #search(
    search: DocumentSearch,
    signal: AbortSignal,
  ): Promise<readonly DocumentMatch[] | null> {
    let pause = performance.now() + STRETCH_MS;
    for (const [number, { document, indexName }] of this.held.list.entries()) {
      search.add(document, indexName);
      if (number % BETWEEN_LOOKS !== 0 || performance.now() < pause) continue;
      await new Promise(setImmediate);
      pause = performance.now() + STRETCH_MS;
      // It changes while others have their turn.
      if (signal.aborted) {
        search.abandon();
        return null;
      }
    }
    return search.matches();
  }

  async #tellEvents(ms: number, wasStopped: boolean): Promise<void> {
    const { context, held } = this;
    const stopped = wasStopped ? [['stopped by Ctrl-C']] : [];
    const withoutTime =
      held.withoutTime === 0 ? [] : [[`${counted(held.withoutTime, 'event')} without a time`]];
    const { stderr, env } = context.streams;
    const palette = paletteOf(chalkFor(stderr, env, this.flags.color));
    const counts = {
      read: held.list.length,
      byCategory: held.categories,
      withoutTime: held.withoutTime,
      withoutDataSet: 0,
      span:
        held.span === null
          ? null
          : { start: formatTimestamp(held.span.first), end: formatTimestamp(held.span.last) },
      hosts: held.hosts,
    };
    const more = [...withoutTime, ...stopped, [seconds(ms)]];
    await context.note(renderEventCounts(counts, more, { width: widthOf(stderr, env), palette }));
  }

  #loadRules(): RuleSet {
    return (this.#rules ??= loadRuleSet(this.flags, this.#ruleFields, this.eventFields));
  }

  /** Why nothing was found, where the events tell: a category or a field that none of them has. */
  #whyNone({ compiled }: ScanQuery): string {
    const seen = new Set(this.held.categories.map(({ name }) => name));
    const categories = compiled.subqueries.flatMap(({ category }) =>
      category === null || seen.has(category) ? [] : [`of category ${category}`],
    );
    const fields = compiled.fields.filter((path) => !this.held.hasField(path));
    const lacks = [...new Set([...categories, ...fields.map((path) => `with ${path}`)])];
    return lacks.length === 0
      ? ''
      : `there is no event ${escapeControl(lacks.slice(0, 3).join(', none '))}\n`;
  }
}
