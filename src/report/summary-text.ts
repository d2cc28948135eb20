// The closing lines of a run. A run without alerts must show that something was checked, and what could not be.
import { SEVERITIES } from './counts.js';
import { cutPieces, flow, paint, piece, spaces, wrap, type Line } from './layout.js';
import { PLAIN_PALETTE, type Palette, type Style } from './palette.js';
import {
  badLinesOf,
  bytesOf,
  type RunSummary,
  type SilentReason,
  type SilentRule,
} from './summary.js';
import { usableWidth } from './text.js';
import { counted, cutText, dateTime, dateTimeSpan, grouped, listed, seconds } from './words.js';

export interface SummaryOptions {
  readonly width?: number | undefined;
  readonly palette?: Palette;
  /** Names every rule that could not match, not only the first few. */
  readonly verbose?: boolean;
}

/** The summary as a person reads it on stderr; ends with a newline. */
export function renderSummary(summary: RunSummary, options: SummaryOptions = {}): string {
  const { palette = PLAIN_PALETTE, verbose = false } = options;
  const width = usableWidth(options.width);
  const head = [
    ...(summary.partial ? words('Interrupted: these results are partial.', 'warning') : []),
    ...words(foundSentence(summary), 'strong'),
    ...coverage(summary),
  ];
  const silent = words(silentSentence(summary));
  // One paragraph, unless the table of alerts stands between.
  const lines =
    summary.alerts.total === 0
      ? flow([...head, ...silent], width)
      : [...flow(head, width), ...alertTable(summary, width), ...flow(silent, width)];
  const all = [
    ...lines,
    ...silentRules(summary, width, verbose),
    ...(verbose ? inputRows(summary, width) : []),
    ...warnings(summary).flatMap((text) => wrap([piece(text, 'warning')], width, 2)),
  ];
  return `${all.map((line) => paint(line, palette)).join('\n')}\n`;
}

/** Each word of a text by itself, to flow between others. */
function words(text: string, style: Style | null = null): readonly Line[] {
  return text === '' ? [] : text.split(' ').map((word) => [piece(word, style)]);
}

/** `4 alerts from 2 rules: 1 high, 3 medium.` */
function foundSentence({ alerts: { total, bySeverity, byRule } }: RunSummary): string {
  if (total === 0) return 'No alerts.';
  const severities = SEVERITIES.filter((severity) => bySeverity[severity] > 0).map(
    (severity) => `${grouped(bySeverity[severity])} ${severity}`,
  );
  const rules = counted(byRule.length, 'rule');
  return `${counted(total, 'alert')} from ${rules}: ${severities.join(', ')}.`;
}

/**
 * `48 of 61 rules ran on 12,000 events (process 9,410, network 2,590), 2026-11-19 00:00 .. 23:59Z, 3 hosts, 0.19 s.`
 * A number is never parted from what it counts.
 */
function coverage(summary: RunSummary): readonly Line[] {
  const { rules, events } = summary;
  const clauses = [
    [
      `${grouped(rules.run)} of ${counted(rules.loaded, 'rule')}`,
      'ran',
      'on',
      counted(events.read, 'event'),
      ...categories(summary),
    ],
    span(summary),
    events.hosts === 0 ? [] : [counted(events.hosts, 'host')],
    [time(summary)],
  ].filter((clause) => clause.length > 0);
  return clauses.flatMap((clause, index) => {
    const mark = index === clauses.length - 1 ? '.' : ',';
    return clause.map((group, at) => [piece(at === clause.length - 1 ? group + mark : group)]);
  });
}

/** `(process 9,410,` and `network 2,590)` */
function categories({ events: { byCategory } }: RunSummary): readonly string[] {
  const most = byCategory.length <= 4 ? 4 : 3;
  const named = byCategory
    .slice(0, most)
    .map(({ name, events }) => `${cutText(name, 40).kept} ${grouped(events)}`);
  const rest = byCategory.length - named.length;
  if (rest > 0) named.push(`${grouped(rest)} more`);
  return named.map((text, index) => {
    const open = index === 0 ? '(' : '';
    return `${open}${text}${index === named.length - 1 ? ')' : ','}`;
  });
}

/** To the minute; to the second when all of it took less than an hour. */
function span({ events: { span: times } }: RunSummary): readonly string[] {
  if (times === null) return [];
  const { start, end } = times;
  const digits = Date.parse(end) - Date.parse(start) >= 3_600_000 ? 5 : 8;
  const from = dateTime(start, digits);
  return [from === dateTime(end, digits) ? from : dateTimeSpan(start, end, digits)];
}

/** `0.19 s`, and how fast that was where there was enough to read to tell. */
function time(summary: RunSummary): string {
  const { durationMs, events } = summary;
  const took = seconds(durationMs);
  const size = bytesOf(summary) / 1e6;
  if (size < 1 || durationMs === 0) return took;
  const perSecond = (count: number): string => grouped(Math.round((1000 * count) / durationMs));
  return `${took} (${perSecond(size)} MB/s, ${perSecond(events.read)} events/s)`;
}

