// Which of the alerts of a run are reported. Nothing is lost: what is not reported is counted, with what suppressed it.
import type { Alert, AlertSuppression } from '../alert/index.js';
import type { Rule, RuleSuppression } from '../rule/index.js';
import type { AllowedAlerts } from './allow.js';
import type { AllowEntry } from './allow-list.js';
import { Repeats, type RepeatedAlert, type RepeatsState } from './repeats.js';

/** How alerts are suppressed; what is absent suppresses nothing. */
export interface TuningOptions {
  /** Tried in their order. */
  readonly allow?: readonly AllowedAlerts[];
  /** Whether alerts of building-block rules are suppressed. */
  readonly hideBuildingBlocks?: boolean;
  readonly isKnown?: (alert: Alert) => boolean;
  /** Of which alerts the first stands for the others; `rule`: as each rule says itself. */
  readonly repeats?: 'rule' | RuleSuppression;
  /** Most alerts of a rule; `rule`: its `max_signals`. */
  readonly maxPerRule?: number | 'rule';
  readonly max?: number;
}

/** Alerts that were suppressed for one reason. */
export interface SuppressedAlerts extends Omit<AlertSuppression, 'alert'> {
  readonly alerts: number;
}

/** What decides about alerts to come; survives a structured clone. */
export interface TunerState {
  readonly repeats: RepeatsState;
  /** By rule: alerts that count for its limit. */
  readonly perRule: readonly (readonly [rule: string, alerts: number])[];
  readonly reported: number;
}

/** Kibana's own limit for rules that name none. */
const DEFAULT_MAX_SIGNALS = 100;

/** Takes the alerts of one run in their order. Holds a bounded number of things, however many alerts there are. */
export class Tuner {
  #options: TuningOptions;
  readonly #repeats = new Repeats();
  readonly #counts = new Map<string, SuppressedAlerts>();
  /** Entries that have suppressed an alert, by {@link nameOf}. */
  readonly #used = new Set<string>();
  readonly #perRule = new Map<string, number>();
  #reported = 0;

  constructor(options: TuningOptions) {
    this.#options = options;
  }

  /** Goes on by other options: those of a list that has changed. */
  revise(options: TuningOptions): void {
    this.#options = options;
  }

  save(): TunerState {
    const [perRule, reported] = [[...this.#perRule], this.#reported];
    return { repeats: this.#repeats.save(), perRule, reported };
  }

  /** Takes up what another one has saved, before the first alert. */
  restore({ repeats, perRule, reported }: TunerState): void {
    this.#repeats.restore(repeats);
    for (const [rule, alerts] of perRule) this.#perRule.set(rule, alerts);
    this.#reported = reported;
  }

  /** The alert, with what suppresses it and in what it is like those that it repeats or stands for. */
  take(alert: Alert, rule: Rule): Alert {
    const { suppressed, grouped_by } = this.#fate(alert, rule);
    if (suppressed === null) {
      this.#reported += 1;
      return grouped_by === null ? alert : { ...alert, grouped_by };
    }
    this.#count(suppressed);
    return { ...alert, grouped_by, suppressed };
  }

  /** Alerts by what suppressed them, in the order in which that came first. */
  get suppressed(): readonly SuppressedAlerts[] {
    return [...this.#counts.values()];
  }

  /** The alerts that stand for others. */
  get repeated(): readonly RepeatedAlert[] {
    return this.#repeats.told();
  }

  /** Whether an entry has suppressed an alert. */
  hasUsed(entry: AllowEntry): boolean {
    return this.#used.has(nameOf(entry));
  }

  /** Alerts that are not reported do not count as the first of several; known ones do not use up a limit. */
  #fate(alert: Alert, rule: Rule): Fate {
    const before = this.#beforeRepeats(alert, rule);
    if (before !== null) return { suppressed: before, grouped_by: null };
    const { repeats } = this.#options;
    const grouping = repeats === 'rule' ? rule.suppression : (repeats ?? null);
    const standing = grouping === null ? null : this.#repeats.take(alert, grouping);
    const grouped_by = standing?.terms ?? null;
    if (standing !== null && standing.first !== null) {
      const fields = standing.terms.map(({ field }) => field).join(', ');
      const repeat = plain('repeat', `same ${fields} as an earlier alert`);
      return { suppressed: { ...repeat, alert: standing.first }, grouped_by };
    }
    const over = this.#overLimit(rule);
    if (over !== null) return { suppressed: over, grouped_by: null };
    standing?.open();
    return { suppressed: null, grouped_by };
  }

  #beforeRepeats(alert: Alert, rule: Rule): AlertSuppression | null {
    const { allow = [], hideBuildingBlocks, isKnown } = this.#options;
    const allowed = allow.find(({ allows }) => allows(alert));
    if (allowed !== undefined) {
      const { place, reason, owner } = allowed.entry;
      this.#used.add(nameOf(allowed.entry));
      return { by: 'allow', reason, entry: place, owner, alert: null };
    }
    if (hideBuildingBlocks === true && rule.buildingBlock) {
      return plain('building-block', 'building block: of use to other rules');
    }
    return isKnown?.(alert) === true ? plain('baseline', 'known from the baseline') : null;
  }

  #overLimit(rule: Rule): AlertSuppression | null {
    const { max } = this.#options;
    const limit = this.#limitOf(rule);
    const count = (this.#perRule.get(rule.id) ?? 0) + 1;
    if (count > limit) return plain('limit', `over the limit for alerts of a rule, ${limit}`);
    if (limit !== Infinity) this.#perRule.set(rule.id, count);
    return max !== undefined && this.#reported >= max
      ? plain('limit', `over the limit for alerts, ${max}`)
      : null;
  }

  #limitOf(rule: Rule): number {
    const { maxPerRule = Infinity } = this.#options;
    return maxPerRule === 'rule' ? (rule.maxSignals ?? DEFAULT_MAX_SIGNALS) : maxPerRule;
  }

  #count({ by, reason, entry, owner }: AlertSuppression): void {
    const key = JSON.stringify([by, reason, entry]);
    const alerts = (this.#counts.get(key)?.alerts ?? 0) + 1;
    this.#counts.set(key, { by, reason, entry, owner, alerts });
  }
}

/** What becomes of an alert. */
type Fate = Pick<Alert, 'suppressed' | 'grouped_by'>;

/** Names an entry, also when its list has been read again. */
function nameOf({ place, reason }: AllowEntry): string {
  return JSON.stringify([place, reason]);
}

function plain(by: AlertSuppression['by'], reason: string): AlertSuppression {
  return { by, reason, entry: null, owner: null, alert: null };
}
