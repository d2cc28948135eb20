// The report that a browser opens: one file, no network. The page with its program is built beforehand (`app/`); here only data is
// put into it, one element an alert, as the run goes on. A page that was cut off still opens, and says so.
import type { Alert, AlertThreat } from '../../alert/index.js';
import { attackTactics } from '../../attack/index.js';
import { invariant } from '../../source/index.js';
import { jsonText } from '../json-text.js';
import type { FinishedRun, Reporter, ReportSettings } from '../reporter.js';
import { diagnosticDocument } from '../summary-document.js';
import type { CoveredTactic, DataByKind, HeadData, RunData, StoryData } from './data.js';
import { AlertRules } from './rules.js';
import { rowOf } from './row.js';

/** The built page, and what stands in it where data goes. */
const PAGE = 'report.html';
const DATA_MARK = '<!--data-->';

/** Alerts that a page holds: a browser can show no more, and nobody reads as many. The page says how many it left out. */
const MOST_ALERTS = 50_000;

/** Longest text of an alert in UTF-16 units, and longest alert: documents beyond are left out. */
const LONGEST_TEXT = 16_384;
const LONGEST_STORY = 1_000_000;

/** A page that shows the alerts of a run. */
export function htmlReport({ tool, startedAt, asset }: ReportSettings): Reporter<string> {
  invariant(asset !== undefined, 'whoever writes a page has the files of the package');
  return new HtmlReport(asset(PAGE), { tool, startedAt });
}

class HtmlReport implements Reporter<string> {
  readonly #before: string;
  readonly #behind: string;
  readonly #rules = new AlertRules();
  #alerts = 0;

  constructor(page: string, settings: Pick<HeadData, 'tool' | 'startedAt'>) {
    const [before = '', behind = ''] = page.split(DATA_MARK);
    const tactics = attackTactics().map(({ id, name }) => ({ id, name }));
    const head: HeadData = { ...settings, tactics };
    this.#before = before + dataElement('head', head);
    this.#behind = behind;
  }

  alert(alert: Alert): string {
    const lead = this.#alerts === 0 ? this.#before : '';
    this.#alerts += 1;
    if (this.#alerts > MOST_ALERTS) return lead;
    const { index, added, marks } = this.#rules.of(alert);
    return [
      lead,
      added === null ? '' : dataElement('rule', added),
      dataElement('row', rowOf(alert, index)),
      dataElement('story', storyOf(alert, marks)),
    ].join('');
  }

  end({ summary, diagnostics, command, covered = [] }: FinishedRun): string {
    const run: RunData = {
      summary,
      command: command ?? null,
      covered: coveredTactics(covered),
      leftOut: Math.max(0, this.#alerts - MOST_ALERTS),
      diagnostics: diagnostics.shown.map(diagnosticDocument),
      folded: diagnostics.folded,
    };
    const lead = this.#alerts === 0 ? this.#before : '';
    return `${lead}${dataElement('run', run)}${this.#behind}`;
  }
}

/** Each tactic with its techniques, each once. */
function coveredTactics(threats: readonly AlertThreat[]): readonly CoveredTactic[] {
  const tactics = new Map<string, { name: string; techniques: Map<string, string> }>();
  for (const { tactic, technique } of threats) {
    const known = tactics.get(tactic.id) ?? { name: tactic.name, techniques: new Map() };
    tactics.set(tactic.id, known);
    for (const { id, name, subtechnique } of technique) {
      known.techniques.set(id, name);
      for (const sub of subtechnique) known.techniques.set(sub.id, sub.name);
    }
  }
  return Array.from(tactics, ([id, { name, techniques }]) => ({
    id,
    name,
    techniques: Array.from(techniques, ([each, title]) => ({ id: each, name: title })),
  }));
}

/** Rule and mapping are written once, with the rule. */
function storyOf(alert: Alert, marks: StoryData['marks']): StoryData {
  const { id, event_time, event, kind, reason, host, user, process } = alert;
  const { join_keys, grouped_by, suppressed, events } = alert;
  return {
    ...{ id, event_time, event, kind, reason, host, user, process },
    ...{ join_keys, grouped_by, suppressed, events, marks },
  };
}

/**
 * A value as an element of the page that is data, not program. Nothing in it can end the element or start another: `<` is
 * written as an escape. Texts are cut to {@link LONGEST_TEXT}, documents left out where the whole is still too long.
 */
function dataElement<Kind extends keyof DataByKind>(kind: Kind, value: DataByKind[Kind]): string {
  const whole = jsonText(value, shorten);
  const json =
    whole.length <= LONGEST_STORY || kind !== 'story'
      ? whole
      : jsonText(value, (key, item) => (key === 'document' ? null : shorten(key, item)));
  return `<script type="application/json" data-kind="${kind}">${json.replaceAll('<', '\\u003c')}</script>\n`;
}

function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONGEST_TEXT) return value;
  const left = value.length - LONGEST_TEXT;
  return `${value.slice(0, LONGEST_TEXT).toWellFormed()}… (${left} more characters)`;
}
