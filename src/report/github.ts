// What GitHub Actions makes of a run: annotations beside the code, and a page of Markdown.
// Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import { escapeControl } from '../source/index.js';
import { markdownText } from './markdown.js';
import { counted } from './words.js';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** A remark about a file. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly file: string;
  /** 1-based; null for the file as a whole. */
  readonly line: number | null;
  readonly title: string;
  /** May have several lines. */
  readonly message: string;
}

/** GitHub shows so many of a level for one step, and drops the others without a word. */
const MOST_PER_LEVEL = 10;
/** A page holds 1 MiB; nobody reads more rows. */
const MOST_ROWS = 500;
const LEVELS: readonly AnnotationLevel[] = ['error', 'warning', 'notice'];

/** Workflow commands, one a line. Where a level has more than GitHub shows, the last one says how many are left out. */
export function annotationText(annotations: readonly Annotation[]): string {
  const list = new AnnotationList();
  for (const annotation of annotations) list.add(annotation);
  return list.text();
}

/** Annotations as they come; holds no more than GitHub shows. */
export class AnnotationList {
  readonly #levels: Readonly<Record<AnnotationLevel, { shown: Annotation[]; total: number }>> = {
    error: { shown: [], total: 0 },
    warning: { shown: [], total: 0 },
    notice: { shown: [], total: 0 },
  };

  add(annotation: Annotation): void {
    const level = this.#levels[annotation.level];
    level.total += 1;
    if (level.shown.length < MOST_PER_LEVEL) level.shown.push(annotation);
  }

  /** All of them as {@link annotationText}. */
  text(): string {
    return LEVELS.flatMap((level) => {
      const { shown, total } = this.#levels[level];
      if (total <= MOST_PER_LEVEL) return shown.map(command);
      const kept = shown.slice(0, MOST_PER_LEVEL - 1).map(command);
      const left = counted(total - kept.length, `more ${level}`);
      return [...kept, `::${level}::${left}: GitHub shows ${MOST_PER_LEVEL} of a step`];
    })
      .map((line) => `${line}\n`)
      .join('');
  }
}

function command({ level, file, line, title, message }: Annotation): string {
  const properties = [
    `file=${property(file)}`,
    ...(line === null ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

/** A message: lines are kept, as escapes, so that no line of it can be taken for a command. */
function data(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeControl(line).replaceAll('%', '%25'))
    .join('%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A page for `$GITHUB_STEP_SUMMARY`: what was counted, and every annotation in a table. */
export function annotationSummary(
  heading: string,
  result: string,
  annotations: readonly Annotation[],
): string {
  const rows = annotations.slice(0, MOST_ROWS).map(({ level, file, line, title, message }) => {
    const place = line === null ? file : `${file}:${line}`;
    return `| ${level} | ${markdownText(place)} | ${markdownText(title)} | ${markdownText(message)} |`;
  });
  const left = annotations.length - rows.length;
  return [
    `## ${markdownText(heading)}`,
    '',
    markdownText(result),
    '',
    ...(rows.length === 0 ? [] : ['| | place | what | message |', '| --- | --- | --- | --- |']),
    ...rows,
    ...(left > 0 ? ['', `and ${left} more`] : []),
    '',
  ].join('\n');
}
