// The closing lines of a run. A run without alerts must show that something was checked, and what could not be.
import { SEVERITIES } from './counts.js';
import { cutPieces, flow, paint, piece, spaces, wrap, type Line } from './layout.js';
import { eventClauses, sentence } from './event-counts.js';
import { PLAIN_PALETTE, type Palette, type Style } from './palette.js';
import { badLinesOf, bytesOf, type RunSummary } from './summary.js';
import { silenceText, silentRows, type SilentName } from './silence-text.js';
import { suppressionText } from './suppression-text.js';
import { SHORT_ID, usableWidth } from './text.js';
import { counted, grouped, listed, lossesText, seconds } from './words.js';

export interface SummaryOptions {
  readonly width?: number | undefined;
  readonly palette?: Palette;
  /** Names every rule that could not match, not only the first few. */
  readonly verbose?: boolean;
  /** Tells what SHA-256 the inputs have, where that is known. */
  readonly hashes?: boolean;
  /** Whether the reports hold what was suppressed: then there is nothing to ask for. */
  readonly showsSuppressed?: boolean;
}

/** The summary as a person reads it on stderr; ends with a newline. */
export function renderSummary(summary: RunSummary, options: SummaryOptions = {}): string {
  const { palette = PLAIN_PALETTE, verbose = false, showsSuppressed = false } = options;
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
    ...silentRows(silentRules(summary), width, verbose ? {} : MOST_SILENT),
    ...suppressedRows(summary, width, verbose, showsSuppressed),
    ...hiddenRows(summary, width),
    ...inputRows(summary, width, { verbose, hashes: options.hashes === true || verbose }),
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
  const ran = [`${grouped(rules.run)} of ${counted(rules.loaded, 'rule')}`, 'ran', 'on'];
  const [read = [], ...others] = eventClauses(events);
  return sentence([[...ran, ...read], ...others, [time(summary)]]);
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

/** `audit.log: 2,693 records -> 687 events, auditd`, one row an input; those with events as they are only when `verbose`. */
function inputRows(
  { inputs }: RunSummary,
  width: number,
  { verbose, hashes }: Required<Pick<SummaryOptions, 'verbose' | 'hashes'>>,
): readonly Line[] {
  const hashed = hashes ? inputs.filter(({ sha256 }) => sha256 !== null) : [];
  const told = inputs.filter(
    (input) => verbose || input.records !== null || hashed.includes(input),
  );
  return told.flatMap((input) => {
    const { name, events, badLines, format, records, compression, isRefused, sha256 } = input;
    const made = records === null ? '' : `${counted(records.read, 'audit record')} -> `;
    const facts =
      isRefused === true
        ? ['not read']
        : [
            `${made}${counted(events, 'event')}`,
            ...(records === null || records.passedOver === 0
              ? []
              : [`${counted(records.passedOver, 'other entry', 'other entries')} passed over`]),
            ...(badLines === 0 ? [] : [counted(badLines, 'bad line')]),
            ...(format === null ? [] : [format]),
            ...(compression === null || compression === 'none' ? [] : [compression]),
            ...(input.lacksHost === true ? ['host.id unknown (--host-id tells it)'] : []),
          ];
    const digest = sha256 === null || !hashes ? [] : [`SHA-256 ${sha256}`];
    return wrap(
      [spaces(2), ...cutPieces(`${name}: `, 300, 'faint'), piece([...facts, ...digest].join(', '))],
      width,
      4,
    );
  });
}

/**
 * What kept events from rules. That an option kept none is told, too: a condition that takes in everything is a slip. Entries of allow
 * lists that did nothing are told by themselves.
 */
function hiddenRows({ hidden }: RunSummary, width: number): readonly Line[] {
  const isAnyHidden = hidden.some(({ events }) => events > 0);
  const told = hidden.filter(
    ({ by, events }) => events > 0 || (!isAnyHidden && by.startsWith('--')),
  );
  return told.flatMap(({ by, events }) => {
    const text = `${by} left out ${events === 0 ? 'none of the events' : counted(events, 'event')} that rules ask for.`;
    return wrap(cutPieces(text, 300), width, 2);
  });
}

function silentSentence({ rules }: RunSummary): string {
  const silent = rules.loaded - rules.run;
  return silent === 0 ? '' : `${counted(silent, 'rule')} had no matching data.`;
}

/** Reasons and repeated alerts that are told without `verbose`. */
const MOST_SUPPRESSED = 5;

/** `12 alerts suppressed:` and by what, a row each; `verbose` tells the alerts that stand for others, too. */
function suppressedRows(
  { alerts }: RunSummary,
  width: number,
  verbose: boolean,
  areShown: boolean,
): readonly Line[] {
  const { total, byReason, repeated } = alerts.suppressed;
  if (total === 0) return [];
  const hint = areShown ? '' : ' (--show-suppressed shows them)';
  const shown = verbose ? byReason : byReason.slice(0, MOST_SUPPRESSED);
  const digits = Math.max(...byReason.map((each) => grouped(each.alerts).length));
  const row = (count: number, text: string): readonly Line[] =>
    wrap(
      [spaces(2), piece(grouped(count).padStart(digits)), spaces(2), ...cutPieces(text, 300)],
      width,
      digits + 4,
    );
  const rest = byReason.slice(shown.length).reduce((sum, each) => sum + each.alerts, 0);
  return [
    ...wrap([piece(`${counted(total, 'alert')} suppressed${hint}:`)], width),
    ...shown.flatMap((each) => row(each.alerts, suppressionText(each))),
    ...(rest === 0 ? [] : row(rest, 'for other reasons; -v tells them')),
    ...(verbose ? repeated : []).flatMap(({ alert, rule, terms, repeats }) => {
      const values = terms.map(({ field, value }) => `${field} ${value ?? 'absent'}`).join(', ');
      return row(repeats, `repeats of ${alert.slice(0, SHORT_ID)} ${rule.name}: ${values}`);
    }),
  ];
}

/** Reasons and rules named without `verbose`. */
const MOST_SILENT = { reasons: 6, names: 3 };

function silentRules({ rules: { silent } }: RunSummary): readonly SilentName[] {
  return silent.map((rule) => ({ name: rule.name, why: silenceText(rule) }));
}

/** What may have been missed, worst first. */
function warnings(summary: RunSummary): readonly string[] {
  const { rules, events, sequences, inputs, curtailed, losses } = summary;
  const refused = inputs.filter(({ isRefused }) => isRefused === true).map(({ name }) => name);
  const badLines = badLinesOf(summary) - refused.length;
  const spoiled = inputs
    .filter((input) => input.badLines > 0 && input.isRefused !== true)
    .map(({ name }) => name);
  const texts: string[] = [];
  const warn = (count: number, text: string): void => {
    if (count > 0) texts.push(text);
  };
  warn(
    badLines,
    `${counted(badLines, 'bad line')} in ${listed(spoiled, MOST_SILENT.names)}: alerts may be missing around ${them(badLines)}.`,
  );
  warn(losses, `${lossesText(losses)}: alerts may be missing.`);
  warn(
    refused.length,
    `${counted(refused.length, 'input holds', 'inputs hold')} no events: ${listed(refused, MOST_SILENT.names)}.`,
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
    curtailed,
    `${counted(curtailed, 'event holds', 'events hold')} lists that multiply beyond what is tried: alerts may be missing.`,
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
