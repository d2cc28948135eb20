// Alert suppression as Kibana has it: of alerts of one rule that agree in some fields, the first stands for the others, for as long as
// the window lasts. A window begins with the event time of its first alert and does not slide. Kibana opens one for each run of a
// rule where there is no window; a scan is one run. Source: https://www.elastic.co/docs/solutions/security/detect-and-alert/alert-suppression
import type { Alert, AlertTerm } from '../alert/index.js';
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

/** What of a group an alert is to know. */
export interface Standing {
  readonly terms: readonly AlertTerm[];
  /** The alert that stands for this one; null where this one may stand for others. */
  readonly first: string | null;
  /** Has this one stand for others from now on: where it is the first, and reported. */
  readonly open: () => void;
}

interface Group extends Omit<RepeatedAlert, 'repeats' | 'terms'> {
  readonly terms: readonly AlertTerm[];
  repeats: number;
  /** Milliseconds; null where the alert has no time, or there is no window. */
  readonly start: number | null;
}

/** Alerts that later ones may repeat, the one that was repeated longest ago first; survives a structured clone. */
export type RepeatsState = readonly (readonly [key: string, group: Readonly<Group>])[];

/** Groups that are held at a time: the one that was seen least recently goes first, and its next alert is reported anew. */
const MOST_GROUPS = 100_000;
/** Alerts that stand for others and are told one by one, those with the most repeats. */
const MOST_TOLD = 1000;

export class Repeats {
  readonly #groups = new Map<string, Group>();
  readonly #fields = new Map<string, Field>();
  readonly #mostGroups: number;
  #told: Group[] = [];

  constructor(mostGroups = MOST_GROUPS) {
    this.#mostGroups = mostGroups;
  }

  save(): RepeatsState {
    return Array.from(this.#groups, ([key, group]) => [key, { ...group }]);
  }

  /** Takes up what another one has saved, before the first alert. */
  restore(groups: RepeatsState): void {
    for (const [key, group] of groups) this.#groups.set(key, { ...group });
  }

  /** What the alert repeats, or may open; null where it is in no group, so that it stands for itself alone. */
  take(alert: Alert, { fields, windowMs, missing }: RuleSuppression): Standing | null {
    const terms = fields.map((field) => ({ field, value: this.#valueOf(alert, field) }));
    if (missing === 'separate' && terms.some(({ value }) => value === null)) return null;
    const time = alert.event_time === null ? null : (parseTimestamp(alert.event_time)?.ms ?? null);
    // Without a time it is in no window.
    if (windowMs !== null && time === null) return null;
    const key = JSON.stringify([alert.rule.id, terms]);
    const group = this.#groups.get(key);
    const isWithin =
      group !== undefined &&
      (windowMs === null ||
        (time !== null && group.start !== null && Math.abs(time - group.start) <= windowMs));
    if (isWithin) {
      group.repeats += 1;
      // Anew: the order of the map is that of use.
      this.#groups.delete(key);
      this.#groups.set(key, group);
      return { terms, first: group.alert, open: () => undefined };
    }
    const open = (): void => {
      if (group !== undefined) this.#close(group);
      const { id, name } = alert.rule;
      this.#groups.delete(key);
      const opened = { alert: alert.id, rule: { id, name }, terms, repeats: 0, start: time };
      this.#groups.set(key, opened);
      this.#shrink();
    };
    return { terms, first: null, open };
  }

  /** The alerts that stand for others: those with the most repeats first, a thousand at most. */
  told(): readonly RepeatedAlert[] {
    const groups = mostOf([...this.#told, ...[...this.#groups.values()].filter(hasRepeats)]);
    return groups.map(({ alert, rule, terms, repeats }) => ({
      alert,
      rule,
      terms: terms.map(inWords),
      repeats,
    }));
  }

  #close(group: Group): void {
    if (!hasRepeats(group)) return;
    this.#told.push(group);
    if (this.#told.length >= 2 * MOST_TOLD) this.#told = mostOf(this.#told);
  }

  #shrink(): void {
    const [oldest] = this.#groups;
    if (this.#groups.size <= this.#mostGroups || oldest === undefined) return;
    this.#groups.delete(oldest[0]);
    this.#close(oldest[1]);
  }

  /** The values that all events of the alert have in the field, which are those of Kibana's shell alert; null where there are none. */
  #valueOf({ events }: Alert, path: string): AlertTerm['value'] {
    let field = this.#fields.get(path);
    if (field === undefined) this.#fields.set(path, (field = new Field(path)));
    let shared: readonly Scalar[] | null = null;
    for (const event of events) {
      if (event === null) continue;
      const own: ReadonlySet<Scalar> = new Set(listOf(field.read(event.document)));
      shared = shared === null ? [...own] : shared.filter((value) => own.has(value));
    }
    const values = (shared ?? []).toSorted(byText);
    return values.length > 1 ? values : (values[0] ?? null);
  }
}

function byText(a: Scalar, b: Scalar): number {
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A term in words, as summaries tell it. */
function inWords({ field, value }: AlertTerm): RepeatedAlert['terms'][number] {
  const values = typeof value === 'object' ? value : [value];
  return { field, value: values === null ? null : values.map(String).join(', ') };
}

function hasRepeats({ repeats }: Group): boolean {
  return repeats > 0;
}

function mostOf(groups: readonly Group[]): Group[] {
  return groups
    .toSorted((a, b) => b.repeats - a.repeats || (a.alert < b.alert ? -1 : 1))
    .slice(0, MOST_TOLD);
}
