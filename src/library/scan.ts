import { AlertBuilder, type Alert } from '../alert/index.js';
import { FieldSet } from '../event/index.js';
import { findInputs, openInput, sha256 } from '../io/index.js';
import type { Rule } from '../rule/index.js';
import {
  DEFAULT_EVENT_FIELDS,
  scanInputs,
  type FoundMatch,
  type GateMode,
  type ReadSettings,
  type ScanResult,
} from '../scan/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import { AllowLists, loadAllowLists, type AllowedCount } from './allow.js';
import { prepareRules, type RunnableRule } from './prepare-rules.js';

/** How to scan. Everything has a default. */
export interface ScanOptions extends Pick<Partial<ReadSettings>, 'audit' | 'format'> {
  readonly rules: readonly Rule[];
  /** Files of allow lists: what they allow is left out, and counted in the summary. One with a mistake ends the scan before it begins. */
  readonly allow?: readonly string[];
  /** Whether events are held to the index patterns of a rule. Default `auto`. */
  readonly gate?: GateMode;
  /** Default `@timestamp`. */
  readonly timestampField?: string;
  /** Default `event.sequence`, then `auditd.sequence`. */
  readonly tiebreakerField?: string;
  /** Default `event.category`. */
  readonly eventCategoryField?: string;
  /** Streams: how much later, in event time, an event may come and still be put in its place. Default 5000. */
  readonly reorderWindowMs?: number;
  /** Longer lines are skipped and reported. Default 16 MiB. */
  readonly maxLineBytes?: number;
  /** Threads that read large files. Default 1: none beside the caller's own. Alerts are the same for any number. */
  readonly jobs?: number;
  /** Measures the time that each rule takes, for `profile` of the summary. Default false. */
  readonly profile?: boolean;
  readonly maxSamplesPerKey?: number;
  readonly endClosesWindows?: boolean;
  readonly maxInFlight?: number;
  /** Stops reading; what was found so far is still given. */
  readonly signal?: AbortSignal;
}

/** What a scan did, beside its alerts. */
export interface ScanSummary extends ScanResult {
  /** The rules that ran; `stats`, `silence` and `profile` are in their order. */
  readonly rules: readonly Rule[];
  /** What each entry of the allow lists has kept away. */
  readonly allowed: readonly AllowedCount[];
}

/**
 * Scans files, directories and globs (`-` is stdin) and gives each alert as soon as it is decided. The generator's
 * return value is the summary. Throws an {@link RshellError} when there is nothing to read or nothing to run.
 */
export async function* scan(
  paths: readonly string[],
  options: ScanOptions,
): AsyncGenerator<Alert, ScanSummary, void> {
  const fields = new FieldSet();
  const eventFields = {
    timestamp: options.timestampField ?? DEFAULT_EVENT_FIELDS.timestamp,
    tiebreaker:
      options.tiebreakerField === undefined
        ? DEFAULT_EVENT_FIELDS.tiebreaker
        : [options.tiebreakerField],
    category: options.eventCategoryField ?? DEFAULT_EVENT_FIELDS.category,
  };
  const prepared = prepareRules(options.rules, fields, eventFields);
  const { runnable } = prepared;
  if (runnable.length === 0) throw refused('RS403', 'no rules to run', prepared.diagnostics);
  const lists = loadAllowLists(options.allow ?? []);
  const mistake = lists.diagnostics.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new RshellError(mistake);
  const scanned = runnable.map(({ rule }) => rule);
  const found = findInputs(paths);
  if (found.inputs.length === 0) throw refused('RS404', 'no input', found.diagnostics);
  const inputs = found.inputs.map((file) => openInput(file));

  // A scan of its own that hands alerts over one at a time: it waits until each has been taken.
  const builder = new AlertBuilder(sha256);
  const allow = new AllowLists(lists.entries, scanned, {
    fields,
    categoryField: eventFields.category,
  });
  const handover = new Handover<Alert>();
  const stop = new AbortController();
  options.signal?.addEventListener('abort', () => {
    stop.abort();
  });
  const running = scanInputs(
    inputs,
    runnable.map(({ query }) => query),
    fields,
    {
      gate: options.gate ?? 'auto',
      eventFields,
      reorderWindowMs: options.reorderWindowMs ?? 5000,
      maxLineBytes: options.maxLineBytes ?? 16 * 1024 * 1024,
      format: options.format ?? 'auto',
      audit: options.audit ?? {},
      jobs: options.jobs ?? 1,
      profile: options.profile ?? false,
      matcher: {
        ...(options.maxSamplesPerKey === undefined
          ? {}
          : { maxSamplesPerKey: options.maxSamplesPerKey }),
        ...(options.maxInFlight === undefined ? {} : { maxInFlight: options.maxInFlight }),
        endClosesWindows: options.endClosesWindows ?? false,
      },
      ...(allow.filter === null ? {} : { filter: allow.filter }),
    },
    {
      match: async (match) => {
        const alert = buildAlert(builder, runnable, match);
        if (!allow.allows(alert)) await handover.give(alert);
      },
    },
    stop.signal,
  ).finally(() => {
    handover.close();
  });
  try {
    yield* handover;
    const result = await running;
    return {
      ...result,
      diagnostics: [
        ...prepared.diagnostics,
        ...lists.diagnostics,
        ...allow.diagnostics,
        ...found.diagnostics,
        ...result.diagnostics,
      ],
      rules: scanned,
      allowed: allow.counts,
    };
  } finally {
    // The caller may have left early.
    stop.abort();
    handover.close();
    await running.catch(() => undefined);
    for (const input of inputs) input.close();
  }
}

function buildAlert(
  builder: AlertBuilder,
  runnable: readonly RunnableRule[],
  { query, key, events }: FoundMatch,
): Alert {
  const rule = runnable[query]?.rule;
  if (rule === undefined) throw new Error(`internal error: no rule ${query}`);
  return builder.build({ rule, key, events });
}

function refused(
  code: 'RS403' | 'RS404',
  message: string,
  diagnostics: readonly Diagnostic[],
): RshellError {
  return new RshellError(diagnostics[0] ?? { code, severity: 'error', message });
}

/** Passes items from one who gives to one who takes, one at a time. */
class Handover<T> {
  readonly #items: { readonly item: T; readonly taken: () => void }[] = [];
  #isClosed = false;
  #wake: (() => void) | null = null;

  /** Resolves when the item has been taken, or nobody will take it any more. */
  async give(item: T): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      this.#items.push({ item, taken: resolve });
      this.#wake?.();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const { taken } of this.#items) taken();
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      const next = this.#items.shift();
      if (next !== undefined) {
        try {
          yield next.item;
        } finally {
          next.taken();
        }
      } else if (this.#isClosed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
      }
    }
  }
}
