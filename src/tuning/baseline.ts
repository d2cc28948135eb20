import { eventsId, type Alert, type Hash } from '../alert/index.js';

/**
 * Alerts that are known already. An alert is known by its rule and its events; the version of the rule takes no part, so that a new
 * version does not make all known alerts new.
 */
export class Baseline {
  readonly #known = new Set<string>();
  readonly #hash: Hash;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  add(alert: Alert): void {
    this.#known.add(this.#identityOf(alert));
  }

  has(alert: Alert): boolean {
    return this.#known.has(this.#identityOf(alert));
  }

  /** What tells an alert from others, in this and any other run. */
  #identityOf({ rule, events }: Alert): string {
    const identities = events.map((event) =>
      event === null ? null : { id: event._id, indexName: event._index, document: event.document },
    );
    return this.#hash(`${rule.id}\n${eventsId(identities, this.#hash)}`).slice(0, 32);
  }
}
