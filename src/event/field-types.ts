// What is known of fields without looking at any data: names and types of ECS and of the Linux data sources.
// Nothing is read at import; a question about a field reads the lines of its parent.
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
  const known = types.get(path);
  if (known !== undefined) return known;
  const type = findType(path);
  if (type !== undefined) types.set(path, type);
  return type;
}

/** Every known field name that a query can read, parents left out: for "did you mean". */
export function knownFields(): Iterable<string> {
  return (readable ??= allReadable());
}

interface Tables {
  /** By parent: what is written of the names below it, each time it has a line. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Every path with fields below it. */
  readonly parents: ReadonlySet<string>;
}

/** By name below one parent: the type as written. */
type Leaves = ReadonlyMap<string, string>;

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

/** The tables are constants; these only remember what was read of them. */
let split: Tables | undefined;
let readable: readonly string[] | undefined;
const leaves = new Map<string, Leaves>();
const types = new Map<string, FieldType>();

function tables(): Tables {
  return (split ??= splitLines(ECS_FIELDS, DATA_SOURCE_FIELDS));
}

function findType(path: string): FieldType | undefined {
  const written = writtenType(path);
  if (written !== undefined) return isFieldType(written) ? written : 'keyword';
  if (tables().parents.has(path)) return 'object';
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const above = path.slice(0, dot);
    if (leavesOf(above)?.has('*') === true || writtenType(above) === 'flattened') return 'keyword';
  }
  return undefined;
}

/** What the tables say of a path itself; undefined where they do not name it as a field. */
function writtenType(path: string): string | undefined {
  const dot = path.lastIndexOf('.');
  return dot === 0 ? undefined : leavesOf(parentOf(path))?.get(path.slice(dot + 1));
}

function leavesOf(parent: string): Leaves | undefined {
  const lines = tables().lines.get(parent);
  if (lines === undefined) return undefined;
  const known = leaves.get(parent) ?? readLeaves(lines);
  leaves.set(parent, known);
  return known;
}

/** Reads `leaf leaf=type *`. Where two lines name a field, the first one decides. */
function readLeaves(lines: readonly string[]): Leaves {
  const written = new Map<string, string>();
  for (const entry of lines.flatMap((line) => line.split(' '))) {
    const [leaf = '', type = 'keyword'] = entry.split('=');
    if (!written.has(leaf)) written.set(leaf, type);
  }
  return written;
}

/** Takes lines of `parent: leaf leaf=type *` apart. */
function splitLines(...texts: readonly string[]): Tables {
  const lines = new Map<string, string[]>();
  const parents = new Set<string>();
  for (const line of texts.join('').split('\n')) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const parent = line.slice(0, colon);
    const known = lines.get(parent);
    if (known === undefined) lines.set(parent, [line.slice(colon + 2)]);
    else known.push(line.slice(colon + 2));
    for (let path = parent; path !== '' && !parents.has(path); path = parentOf(path)) {
      parents.add(path);
    }
  }
  return { lines, parents };
}

function allReadable(): readonly string[] {
  return [...tables().lines.keys()].flatMap((parent) =>
    [...(leavesOf(parent) ?? [])]
      .filter(([leaf, written]) => leaf !== '*' && written !== 'object')
      .map(([leaf]) => (parent === '' ? leaf : `${parent}.${leaf}`)),
  );
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0));
}

function isFieldType(text: string): text is FieldType {
  return TYPES.has(text);
}
