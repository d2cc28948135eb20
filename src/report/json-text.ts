import type { Alert, AlertEvent } from '../alert/index.js';
import { escapeJson } from '../source/index.js';

/**
 * JSON that is harmless to print: characters that could move a cursor, hide text, reorder it or be taken for the end of
 * a line are written as `\u` escapes, which is the same JSON. JSON.stringify itself does so only for C0 controls and
 * lone surrogates. On one line, unless `indent` says by how many columns levels differ.
 */
export function jsonText(
  value: unknown,
  replace?: (key: string, value: unknown) => unknown,
  indent?: number,
): string {
  return escapeJson(JSON.stringify(value, replace, indent));
}

/** Longest text in an alert that had to be shortened: no keyword in Elasticsearch is longer. */
const LONGEST_TEXT = 32_766;

/**
 * An alert as {@link jsonText}, in UTF-8, between `before` and `behind`. Where that would be longer than a string can be
 * (512 MiB: several events of the longest line, all control characters), documents are null and texts are cut: hostile
 * events must not end the run.
 */
export function alertBytes(alert: Alert, before: string, behind: string): Buffer {
  const { schema, id, event_time, event, kind, reason, rule, threat, ...found } = alert;
  try {
    const head = jsonText({ schema, id, event_time, event, kind, reason }).slice(0, -1);
    const tail = jsonText(found).slice(1);
    return joined([
      `${before}${head},"rule":`,
      sharedBytes(rule),
      ',"threat":',
      sharedBytes(threat),
      `,${tail}${behind}`,
    ]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const events = alert.events.map(withoutDocument);
    return joined([before, jsonText({ ...alert, events }, shorten), behind]);
  }
}

/** What the alerts of a rule share, the rule itself and its place in ATT&CK: most of their bytes, and made once. */
const shared = new WeakMap<object, Buffer>();

function sharedBytes(value: Alert['rule' | 'threat']): Buffer {
  let bytes = shared.get(value);
  if (bytes === undefined) shared.set(value, (bytes = Buffer.from(jsonText(value))));
  return bytes;
}

function joined(parts: readonly (string | Buffer)[]): Buffer {
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  let at = 0;
  for (const part of parts) {
    at += typeof part === 'string' ? bytes.write(part, at) : part.copy(bytes, at);
  }
  return bytes;
}

function withoutDocument(event: AlertEvent | null): object | null {
  return event === null ? null : { ...event, document: null };
}

function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value;
}