/** Rules that fired, with how often. */
function alertTable({ alerts: { byRule } }: RunSummary, width: number): readonly Line[] {
  const digits = Math.max(...byRule.map(({ alerts }) => grouped(alerts).length));
  return byRule.flatMap(({ name, severity, alerts }) => {
    const word = piece(severity.toUpperCase(), severity);
    const count = piece(grouped(alerts).padStart(digits));
    const head = [spaces(2), count, spaces(2), word, spaces(10 - word.width)];
    return wrap([...head, ...cutPieces(name, 300)], width, digits + 14);
  });
}

/** `samples/attack.ndjson: 74 events, ndjson`, one row an input. */
function inputRows({ inputs }: RunSummary, width: number): readonly Line[] {
  return inputs.flatMap(({ name, events, badLines, format, compression }) => {
    const facts = [
      counted(events, 'event'),
      ...(badLines === 0 ? [] : [counted(badLines, 'bad line')]),
      format ?? 'not JSON',
      ...(compression === null || compression === 'none' ? [] : [compression]),
    ];
    return wrap(
      [spaces(2), ...cutPieces(`${name}: `, 300, 'faint'), piece(facts.join(', '))],
      width,
      4,
    );
  });
}

function silentSentence({ rules }: RunSummary): string {
  const silent = rules.loaded - rules.run;
  return silent === 0 ? '' : `${counted(silent, 'rule')} had no matching data.`;
}

/** Reasons and rules named without `verbose`. */
const MOST_REASONS = 6;
const MOST_NAMES = 3;

/** One row a reason, the one that silences most rules first. */
function silentRules(
  { rules: { silent } }: RunSummary,
  width: number,
  verbose: boolean,
): readonly Line[] {
  const groups = new Map<string, SilentRule[]>();
  for (const rule of silent) {
    const reason = REASONS[rule.reason](rule.detail);
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, [rule]);
    else group.push(rule);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const shown =
    verbose || sorted.length <= MOST_REASONS + 1 ? sorted : sorted.slice(0, MOST_REASONS);
  const digits = Math.max(...shown.map(([, rules]) => grouped(rules.length).length));
  const lines = shown.flatMap(([reason, rules]) => {
    const count = piece(grouped(rules.length).padStart(digits));
    const head = [spaces(2), count, spaces(2), ...cutPieces(reason, 200), piece(':')];
    const names = ruleNames(rules, verbose ? rules.length : MOST_NAMES);
    return flow([head, ...names], width, { hanging: digits + 4 });
  });
  const hidden = sorted.slice(shown.length).reduce((sum, [, rules]) => sum + rules.length, 0);
  if (hidden === 0) return lines;
  const reasons = counted(sorted.length - shown.length, 'more reason');
  const rest = `${counted(hidden, 'more rule')} for ${reasons} (-v tells all)`;
  return [...lines, ...wrap([spaces(2), piece(rest, 'faint')], width, 2)];
}

const REASONS: Readonly<Record<SilentReason, (detail: string) => string>> = {
  'no-category': (category) => `no event of category ${category}`,
  'no-index': (patterns) => `no event from ${patterns}`,
  'other-os': (name) => `no event of a ${name} host`,
  'field-absent': (field) => `no event with ${field}`,
};

function ruleNames(rules: readonly SilentRule[], most: number): readonly Line[] {
  // "and 1 more" is no shorter than the one.
  const shown = rules.length <= most + 1 ? rules : rules.slice(0, most);
  const rest = rules.length - shown.length;
  const names = shown.map(({ name }, index) => {
    const comma = index === shown.length - 1 ? [] : [piece(',', 'faint')];
    return [...cutPieces(name, 200, 'faint'), ...comma];
  });
  return rest === 0 ? names : [...names, [piece(`and ${grouped(rest)} more`, 'faint')]];
}

/** What may have been missed, worst first. */
function warnings(summary: RunSummary): readonly string[] {
  const { rules, events, sequences, inputs } = summary;
  const badLines = badLinesOf(summary);
  const spoiled = inputs.filter((input) => input.badLines > 0).map(({ name }) => name);
  const texts: string[] = [];
  const warn = (count: number, text: string): void => {
    if (count > 0) texts.push(text);
  };
  warn(
    badLines,
    `${counted(badLines, 'bad line')} in ${listed(spoiled, MOST_NAMES)}: alerts may be missing around ${them(badLines)}.`,
  );
  warn(
    rules.inError,
    `${counted(rules.inError, 'rule file has', 'rule files have')} errors and did not run.`,
  );
  warn(
    rules.notEvaluable,
    `${counted(rules.notEvaluable, 'rule file is', 'rule files are')} of a kind that cannot be run offline.`,
  );
  warn(
    sequences.dropped,
    `${counted(sequences.dropped, 'unfinished sequence was', 'unfinished sequences were')} given up at a limit: alerts may be missing.`,
  );
  warn(
    sequences.late,
    `${counted(sequences.late, 'event')} came too late for the reorder window: sequences may have missed ${them(sequences.late)}.`,
  );
  warn(
    events.withoutTime,
    `${counted(events.withoutTime, 'event')} without a readable timestamp: sequences cannot place ${them(events.withoutTime)}.`,
  );
  warn(
    sequences.pending,
    `${counted(sequences.pending, 'sequence')} still waited for a missing event when the input ended, and gave no alert.`,
  );
  return texts;
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}
