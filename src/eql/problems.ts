import type { Diagnostic, Label, Source, Span } from '../source/index.js';
import type { EqlCode } from './codes.js';

/** Most errors, and most warnings, kept for one text: a hostile one must not make more than a person can read. */
const MOST = 20;

/** What a diagnostic says beside its message. */
export interface Aside {
  /** A word beside the caret. */
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  readonly notes?: readonly string[];
  /** Further places, such as the bracket that was opened. */
  readonly labels?: readonly Label[];
}

/** Collects what the stages have to say about one query text. */
export class Problems {
  readonly #source: Source;
  readonly #list: Diagnostic[] = [];
  #errors = 0;
  #warnings = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The query cannot be run. */
  error(code: EqlCode, span: Span, message: string, aside: Aside = {}): void {
    this.#errors += 1;
    if (this.#errors <= MOST) this.#add('error', code, span, message, aside);
  }

  /** The query can be run, but may not mean what its author thinks. */
  warning(code: EqlCode, span: Span, message: string, aside: Aside = {}): void {
    this.#warnings += 1;
    if (this.#warnings <= MOST) this.#add('warning', code, span, message, aside);
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** What was reported, in the order of the text; the last one tells how many more there were. */
  get diagnostics(): readonly Diagnostic[] {
    const sorted = this.#list.toSorted((a, b) => startOf(a) - startOf(b));
    const more = this.#errors + this.#warnings - sorted.length;
    const last = sorted.pop();
    if (last === undefined) return [];
    if (more === 0) return [...sorted, last];
    return [
      ...sorted,
      { ...last, notes: [...(last.notes ?? []), `and ${more} more in this query`] },
    ];
  }

  #add(
    severity: 'error' | 'warning',
    code: EqlCode,
    span: Span,
    message: string,
    { label, help, notes, labels = [] }: Aside,
  ): void {
    this.#list.push({
      code,
      severity,
      message,
      source: this.#source,
      labels: [label === undefined ? { span } : { span, text: label }, ...labels],
      ...(help === undefined ? {} : { help }),
      ...(notes === undefined ? {} : { notes }),
    });
  }
}

function startOf(diagnostic: Diagnostic): number {
  return diagnostic.labels?.[0]?.span.start ?? 0;
}
