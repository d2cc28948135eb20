// Counts the fields of documents: how many events have each, of which types, with which values. Bounded, whatever the
// documents hold: so many fields, so many examples of each, each of them short.
import { isArray, type Json, type JsonObject } from '../event/index.js';
import { FieldNode, type SeenField } from './field-node.js';

/** The most fields that are counted, objects on the way to them included; wanted ones come on top. */
export const MOST_FIELDS = 10_000;
/** Longer names are no field's: they are passed over. */
const LONGEST_PATH = 512;
/** Elasticsearch refuses such names. */
const HAS_EMPTY_PART = /^$|^\.|\.$|\.\./;

/** Takes documents one by one. */
export class FieldCensus {
  readonly #root = new FieldNode('');
  #nodes = 0;
  #isFull = false;
  #document = 0;
  #dataSet: number | null = null;

  /** `wanted`: fields that are counted in any case. */
  constructor(wanted: Iterable<string>) {
    for (const path of wanted) this.#descend(path);
    this.#nodes = 0;
  }

  /** Whether there were more fields than are counted. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Counts the fields of the next document, which is of the data set with this number, if it has one. */
  take(document: JsonObject, dataSet: number | null): void {
    this.#document += 1;
    this.#dataSet = dataSet;
    this.#walk(document, this.#root);
  }

  /** Whether some document had a value of the field. */
  saw(path: string): boolean {
    return this.#root.find(path)?.hasValues === true;
  }

  /** Every field that was seen, by name. Objects are none, unless a value is known to belong there. */
  fields(): readonly SeenField[] {
    return this.#root
      .all()
      .filter(({ events }) => events > 0)
      .map((node) => node.report())
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #walk(object: JsonObject, parent: FieldNode): void {
    for (const key in object) {
      const json = object[key];
      if (json === null || json === undefined) continue;
      const node = parent.children.get(key) ?? this.#child(parent, key);
      if (node !== null) this.#look(json, node);
    }
  }

  #look(json: Json, node: FieldNode): void {
    if (typeof json !== 'object') node.seeValue(json, this.#document, this.#dataSet);
    else if (isArray(json)) {
      for (const item of json) this.#look(item, node);
    } else if (json !== null) {
      node.seeObject(this.#document, this.#dataSet);
      this.#walk(json, node);
    }
  }

  /** The node of a key that `parent` has not had so far; null when it is not counted. */
  #child(parent: FieldNode, key: string): FieldNode | null {
    const path = parent.pathOf(key);
    if (path.length > LONGEST_PATH || HAS_EMPTY_PART.test(key)) return null;
    const node = this.#root.find(path) ?? this.#grow(path);
    // A dotted key is another spelling of nested ones: the next time it is found at once.
    if (node !== null && key.includes('.') && this.#nodes < MOST_FIELDS) {
      this.#nodes += 1;
      parent.children.set(key, node);
    }
    return node;
  }

  #grow(path: string): FieldNode | null {
    if (this.#nodes < MOST_FIELDS) return this.#descend(path);
    this.#isFull = true;
    return null;
  }

  /** The node at `path`, made with those above it where they are missing. */
  #descend(path: string): FieldNode {
    let node = this.#root;
    for (const key of path.split('.')) {
      let next = node.children.get(key);
      if (next === undefined) {
        next = new FieldNode(node.pathOf(key));
        node.children.set(key, next);
        this.#nodes += 1;
      }
      node = next;
    }
    return node;
  }
}
