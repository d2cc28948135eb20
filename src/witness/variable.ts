/** What values are looked for: fields of events, of which join keys make several one. */
import { fieldType, type FieldType, type Scalar, type Value } from '../event/index.js';
import type { Demand } from './goal.js';

/** One unknown of a search. Fields of several events that are the same join key are one variable. */
export interface Variable {
  readonly id: string;
  /** The fields it stands for, none twice. */
  readonly paths: readonly [string, ...string[]];
  readonly type: FieldType | undefined;
  /** Whether an event usually has several values there. */
  readonly isList: boolean;
}

/** The value of each variable that has one. */
export type Values = ReadonlyMap<string, Value>;

/** The variable of the fields at `paths`. */
export function variableOf(id: string, paths: readonly [string, ...string[]]): Variable {
  return { id, paths, type: fieldType(paths[0]), isList: paths.every(isListField) };
}

/** Whether a demand is met by `values`, with the variable `id` taken to be `value`. */
export function isMet(demand: Demand, values: Values, id?: string, value: Value = null): boolean {
  const { leaf, wanted, variables } = demand;
  return leaf.holds(
    variables.map((variable) => (variable === id ? value : (values.get(variable) ?? null))),
    wanted,
  );
}

/** Fields that ECS and the data sources write as a list. */
const LISTS: ReadonlySet<string> = new Set([
  'container.image.tag',
  'dns.header_flags',
  'dns.resolved_ip',
  'dns.type',
  // Elastic Defend merges a fork, its exec and its end into one event.
  'event.action',
  'event.category',
  'event.type',
  'file.attributes',
  'host.ip',
  'host.mac',
  'process.args',
  'process.env_vars',
  'process.parent.args',
  'tags',
  'user.roles',
]);

/** Parents and last parts of names under which lists are usual. */
const LIST_NAMES =
  /(?:^related\.|\.(?:args|env_vars|capabilities\.\w+|groups|tags|ip_allow_list)$)/;

/** Whether an event usually has a list there, or may have one for all that is known of the field. */
export function isListField(path: string): boolean {
  return LISTS.has(path) || LIST_NAMES.test(path) || fieldType(path) === undefined;
}

/** A value as the field's type has it in JSON. */
export function asTyped(value: Scalar, { type }: Variable): Scalar {
  switch (type) {
    case 'long':
    case 'double': {
      const number = typeof value === 'string' && value !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return value;
      // An index keeps no fraction of a long.
      return type === 'long' ? Math.trunc(number) : number;
    }
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'keyword':
    case 'ip':
    case 'version':
      return typeof value === 'string' ? value : String(value);
    case 'date':
    case 'object':
    case undefined:
      return value;
  }
}
