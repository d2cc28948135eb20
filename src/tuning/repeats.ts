// Alert suppression as Kibana has it: of alerts of one rule that agree in some fields, the first stands for the others, for as long as
// the window lasts. A window begins with the event time of its first alert and does not slide. Kibana opens one for each run of a
// rule where there is no window; a scan is one run. Source: https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression
import type { Alert } from '../alert/index.js';
import { Field, listOf, parseTimestamp, type Scalar } from '../event/index.js';
import type { RuleSuppression } from '../rule/index.js';

/** An alert that stands for others. */
export interface RepeatedAlert {
  readonly alert: string;
  readonly rule: { readonly id: string; readonly name: string };
  /** The fields that they agree in, and their values; null where they have none. */
  readonly terms: readonly { readonly field: string; readonly value: string | null }[];
  /** Alerts that it stands for, itself not counted. */
  readonly repeats: number;
}

interface Group extends Omit<RepeatedAlert, 'repeats'> {
  repeats: number;
  /** Milliseconds; null where the alert has no time, or there is no window. */
  readonly start: number | null;
}

/** Groups that are held at a time: the one that was seen least recently goes first, and its next alert is reported anew. */
const MOST_GROUPS = 100_000;
/** Alerts that stand for others and are told one by one, those with the most repeats. */
const MOST_TOLD = 1000;

export class Repeats {
  readonly #groups = new Map<string, Group>();
  readonly #fields = new Map<string, Field>();
  readonly #mostGroups: number;
  #told: RepeatedAlert[] = [];

  constructor(mostGroups = MOST_GROUPS) {
    this.#mostGroups = mostGroups;
  }

  /** The alert that stands for this one, and in what they agree; null where this one stands for itself. */
  take(
    alert: Alert,
    { fields, windowMs, missing }: RuleSuppression,
  ): Pick<RepeatedAlert, 'alert' | 'terms'> | null {
    const terms = fields.map((field) => ({ field, value: this.#valueOf(alert, field) }));
    if (missing === 'separate' && terms.some(({ value }) => value === null)) return null;
    const time = alert.event_time === null ? null : (parseTimestamp(alert.event_time)?.ms ?? null);
    // Without a time it is in no window.
    if (windowMs !== null && time === null) return null;
    const key = JSON.stringify([alert.rule.id, ...terms.map(({ value }) => value)]);
    const group = this.#groups.get(key);
    // Anew in any case: the order of the map is that of use.
    this.#groups.delete(key);
    const isWithin =
      group !== undefined &&
      (windowMs === null ||
        (time !== null && group.start !== null && Math.abs(time - group.start) <= windowMs));
    if (isWithin) {
      group.repeats += 1;
      this.#groups.set(key, group);
      return group;
    }
    if (group !== undefined) this.#close(group);
    const { id, name } = alert.rule;
    this.#groups.set(key, { alert: alert.id, rule: { id, name }, terms, repeats: 0, start: time });
    this.#shrink();
    return null;
  }

  /** The alerts that stand for others: those with the most repeats first, a thousand at most. */
  told(): readonly RepeatedAlert[] {
    return mostOf([...this.#told, ...[...this.#groups.values()].filter(hasRepeats)]);
  }

  #close(group: Group): void {
    if (!hasRepeats(group)) return;
    this.#told.push(group);
    if (this.#told.length >= 2 * MOST_TOLD) this.#told = [...mostOf(this.#told)];
  }

  #shrink(): void {
    const [oldest] = this.#groups;
    if (this.#groups.size <= this.#mostGroups || oldest === undefined) return;
    this.#groups.delete(oldest[0]);
    this.#close(oldest[1]);
  }

  /** What all events of the alert have in the field, a list as a whole; null where they differ or have nothing. */
  #valueOf({ events }: Alert, path: string): string | null {
    let field = this.#fields.get(path);
    if (field === undefined) this.#fields.set(path, (field = new Field(path)));
    const texts = new Set<string>();
    for (const event of events) {
      if (event !== null) texts.add(textOf(listOf(field.read(event.document))));
    }
    const [text = ''] = texts;
    return texts.size !== 1 || text === '' ? null : text;
  }
}

function textOf(values: readonly Scalar[]): string {
  return [...new Set(values.map(String))].sort().join(', ');
}

function hasRepeats({ repeats }: RepeatedAlert): boolean {
  return repeats > 0;
}

function mostOf(alerts: readonly RepeatedAlert[]): readonly RepeatedAlert[] {
  return alerts
    .toSorted((a, b) => b.repeats - a.repeats || (a.alert < b.alert ? -1 : 1))
    .slice(0, MOST_TOLD)
    .map(({ alert, rule, terms, repeats }) => ({ alert, rule, terms, repeats }));
}
