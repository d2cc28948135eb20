// Reads the report out of the page. Rows are read at once, the story of an alert when it is opened.
import type { DataByKind, StoryData } from '../data.js';
import { reportOf, type Report } from './model/report.js';

export interface Loaded {
  readonly report: Report;
  /** The rest of the alert at this place among the rows; null where the page was cut off before it. */
  readonly storyOf: (index: number) => StoryData | null;
}

export function load(document: Document): Loaded {
  const all = <Kind extends keyof DataByKind>(kind: Kind): readonly DataByKind[Kind][] =>
    [...document.querySelectorAll(selectorOf(kind))].flatMap(
      (element) => read(kind, element.textContent) ?? [],
    );
  const [head = UNKNOWN] = all('head');
  const [run = null] = all('run');
  const stories = document.querySelectorAll(selectorOf('story'));
  return {
    report: reportOf(head, all('rule'), all('row'), run),
    storyOf: (index) => read('story', stories[index]?.textContent ?? ''),
  };
}

function selectorOf(kind: keyof DataByKind): string {
  return `script[data-kind="${kind}"]`;
}

/** The head of a page that was cut off before it. */
const UNKNOWN = { tool: { name: 'rshell-scan', version: '' }, startedAt: '', tactics: [] };

/** Null for a text that was cut off. What is in an element of a kind was put there by the writer of the page. */
function read<Kind extends keyof DataByKind>(_kind: Kind, json: string): DataByKind[Kind] | null {
  try {
    return JSON.parse(json) as DataByKind[Kind];
  } catch {
    return null;
  }
}
