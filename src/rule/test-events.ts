// The events of a test case: TOML tables, which are short and can be read, or lines of NDJSON, which can be pasted.
import { isObject, type Json, type JsonObject } from '../event/index.js';
import type { Source, Span } from '../source/index.js';
import {
  isTable,
  mapString,
  tomlType,
  type Problems,
  type TableReader,
  type TomlPath,
  type TomlTable,
  type TomlValue,
} from '../toml/index.js';

/** An event of a case, as written: without the defaults of its file. */
export interface CaseEvent {
  readonly document: JsonObject;
  readonly span: Span;
}

/** A time in place of `@timestamp`: so much later than the event before. */
const DISTANCE = /^\+(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The milliseconds of a distance such as `+5s` or `+1.5h`; null for any other text. */
export function distanceMs(text: string): number | null {
  const [, amount, unit] = DISTANCE.exec(text) ?? [];
  return amount === undefined ? null : Math.round(Number(amount) * (UNITS[unit ?? ''] ?? 0));
}

const FORMS = 'an array of tables, or a string of NDJSON';

/** The `events` of a case, in either form; empty where they are absent or were reported. */
export function eventsOf(table: TableReader, problems: Problems): readonly CaseEvent[] {
  if (!table.has('events')) return [];
  const text = table.peek('events');
  const events = text === null ? fromTables(table, problems) : fromLines(text, table, problems);
  for (const event of events ?? []) checkTime(event, problems);
  if (events?.length === 0) {
    table.report('RS172', 'error', 'events', `expected ${FORMS}, found no events`);
  }
  return events ?? [];
}

/** A table as a JSON object; what JSON cannot hold is reported. */
export function tableDocument(table: TomlTable, path: TomlPath, problems: Problems): JsonObject {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [key, toJson(value, [...path, key], problems)]),
  );
}

/** A slip in a distance would leave the event without a time, and without a match. */
function checkTime({ document, span }: CaseEvent, problems: Problems): void {
  const time = document['@timestamp'];
  if (typeof time !== 'string' || !time.startsWith('+') || distanceMs(time) !== null) return;
  problems.add({
    code: 'RS172',
    severity: 'error',
    message: `expected a time or a distance such as +5s for \`@timestamp\`, found "${time}"`,
    source: problems.document.source,
    labels: [{ span }],
    help: 'units are ms, s, m, h and d',
  });
}

function fromTables(table: TableReader, problems: Problems): readonly CaseEvent[] | null {
  return (
    table.array('events')?.map((item, index) => {
      const path = [...table.path, 'events', index];
      const span = problems.document.place(path)?.value ?? { start: 0, end: 0 };
      if (isTable(item)) return { document: tableDocument(item, path, problems), span };
      const message = `expected a table for \`events[${index}]\`, found ${tomlType(item)}`;
      const help = 'such as { event.category = "process", process.name = "bash" }';
      problems.report('RS103', 'error', path, message, { help });
      return { document: {}, span };
    }) ?? null
  );
}

/** Null where a line was reported. */
function fromLines(
  text: string,
  table: TableReader,
  problems: Problems,
): readonly CaseEvent[] | null {
  const { source, place } = problems.document;
  const value = place([...table.path, 'events'])?.value.start ?? 0;
  const events: CaseEvent[] = [];
  let isSound = true;
  let start = 0;
  const toOuter = mapString(source.text, value);
  for (const line of text.split('\n')) {
    const end = start + line.trimEnd().length;
    const span = { start: toOuter(start), end: toOuter(end) };
    start += line.length + 1;
    if (line.trim() === '') continue;
    const document = parseObject(line);
    if (document !== null) {
      events.push({ document, span });
    } else {
      isSound = false;
      reportLine(problems, source, span);
    }
  }
  return isSound ? events : null;
}

function parseObject(line: string): JsonObject | null {
  try {
    // JSON.parse gives JSON.
    const json = JSON.parse(line) as Json;
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}

function reportLine(problems: Problems, source: Source, span: Span): void {
  problems.add({
    code: 'RS172',
    severity: 'error',
    message: 'expected one JSON object on the line, found other text',
    source,
    labels: [{ span }],
    help: 'each line of the string is one event; events of several lines belong into a file',
  });
}

function toJson(value: TomlValue, path: TomlPath, problems: Problems): Json {
  if (isTable(value)) return tableDocument(value, path, problems);
  if (Array.isArray(value)) {
    return value.map((item, index) => toJson(item, [...path, index], problems));
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  const number = Number(value);
  if (!Number.isFinite(number)) {
    problems.report('RS172', 'error', path, `expected a value that JSON has, found ${number}`);
  }
  return number;
}
