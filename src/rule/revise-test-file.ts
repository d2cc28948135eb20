// Writes counts and join keys into a test file, in place: comments and layout stay as their author left them.
import type { Scalar } from '../event/index.js';
import { escapeJson, invariant, type Source } from '../source/index.js';
import { parseToml, type TomlDocument, type TomlPlace } from '../toml/index.js';

/** What a case is to say. */
export interface CaseRevision {
  /** Which case, from 0. */
  readonly index: number;
  readonly alerts: number;
  /** Null: the case is to say nothing of keys that it does not say now. */
  readonly joinKeys: readonly (readonly (Scalar | null)[])[] | null;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of `source`, a test file without errors, with the revisions made. The same revisions change it no more. */
export function reviseRuleTest(source: Source, revisions: readonly CaseRevision[]): string {
  const parsed = parseToml(source);
  invariant('document' in parsed, 'only test files that were read are revised');
  const edits = revisions.flatMap((revision) => editsOf(parsed.document, revision));
  let { text } = source;
  for (const { start, end, text: written } of edits.toSorted((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + written + text.slice(end);
  }
  return text;
}

function editsOf(document: TomlDocument, { index, alerts, joinKeys }: CaseRevision): Edit[] {
  const values = [
    ['alerts', String(alerts)],
    ...(joinKeys === null ? [] : [['join_keys', joinKeysText(joinKeys)] as const]),
  ] as const;
  const edits: Edit[] = [];
  const missing: string[] = [];
  for (const [key, written] of values) {
    const place = document.place(['case', index, key]);
    if (place === undefined) missing.push(`${key} = ${written}`);
    else edits.push({ ...place.value, text: written });
  }
  const after =
    document.place(['case', index, 'alerts']) ?? document.place(['case', index, 'expect']);
  invariant(after !== undefined, 'a case that was read says what it expects');
  return [...edits, insertion(document, index, after, missing)];
}

/** Adds keys behind another one: on lines of their own, or within the braces where the case is an inline table. */
function insertion(
  { source: { text }, place }: TomlDocument,
  index: number,
  after: TomlPlace,
  missing: readonly string[],
): Edit {
  const open = place(['case', index])?.value.start ?? 0;
  if (text[open] === '{') {
    const at = after.value.end;
    return { start: at, end: at, text: missing.map((pair) => `, ${pair}`).join('') };
  }
  const newline = text.indexOf('\n', after.value.end);
  const lineEnd = newline === -1 ? text.length : newline;
  const isCrlf = text[lineEnd - 1] === '\r';
  const at = isCrlf ? lineEnd - 1 : lineEnd;
  const indent = text.slice(text.lastIndexOf('\n', after.key.start) + 1, after.key.start);
  const lead = (isCrlf ? '\r\n' : '\n') + indent;
  return { start: at, end: at, text: missing.map((pair) => lead + pair).join('') };
}

/** Longest list of keys that stays on one line. */
const ONE_LINE = 88;

function joinKeysText(keys: readonly (readonly (Scalar | null)[])[]): string {
  const rows = keys.map((values) => `[${values.map(valueText).join(', ')}]`);
  const line = `[${rows.join(', ')}]`;
  return line.length <= ONE_LINE ? line : `[\n${rows.map((row) => `  ${row},\n`).join('')}]`;
}

function valueText(value: Scalar | null): string {
  if (value === null) return '[]';
  if (typeof value === 'string') return stringText(value);
  // Beyond what a number holds exactly, TOML takes no integer; keys are equal by their text.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return stringText(String(value));
  return String(value);
}

/** A basic string. The escapes of JSON are TOML's, but for halves of surrogate pairs; what could hide or reorder text is escaped as well. */
function stringText(value: string): string {
  const pairs = /\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/g;
  return escapeJson(JSON.stringify(value.toWellFormed())).replace(
    pairs,
    (_, high: string, low: string) => {
      const code = String.fromCharCode(parseInt(high, 16), parseInt(low, 16)).codePointAt(0) ?? 0;
      return `\\U${code.toString(16).padStart(8, '0')}`;
    },
  );
}
