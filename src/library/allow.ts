// Allow lists of a scan: what they keep from rules and from the caller, and how much of it.
import type { Alert } from '../alert/index.js';
import { readTextFiles } from '../io/index.js';
import type { Rule } from '../rule/index.js';
import { EventFilter } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import {
  prepareAllow,
  readAllowList,
  type AllowEntry,
  type ConditionContext,
  type PreparedAllow,
} from '../tuning/index.js';

/** What lists say; `files` are all that a path stands for, be it a file, a directory or a glob. */
export interface LoadedAllowLists {
  readonly entries: readonly AllowEntry[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads allow lists. Of one with an error no entry is given. */
export function loadAllowLists(paths: readonly string[]): LoadedAllowLists {
  if (paths.length === 0) return { entries: [], files: [], diagnostics: [] };
  const { sources, diagnostics } = readTextFiles(paths, { extension: '.toml' });
  const lists = sources.map((source) => readAllowList(source, Date.now()));
  return {
    entries: lists.flatMap(({ entries }) => entries ?? []),
    files: sources.map(({ name }) => name),
    diagnostics: [...diagnostics, ...lists.flatMap((list) => list.diagnostics)],
  };
}

/** What an entry of an allow list has kept away. */
export interface AllowedCount extends Pick<AllowEntry, 'place' | 'reason' | 'owner' | 'scope'> {
  /** By `scope`: events that a rule would have taken, or alerts. */
  readonly count: number;
}

/** Entries at work in one scan of `rules`. */
export class AllowLists {
  readonly diagnostics: readonly Diagnostic[];
  /** Null where no entry is for events. */
  readonly filter: EventFilter | null;
  readonly #prepared: PreparedAllow;
  readonly #alerts = new Map<AllowEntry, number>();

  constructor(entries: readonly AllowEntry[], rules: readonly Rule[], context: ConditionContext) {
    this.#prepared = prepareAllow(entries, rules, context);
    const { events, diagnostics } = this.#prepared;
    this.diagnostics = diagnostics;
    this.filter = events.length === 0 ? null : new EventFilter(events);
  }

  /** Whether an entry allows the alert; counts it. */
  allows(alert: Alert): boolean {
    const found = this.#prepared.alerts.find(({ allows }) => allows(alert));
    if (found === undefined) return false;
    this.#alerts.set(found.entry, (this.#alerts.get(found.entry) ?? 0) + 1);
    return true;
  }

  /** By entry; those that have expired are none. */
  get counts(): readonly AllowedCount[] {
    const { events, alerts } = this.#prepared;
    return [
      ...events.map(({ entry }, number) => countOf(entry, this.filter?.hidden[number] ?? 0)),
      ...alerts.map(({ entry }) => countOf(entry, this.#alerts.get(entry) ?? 0)),
    ];
  }
}

function countOf({ place, reason, owner, scope }: AllowEntry, count: number): AllowedCount {
  return { place, reason, owner, scope, count };
}
