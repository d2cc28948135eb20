// `rshell-scan generate`: makes events for rules, tries them on the rules, writes those that do as they should.
import { existsSync } from 'node:fs';
import { FieldSet, parseTimestamp } from '../../event/index.js';
import { lintRules } from '../../lint/index.js';
import type { RunnableRule } from '../../library/index.js';
import { counted, jsonText } from '../../report/index.js';
import { DEFAULT_EVENT_FIELDS } from '../../scan/index.js';
import type { Diagnostic } from '../../source/index.js';
import type { GenerateFlags } from './generate-flags.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { findRule } from '../find-rule.js';
import { loadRuleSet, type RuleSet } from '../rule-set.js';
import { isShown } from '../shown.js';
import { usageError } from '../usage-error.js';
import { generateFor, type RuleEvents } from './generate-rule.js';

/** Writes events for the rules that `wanted` names, or all bundled ones; what is to be told of them goes to stderr. */
export async function runGenerate(
  context: Context,
  wanted: readonly string[],
  flags: GenerateFlags,
): Promise<void> {
  let startMs = startOf(flags.start);
  const rules = rulesFor(wanted, flags);
  await context.report(rules.diagnostics.filter(isShown(flags)), flags.color);
  if (rules.misspelt) {
    context.exitWith(EXIT.usage);
    return;
  }
  const chosen = chosenRules(wanted, rules);
  if (chosen.length === 0) {
    throw usageError('RS403', 'no rules to make events for', 'see `rshell-scan rules list`');
  }
  const made: RuleEvents[] = [];
  for (const { rule, query } of chosen) {
    const events = generateFor(rule, query.eventFields, { ...flags, startMs });
    startMs = events.nextMs;
    made.push(events);
    for (const document of events.documents) await context.out.write(`${jsonText(document)}\n`);
  }
  const { told, untold } = deadParts(chosen, rules);
  const found = [...made.flatMap(({ diagnostics }) => diagnostics), ...untold];
  const shown = found.filter(isShown(flags));
  await context.report(shown, flags.color);
  const hint = shown.length < found.length ? ' (-v tells which)' : '';
  if (flags.quiet !== true) {
    await context.note(`${summary(made, chosen, [...told, ...untold], flags)}${hint}\n`);
  }
  if (made.some(({ witnesses }) => witnesses === 0)) context.exitWith(EXIT.found);
}

/** Loads rule files, and the bundled rules unless there are only files. */
function rulesFor(wanted: readonly string[], flags: GenerateFlags): RuleSet {
  const files = wanted.filter(isPath);
  const bundled = flags.bundled && (wanted.length === 0 || files.length < wanted.length);
  return loadRuleSet(
    { ...flags, rules: [...(flags.rules ?? []), ...files], bundled },
    new FieldSet(),
    DEFAULT_EVENT_FIELDS,
  );
}

/** Rules of files, and those that are called by id or name. */
function chosenRules(
  wanted: readonly string[],
  { runnable, files }: RuleSet,
): readonly RunnableRule[] {
  const names = wanted.filter((text) => !isPath(text));
  if (names.length === 0) return runnable;
  const rules = runnable.map(({ rule }) => rule);
  const called = new Set(names.map((name) => findRule(name, rules)));
  const given = new Set(files.map(({ name }) => name));
  return runnable.filter(({ rule }) => called.has(rule) || given.has(rule.source.name));
}

function isPath(text: string): boolean {
  return text.includes('/') || /\.toml$/i.test(text) || existsSync(text);
}

function startOf(text: string): number {
  const time = text === 'now' ? Date.now() : parseTimestamp(text)?.ms;
  if (time !== undefined) return time;
  throw usageError(
    'RS402',
    `expected a time for \`--start\`, found "${text}"`,
    'such as 2026-11-21T04:13:58Z, or now',
  );
}

/** Wildcards that stand for themselves. */
const LITERAL_CODE = 'RS270';
const DEAD_CODES: ReadonlySet<string> = new Set(['RS279', 'RS280', 'RS281', 'RS282']);

/** What there is to say of parts that decide nothing: `told` when the rules were loaded, and what lint has beyond that. */
function deadParts(
  chosen: readonly RunnableRule[],
  { outcomes, diagnostics }: RuleSet,
): { readonly told: readonly Diagnostic[]; readonly untold: readonly Diagnostic[] } {
  const sources = new Set(chosen.map(({ rule }) => rule.source));
  const own = outcomes.filter(({ source }) => sources.has(source));
  const isOwn = isAbout(chosen);
  return {
    told: diagnostics.filter((found) => found.code === LITERAL_CODE && isOwn(found)),
    untold: lintRules(own).filter(({ code }) => DEAD_CODES.has(code)),
  };
}

/** Whether a diagnostic is about the text of one of `rules`. */
function isAbout(rules: readonly RunnableRule[]): (diagnostic: Diagnostic) => boolean {
  return ({ source }) =>
    rules.some(({ rule }) => source === rule.source || source === rule.querySource);
}

function summary(
  made: readonly RuleEvents[],
  chosen: readonly RunnableRule[],
  dead: readonly Diagnostic[],
  { nearMisses }: GenerateFlags,
): string {
  const sum = (count: (events: RuleEvents) => number): number =>
    made.reduce((total, events) => total + count(events), 0);
  const witnesses = sum((events) => events.witnesses);
  const misses = sum((events) => events.nearMisses);
  const inseparable = sum((events) => events.inseparable);
  const events = sum(({ documents }) => documents.length);
  const parts = [counted(witnesses, 'witness', 'witnesses')];
  if (nearMisses === true) parts.push(counted(misses, 'near miss', 'near misses'));
  parts.push(counted(events, 'event'));
  if (inseparable > 0) parts.push(`${counted(inseparable, 'clause')} cannot fail alone`);
  if (dead.length > 0) {
    const rules = chosen.filter((rule) => dead.some(isAbout([rule]))).length;
    parts.push(`${counted(dead.length, 'part')} of ${counted(rules, 'rule')} without effect`);
  }
  return `${counted(made.length, 'rule')}: ${parts.join(', ')}`;
}
