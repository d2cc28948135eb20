// Rule files -> rules. Each file ends in exactly one state, and whatever keeps a rule from running is said.
import { checkQuery, parseQuery, type CheckedQuery, type CheckOptions } from '../eql/index.js';
import type { Diagnostic, Label, Source } from '../source/index.js';
import {
  isTable,
  locateToml,
  parseToml,
  Problems,
  stringSource,
  TableReader,
} from '../toml/index.js';
import { readMetadata } from './eql-rule.js';
import { kindOf } from './kind.js';
import type { Rule, RuleOutcome } from './rule.js';

/** What became of a set of rule files. */
export interface LoadedRules {
  /** One for each file, bundled ones first, otherwise in the order given: what the file is, taken by itself. */
  readonly outcomes: readonly RuleOutcome[];
  /** The rules to run: evaluable and deprecated ones, one for each rule id. */
  readonly rules: readonly Rule[];
  /** Everything there is to tell: file by file, then what follows from rule ids that occur twice. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  /** Rules that come with the program: a given file with the same rule id takes the place of one of these. */
  readonly bundled?: readonly Source[];
  /** How queries are checked: known fields and what to say of others. */
  readonly check?: CheckOptions;
}

/**
 * Loads rule files. A rule id stands for one rule, as in Kibana, and ids of alerts are built on it. So a given file
 * takes the place of a bundled one with the same id (told as info), and of two given files with the same id the first
 * is run (a warning names both).
 */
export function loadRules(sources: readonly Source[], options: LoadOptions = {}): LoadedRules {
  const load = (source: Source): RuleOutcome => loadRule(source, options.check);
  const bundled = (options.bundled ?? []).map(load);
  const given = sources.map(load);
  const outcomes = [...bundled, ...given];
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);

  const own = new Map<string, Rule>();
  for (const rule of given.flatMap(ruleOf)) {
    const first = own.get(rule.id);
    if (first === undefined) own.set(rule.id, rule);
    else if (first.source.name !== rule.source.name) diagnostics.push(sameId(rule, first));
  }
  const rules: Rule[] = [];
  for (const rule of bundled.flatMap(ruleOf)) {
    const replacement = own.get(rule.id);
    if (replacement === undefined) rules.push(rule);
    else diagnostics.push(replaced(rule, replacement));
  }
  return { outcomes, rules: [...rules, ...own.values()], diagnostics };
}

/** Loads one rule file. */
export function loadRule(source: Source, options: CheckOptions = {}): RuleOutcome {
  const parsed = parseToml(source);
  if ('error' in parsed) {
    return { state: 'error', id: null, name: null, diagnostics: [parsed.error], source };
  }
  const problems = new Problems(parsed.document);
  const table = parsed.document.root['rule'];
  if (isTable(table)) {
    return loadTable(new TableReader(problems, table, ['rule']), problems, options);
  }
  problems.report('RS101', 'error', ['rule'], 'expected a detection rule, found no [rule] table');
  return { state: 'error', id: null, name: null, diagnostics: problems.diagnostics, source };
}

function loadTable(rule: TableReader, problems: Problems, options: CheckOptions): RuleOutcome {
  const { source } = problems.document;
  const id = rule.peek('rule_id') ?? rule.peek('id');
  const name = rule.peek('name');
  const failed = (diagnostics: readonly Diagnostic[]): RuleOutcome => {
    return { state: 'error', id, name, diagnostics, source };
  };

  const kind = kindOf(rule);
  if (kind.kind === 'other') {
    const { reason } = kind;
    return { state: 'not-evaluable', id, name, reason, diagnostics: problems.diagnostics, source };
  }
  if (kind.kind === 'invalid') return failed(problems.diagnostics);

  const metadata = readMetadata(rule, problems);
  const text = rule.required('query');
  if (text === undefined) return failed(problems.diagnostics);
  const inner = stringSource(problems.document, ['rule', 'query'], text);
  const checked = check(inner, options);
  const diagnostics = [...problems.diagnostics, ...checked.diagnostics];
  if (checked.query === null || problems.hasErrors) return failed(diagnostics);
  return {
    state: metadata.deprecated ? 'deprecated' : 'evaluable',
    rule: { ...metadata, source, querySource: inner, query: checked.query },
    diagnostics,
    source,
  };
}

function check(
  source: Source,
  options: CheckOptions,
): { readonly query: CheckedQuery | null; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseQuery(source);
  if (parsed.query === null) return { query: null, diagnostics: parsed.diagnostics };
  const checked = checkQuery(parsed.query, source, options);
  return {
    query: checked.query,
    diagnostics: [...parsed.diagnostics, ...checked.diagnostics],
  };
}

function ruleOf(outcome: RuleOutcome): readonly Rule[] {
  return 'rule' in outcome ? [outcome.rule] : [];
}

function sameId(rule: Rule, first: Rule): Diagnostic {
  return {
    code: 'RS120',
    severity: 'warning',
    message: `rule id ${rule.id} is taken: this file is not run`,
    source: rule.source,
    labels: idLabel(rule),
    help: `the rule that runs is in ${first.source.name}; give one of them another \`rule_id\``,
  };
}

function replaced(bundled: Rule, replacement: Rule): Diagnostic {
  return {
    code: 'RS121',
    severity: 'info',
    message: `this file takes the place of the bundled rule "${bundled.name}"`,
    source: replacement.source,
    labels: idLabel(replacement),
    notes: [`bundled: ${bundled.source.name}, the same rule id`],
  };
}

function idLabel(rule: Rule): readonly Label[] {
  const place = locateToml(rule.source.text)(['rule', 'rule_id']);
  return place === undefined ? [] : [{ span: place.value }];
}
