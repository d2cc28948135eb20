// What an allow list may say: `[[allow]]` entries, each with what it allows and why. A slip in one would allow more than was meant, so
// every unknown key is an error, and a list with an error is not used at all.
import { FieldSet, parseTimestamp } from '../event/index.js';
import { locate, suggest, type Diagnostic, type Source, type Span } from '../source/index.js';
import { parseToml, Problems, stringSource, TableReader } from '../toml/index.js';
import { compileCondition } from './condition.js';

/** One entry, as written. */
export interface AllowEntry {
  readonly source: Source;
  readonly span: Span;
  /** File and line, for people. */
  readonly place: string;
  /** Ids, names or globs of either. */
  readonly rules: readonly string[];
  /** The condition; null: whatever the rules find. */
  readonly when: Source | null;
  /** `event`: rules do not see events that satisfy it. `alert`: alerts with such an event are suppressed. */
  readonly scope: AllowScope;
  readonly reason: string;
  readonly owner: string | null;
  /** The last day, or moment, as written. */
  readonly expires: string | null;
  /** Whether that has passed. */
  readonly hasExpired: boolean;
}

export type AllowScope = (typeof SCOPES)[number];

const SCOPES = ['event', 'alert'] as const;
const ENTRY_KEYS: readonly string[] = ['expires', 'owner', 'reason', 'rule', 'scope', 'when'];
/** Words that other tools have for these keys. */
const MEANT: Readonly<Record<string, string>> = {
  where: 'when',
  query: 'when',
  condition: 'when',
  rules: 'rule',
  id: 'rule',
  why: 'reason',
  comment: 'reason',
  expiry: 'expires',
  expired_at: 'expires',
  until: 'expires',
};
const DAY_MS = 86_400_000;

/** The entries, or null where there is an error; `diagnostics` say all that is wrong, and which entries have expired. */
export interface AllowList {
  readonly entries: readonly AllowEntry[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one allow list. `now` in milliseconds since 1970: decides what has expired. */
export function readAllowList(source: Source, now: number): AllowList {
  const parsed = parseToml(source);
  if ('error' in parsed) return { entries: null, diagnostics: [parsed.error] };
  const problems = new Problems(parsed.document);
  const file = new TableReader(problems, parsed.document.root, []);
  file.requireKnown(['allow'], 'RS461');
  const tables = file.tables('allow');
  if (tables.length === 0 && !problems.hasErrors) {
    problems.report('RS465', 'error', ['allow'], 'expected entries to allow, found no [[allow]]');
  }
  const entries = tables.map((table) => readEntry(table, problems, now));
  const expired = entries.filter(({ hasExpired }) => hasExpired).map(expiredEntry);
  return {
    entries: problems.hasErrors ? null : entries,
    diagnostics: [...problems.diagnostics, ...(problems.hasErrors ? [] : expired)],
  };
}

function readEntry(table: TableReader, problems: Problems, now: number): AllowEntry {
  const { document } = problems;
  table.requireKnown(ENTRY_KEYS, 'RS461', MEANT);
  const rules = table.strings('rule', 'array or one');
  const when = table.has('when') ? table.required('when') : undefined;
  if (when === undefined && !table.has('when') && !rules.some((rule) => rule !== '*')) {
    // Without either it would allow everything.
    table.missing('when');
  }
  const condition =
    when === undefined ? null : stringSource(document, [...table.path, 'when'], when);
  if (condition !== null) {
    const context = { fields: new FieldSet(), categoryField: 'event.category' };
    for (const found of compileCondition(condition, context).diagnostics) problems.add(found);
  }
  const { expires, end } = readExpiry(table);
  const span = document.place(table.path)?.key ?? { start: 0, end: 0 };
  const { source } = document;
  return {
    source,
    span,
    place: `${source.name}:${locate(source, span.start).line}`,
    rules: rules.length === 0 ? ['*'] : rules,
    when: condition,
    scope: readScope(table),
    reason: table.required('reason') ?? '',
    owner: table.string('owner') ?? null,
    expires,
    hasExpired: end !== null && now >= end,
  };
}

function readScope(table: TableReader): AllowScope {
  const written = table.has('scope') ? table.required('scope') : 'event';
  const scope = SCOPES.find((known) => known === written);
  if (written !== undefined && scope === undefined) {
    const near = suggest(written, SCOPES);
    const help = near === undefined ? undefined : `did you mean \`${near}\`?`;
    const message = `expected event or alert for \`scope\`, found \`${written}\``;
    table.report('RS104', 'error', 'scope', message, { help });
  }
  return scope ?? 'event';
}

/** A date lasts to its end in UTC. */
function readExpiry(table: TableReader): {
  readonly expires: string | null;
  readonly end: number | null;
} {
  const written = table.date('expires');
  if (written === undefined) return { expires: null, end: null };
  const time = /^\d{4}-\d\d-\d\d/.test(written) ? parseTimestamp(written) : null;
  if (time === null) {
    const message = `expected a date for \`expires\`, found \`${written}\``;
    table.report('RS104', 'error', 'expires', message, { help: 'such as 2027-01-31' });
    return { expires: written, end: null };
  }
  return { expires: written, end: time.ms + (written.length === 10 ? DAY_MS : 0) };
}

function expiredEntry({ source, span, expires, reason }: AllowEntry): Diagnostic {
  return {
    code: 'RS462',
    severity: 'warning',
    message: `this entry has expired on ${expires ?? ''} and is ignored: "${reason}"`,
    source,
    labels: [{ span }],
    help: 'look at its alerts anew; then remove the entry or give it another date',
  };
}
