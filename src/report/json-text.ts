import type { Alert, AlertEvent } from '../alert/index.js';

/**
 * JSON on one line that is harmless to print: characters that could move a cursor, hide text, reorder it or be taken
 * for the end of a line are written as `\u` escapes, which is the same JSON. JSON.stringify itself does so only for
 * C0 controls and lone surrogates.
 */
export function jsonText(
  value: unknown,
  replace?: (key: string, value: unknown) => unknown,
): string {
  return JSON.stringify(value, replace).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Longest text in an alert that had to be shortened: no keyword in Elasticsearch is longer. */
const LONGEST_TEXT = 32_766;

/**
 * An alert as {@link jsonText}. Where that would be longer than a string can be (512 MiB: several events of the longest
 * line, all control characters), documents are null and texts are cut: hostile events must not end the run.
 */
export function alertText(alert: Alert): string {
  try {
    return `{${Object.entries(alert).map(memberText).join(',')}}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return jsonText({ ...alert, events: alert.events.map(withoutDocument) }, shorten);
  }
}

/** Texts of what alerts share: the rule, and its place in ATT&CK. */
const sharedTexts = new WeakMap<object, string>();

function memberText([name, value]: readonly [string, Alert[keyof Alert]]): string {
  const isShared = (name === 'rule' || name === 'threat') && typeof value === 'object';
  if (!isShared || value === null) return `${jsonText(name)}:${jsonText(value)}`;
  let text = sharedTexts.get(value);
  if (text === undefined) sharedTexts.set(value, (text = jsonText(value)));
  return `${jsonText(name)}:${text}`;
}

function withoutDocument(event: AlertEvent | null): object | null {
  return event === null ? null : { ...event, document: null };
}

function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value;
}
