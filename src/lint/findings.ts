import type { Rule } from '../rule/index.js';
import { locateToml, type TomlPath } from '../toml/index.js';
import type { Diagnostic, Edit, Label, Source, Span } from '../source/index.js';
import { LINT_CHECKS } from './checks.js';
import type { LintCode } from './codes.js';

/** What a finding says beside its message. */
export interface Aside {
  readonly help?: string;
  readonly notes?: readonly string[];
  /** Further places in the same text. */
  readonly labels?: readonly Label[];
  /** Changes of the text that was found fault with. */
  readonly fix?: readonly Edit[];
}

/** Collects what the checks find in one rule. */
export class Findings {
  readonly rule: Rule;
  readonly #list: Diagnostic[] = [];
  #places: ReturnType<typeof locateToml> | undefined;

  constructor(rule: Rule) {
    this.rule = rule;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#list;
  }

  /** Something about a part of the query. */
  inQuery(code: LintCode, span: Span, message: string, aside: Aside = {}): void {
    this.#add(code, this.rule.querySource, span, message, aside);
  }

  /** Something about a value of the rule file; where it is not written, told at the table around it. */
  inFile(code: LintCode, path: TomlPath, message: string, aside: Aside = {}): void {
    for (let length = path.length; length > 0; length--) {
      const span = this.valueAt(path.slice(0, length));
      if (span === undefined) continue;
      this.#add(code, this.rule.source, span, message, aside);
      return;
    }
    this.#add(code, this.rule.source, { start: 0, end: 0 }, message, aside);
  }

  /** Where a value of the rule file is written. */
  valueAt(path: TomlPath): Span | undefined {
    this.#places ??= locateToml(this.rule.source.text);
    return this.#places(path)?.value;
  }

  #add(code: LintCode, source: Source, span: Span, message: string, aside: Aside): void {
    const { severity } = LINT_CHECKS[code];
    const { labels = [], ...rest } = aside;
    this.#list.push({ code, severity, message, source, labels: [{ span }, ...labels], ...rest });
  }
}
