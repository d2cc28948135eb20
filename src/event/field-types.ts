// What is known of fields without looking at any data: names and types of ECS and of the Linux data sources.
// Nothing is expanded at import; the first question expands the tables.
import { DATA_SOURCE_FIELDS } from './data-source-fields.js';
import { ECS_FIELDS } from './ecs-fields.js';

/** What Elasticsearch's mapping would say of a field, as far as EQL can tell the difference. */
export type FieldType =
  'keyword' | 'long' | 'double' | 'boolean' | 'date' | 'ip' | 'version' | 'object';

/**
 * The type of a known field; undefined for one that is neither in ECS nor in the tables of the data sources. A parent
 * of known fields, such as `process.parent`, is an `object`. Every name below a flattened field, below `labels` or
 * below `auditd.data` is a known keyword.
 */
export function fieldType(path: string): FieldType | undefined {
  const { types, open } = tables();
  const type = types.get(path);
  if (type !== undefined) return type;
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    if (open.has(path.slice(0, dot))) return 'keyword';
  }
  return undefined;
}

/** Every known field name that a query can read, parents left out: for "did you mean". */
export function knownFields(): Iterable<string> {
  return tables().readable;
}

interface Tables {
  readonly types: ReadonlyMap<string, FieldType>;
  /** Paths under which every name is a known keyword. */
  readonly open: ReadonlySet<string>;
  readonly readable: readonly string[];
}

const TYPES: ReadonlySet<string> = new Set<FieldType>([
  'keyword',
  'long',
  'double',
  'boolean',
  'date',
  'ip',
  'version',
  'object',
]);

/** The tables are constants; this only remembers that they were expanded. */
let expanded: Tables | undefined;

function tables(): Tables {
  return (expanded ??= expand(ECS_FIELDS, DATA_SOURCE_FIELDS));
}

/** Reads lines of `parent: leaf leaf=type *`. Where two tables name a field, the first one decides. */
function expand(...texts: readonly string[]): Tables {
  const types = new Map<string, FieldType>();
  const open = new Set<string>();
  const readable: string[] = [];
  const parents: string[] = [];
  for (const line of texts.join('').split('\n')) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const parent = line.slice(0, colon);
    const prefix = parent === '' ? '' : `${parent}.`;
    parents.push(parent);
    for (const entry of line.slice(colon + 2).split(' ')) {
      const [leaf = '', written = 'keyword'] = entry.split('=');
      const path = prefix + leaf;
      if (leaf === '*') {
        open.add(parent);
        continue;
      }
      if (written === 'flattened') open.add(path);
      const type = isFieldType(written) ? written : 'keyword';
      if (types.has(path)) continue;
      types.set(path, type);
      if (type !== 'object') readable.push(path);
    }
  }
  for (const parent of parents) {
    for (let path = parent; path !== '' && !types.has(path); path = parentOf(path)) {
      types.set(path, 'object');
    }
  }
  return { types, open, readable };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0));
}

function isFieldType(text: string): text is FieldType {
  return TYPES.has(text);
}
