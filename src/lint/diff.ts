// Changes of a text as other tools read them. The places of the changes are known, so nothing is compared.
import type { Edit } from '../source/index.js';
import { applyEdits } from './fix.js';

const CONTEXT = 2;

/** Neighbouring lines of the old text that change, from 0, `end` excluded, and what they become. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly fresh: readonly string[];
}

/** The unified diff of a text and what ascending `edits` make of it. */
export function unifiedDiff(name: string, text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text);
  let grown = 0;
  const hunks = hunksOf(changesOf(lines, edits)).map((changes) => {
    const start = Math.max(0, (changes[0]?.start ?? 0) - CONTEXT);
    const end = Math.min(lines.length, (changes.at(-1)?.end ?? 0) + CONTEXT);
    const growth = changes.reduce((sum, change) => sum + change.fresh.length - lengthOf(change), 0);
    const old = `${start + 1},${end - start}`;
    const head = `@@ -${old} +${start + 1 + grown},${end - start + growth} @@\n`;
    grown += growth;
    return head + hunkBody(lines, changes, start, end);
  });
  return `--- ${name}\n+++ ${name}\n${hunks.join('')}`;
}

function hunkBody(
  lines: readonly string[],
  changes: readonly Change[],
  start: number,
  end: number,
): string {
  const body: string[] = [];
  let at = start;
  for (const change of changes) {
    body.push(...marked(' ', lines.slice(at, change.start)));
    body.push(...marked('-', lines.slice(change.start, change.end)));
    body.push(...marked('+', change.fresh));
    at = change.end;
  }
  body.push(...marked(' ', lines.slice(at, end)));
  return body.join('');
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
  );
}

/** The changed lines; edits that share a line make one change. */
function changesOf(lines: readonly string[], edits: readonly Edit[]): readonly Change[] {
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const lineOf = (offset: number): number => starts.findLastIndex((start) => start <= offset);
  const groups: { readonly start: number; end: number; readonly edits: Edit[] }[] = [];
  for (const edit of edits) {
    const start = lineOf(edit.span.start);
    const end = lineOf(Math.max(edit.span.start, edit.span.end - 1)) + 1;
    const last = groups.at(-1);
    if (last === undefined || start >= last.end) groups.push({ start, end, edits: [edit] });
    else {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    }
  }
  return groups.map(({ start, end, edits: own }) => {
    const offset = starts[start] ?? 0;
    const local = own.map(({ span, replacement }) => ({
      span: { start: span.start - offset, end: span.end - offset },
      replacement,
    }));
    return { start, end, fresh: linesOf(applyEdits(lines.slice(start, end).join(''), local)) };
  });
}

/** Changes in order, those together whose contexts touch. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.start - last.end <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function lengthOf({ start, end }: Change): number {
  return end - start;
}

/** Lines with their ends. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
