// Alerts as a page of Markdown: what was found by which rules, then the alerts of each rule in a table. The page starts with
// what matters most, so it is made at the end; of each rule it holds a bounded number of alerts.
import type { Alert, AlertRule, AlertThreat } from '../alert/index.js';
import { ALERT_COLUMNS, techniqueIds } from './columns.js';
import { markdownCode, markdownTable, markdownText, techniqueLink } from './markdown.js';
import type { FinishedRun } from './reporter.js';
import { SEVERITIES } from './counts.js';
import { SHORT_ID } from './text.js';
import { badLinesOf } from './summary.js';
import { counted, dateTime, grouped, lossesText, shortened } from './words.js';

/** How much a page holds. */
export interface PageLimits {
  /** Alerts of one rule that are told one by one. */
  readonly alertsPerRule: number;
  /** UTF-16 units of all tables of alerts together; rules beyond are counted. */
  readonly size: number;
}

/** Longest text of an event in a cell. */
const LONGEST = 300;
const MOST_PROBLEMS = 20;

interface Section {
  readonly rule: AlertRule;
  readonly threat: readonly AlertThreat[];
  readonly rows: (readonly string[])[];
  alerts: number;
}

/** Takes alerts as they come, and gives the page when there are no more. */
export class AlertPage {
  readonly #limits: PageLimits;
  readonly #sections = new Map<string, Section>();

  constructor(limits: PageLimits) {
    this.#limits = limits;
  }

  add(alert: Alert): void {
    const { rule, threat } = alert;
    let section = this.#sections.get(rule.id);
    if (section === undefined) {
      section = { rule, threat, rows: [], alerts: 0 };
      this.#sections.set(rule.id, section);
    }
    section.alerts += 1;
    if (section.rows.length < this.#limits.alertsPerRule) section.rows.push(rowOf(alert));
  }

  /** The page; ends with a newline. */
  text(run: FinishedRun): string {
    const sections = run.alerts.byRule.flatMap(({ id }) => this.#sections.get(id) ?? []);
    const { total } = run.alerts;
    return [
      `# rshell-scan: ${total === 0 ? 'no alerts' : counted(total, 'alert')}\n`,
      ...overview(run),
      ...(sections.length === 0 ? [] : [ruleTable(sections)]),
      ...this.#bounded(sections),
      ...problems(run),
    ].join('\n');
  }

  #bounded(sections: readonly Section[]): readonly string[] {
    const texts: string[] = [];
    let size = 0;
    for (const section of sections) {
      const text = sectionText(section);
      if (size + text.length > this.#limits.size) break;
      size += text.length;
      texts.push(text);
    }
    const left = sections.length - texts.length;
    if (left === 0) return texts;
    return [...texts, `The alerts of ${counted(left, 'more rule')} are left out here.\n`];
  }
}

function rowOf(alert: Alert): readonly string[] {
  const command = ALERT_COLUMNS.command_line(alert);
  const short = (text: string): string => markdownText(shortened(text, LONGEST));
  return [
    alert.event_time === null ? '' : markdownText(dateTime(alert.event_time)),
    short(ALERT_COLUMNS.host(alert)),
    short(ALERT_COLUMNS.user(alert)),
    command === '' ? short(alert.reason) : markdownCode(shortened(command, LONGEST)),
    short(ALERT_COLUMNS.place(alert)),
    markdownText(alert.id.slice(0, SHORT_ID)),
  ];
}

/** What was read, and by how much the result can be trusted. */
function overview({ alerts, summary }: FinishedRun): readonly string[] {
  const bySeverity = SEVERITIES.flatMap((severity) =>
    alerts.bySeverity[severity] === 0
      ? []
      : [`${grouped(alerts.bySeverity[severity])} ${severity}`],
  );
  const suppressed = alerts.suppressed.total;
  const found = [
    ...(bySeverity.length === 0 ? [] : [`${bySeverity.join(', ')}.`]),
    ...(suppressed === 0 ? [] : [`${counted(suppressed, 'alert')} suppressed.`]),
  ];
  if (summary === null) return found.map((text) => `${text}\n`);
  const { events, rules, partial, losses } = summary;
  const read = `${grouped(rules.run)} of ${counted(rules.loaded, 'rule')} ran on ${counted(events.read, 'event')}`;
  const span =
    events.span === null
      ? ''
      : `, ${dateTime(events.span.start, 8)} to ${dateTime(events.span.end, 8)}`;
  const missed = [
    ...(partial ? ['**The run was stopped before the end of its input.**'] : []),
    ...(losses === 0 ? [] : [`**${lossesText(losses)}.**`]),
  ];
  return [[...found, `${markdownText(read + span)}.`, ...missed].join(' ') + '\n'];
}

function ruleTable(sections: readonly Section[]): string {
  const rows = sections.map(({ rule, threat, alerts }) => [
    rule.severity,
    markdownText(shortened(rule.name, LONGEST)),
    grouped(alerts),
    techniqueIds(threat).map(techniqueLink).join(' '),
  ]);
  return markdownTable(['severity', 'rule', 'alerts', 'ATT&CK'], rows);
}

function sectionText({ rule, rows, alerts }: Section): string {
  const left = alerts - rows.length;
  const more = left === 0 ? '' : `\nand ${counted(left, 'more alert')} of this rule\n`;
  const table = markdownTable(['time', 'host', 'user', 'what', 'where', 'alert'], rows);
  const facts = `${rule.severity}, risk ${rule.risk_score}, rule ${markdownCode(shortened(rule.id, LONGEST))}`;
  const about =
    rule.description === ''
      ? ''
      : `${markdownText(shortened(rule.description.replace(/\s+/g, ' '), 1000))}\n\n`;
  return `## ${markdownText(shortened(rule.name, LONGEST))}\n\n${facts}\n\n${about}${table}${more}`;
}

/** What was not read or not run. */
function problems({ diagnostics, summary }: FinishedRun): readonly string[] {
  const told = diagnostics.shown.filter(({ severity }) => severity !== 'info');
  const bad = summary === null ? 0 : badLinesOf(summary);
  if (told.length + bad === 0) return [];
  const items = told.slice(0, MOST_PROBLEMS).map(({ code, message, place, source }) => {
    const name = place?.name ?? source?.name;
    const line = place?.line === undefined ? '' : `:${place.line}`;
    const where = name === undefined ? '' : ` (${markdownText(shortened(name, LONGEST) + line)})`;
    return `- ${code}: ${markdownText(shortened(message, LONGEST))}${where}`;
  });
  const left =
    told.length - items.length + diagnostics.folded.reduce((sum, { count }) => sum + count, 0);
  return [
    '## Not read or not run\n',
    ...(bad === 0 ? [] : [`- ${counted(bad, 'bad line')}`]),
    ...items,
    ...(left === 0 ? [] : [`- and ${counted(left, 'more problem')}`]),
    '',
  ];
}
