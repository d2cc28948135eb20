import type { FieldType, Scalar } from '../event/index.js';
import { fitOf, type Fit } from './fit.js';

/** Distinct values that are kept of a field. */
const MOST_EXAMPLES = 5;
/** UTF-16 units that are kept of a text. */
const LONGEST_EXAMPLE = 120;

/** What JSON calls a value. */
export type JsonType = 'string' | 'number' | 'boolean' | 'object';

/** What was seen of one field. */
export interface SeenField {
  readonly path: string;
  /** Events that have it. */
  readonly events: number;
  /** The same by number of the data set; shorter where the last ones have none. */
  readonly byDataSet: readonly number[];
  readonly types: readonly JsonType[];
  /** Distinct values, the first ones; long ones cut short. */
  readonly examples: readonly Scalar[];
  /** The type that the field should have; null for a field that nobody knows. */
  readonly known: FieldType | null;
  /** Values that do not fit the known type. */
  readonly clash: Clash | null;
}

export interface Clash {
  readonly events: number;
  /** The first value that does not fit, cut short; null for an object. */
  readonly example: Scalar | null;
}

/** A field, or an object on the way to fields, with what was seen of it so far. */
export class FieldNode {
  readonly path: string;
  /** By key; a dotted key leads to the same node as nested ones. */
  readonly children = new Map<string, FieldNode>();
  readonly #fit: Fit;
  readonly #types = new Set<JsonType>();
  readonly #examples: Scalar[] = [];
  readonly #byDataSet: number[] = [];
  #events = 0;
  #clashes = 0;
  #clashing: Scalar | null = null;
  /** Numbers of the documents counted last: each counts once. */
  #lastDocument = 0;
  #lastClash = 0;

  constructor(path: string) {
    this.path = path;
    this.#fit = fitOf(path);
  }

  get events(): number {
    return this.#events;
  }

  /** Whether there was a value that a query can read. */
  get hasValues(): boolean {
    return this.#examples.length > 0;
  }

  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** The node at `path` below this one. */
  find(path: string): FieldNode | undefined {
    return path
      .split('.')
      .reduce<FieldNode | undefined>((node, key) => node?.children.get(key), this);
  }

  /** All nodes below this one. */
  all(): readonly FieldNode[] {
    return [...this.children].flatMap(([key, node]) =>
      key.includes('.') ? [] : [node, ...node.all()],
    );
  }

  /** Notes a value; `document` and `dataSet` are numbers of where it stands. */
  seeValue(value: Scalar, document: number, dataSet: number | null): void {
    this.#count(document, dataSet);
    // typeof of a scalar is one of these.
    this.#types.add(typeof value as JsonType);
    if (this.#examples.length < MOST_EXAMPLES) this.#keep(value);
    if (this.#fit.value !== null && !this.#fit.value(value)) this.#clash(document, value);
  }

  /** Notes an object. On the way to fields it is no more than that. */
  seeObject(document: number, dataSet: number | null): void {
    if (this.#fit.takesObjects) return;
    this.#count(document, dataSet);
    this.#types.add('object');
    this.#clash(document, null);
  }

  report(): SeenField {
    return {
      path: this.path,
      events: this.#events,
      byDataSet: Array.from(this.#byDataSet, (events: number | undefined) => events ?? 0),
      types: [...this.#types].sort(),
      examples: this.#examples,
      known: this.#fit.known,
      clash: this.#clashes === 0 ? null : { events: this.#clashes, example: this.#clashing },
    };
  }

  #count(document: number, dataSet: number | null): void {
    if (this.#lastDocument === document) return;
    this.#lastDocument = document;
    this.#events += 1;
    if (dataSet !== null) this.#byDataSet[dataSet] = (this.#byDataSet[dataSet] ?? 0) + 1;
  }

  #keep(value: Scalar): void {
    const short = shortened(value);
    if (!this.#examples.includes(short)) this.#examples.push(short);
  }

  #clash(document: number, value: Scalar | null): void {
    if (this.#lastClash === document) return;
    this.#lastClash = document;
    this.#clashes += 1;
    if (this.#clashes === 1) this.#clashing = value === null ? null : shortened(value);
  }
}

/** A copy of its own: a slice would keep the whole of a long text in memory. */
function shortened(value: Scalar): Scalar {
  if (typeof value !== 'string' || value.length <= LONGEST_EXAMPLE) return value;
  const characters = Array.from(value.slice(0, LONGEST_EXAMPLE));
  return `${characters.slice(0, -1).join('')}…`;
}
