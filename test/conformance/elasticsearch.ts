// Reads Elasticsearch's official EQL vectors as its own test harness does: documents, mappings and queries.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import { compileQuery } from '../../src/index.js';
import type {
  FieldType,
  Json,
  JsonObject,
  QueryOptions,
  SearchableQuery,
} from '../../src/index.js';
import { shared } from '../support/shared.js';

/** One query of a vector file with the answer that Elasticsearch gives. */
export interface Vector {
  readonly name: string;
  readonly query: string;
  /** Lists of event ids, flattened over matches, -1 for a missing event; any one of them is right. */
  readonly expected: readonly (readonly number[])[];
  /** Join keys flattened over matches, as text; undefined where the file does not say. */
  readonly joinKeys: readonly string[] | undefined;
  readonly size: number;
  readonly maxSamplesPerKey: number;
}

/** What a group of vector files runs against. */
export interface DataSet {
  readonly files: readonly string[];
  readonly data: readonly string[];
  readonly mappings: readonly string[];
  /** The field whose values the expectations list. */
  readonly id: string;
  readonly tiebreaker?: string;
}

export const DATA_SETS: readonly DataSet[] = [
  {
    files: ['test_queries', 'additional_test_queries', 'test_queries_date'],
    data: ['endgame-140.rebuilt'],
    mappings: ['endgame-140'],
    id: 'serial_event_id',
    tiebreaker: 'serial_event_id',
  },
  {
    files: ['test_extra'],
    data: ['extra'],
    mappings: ['extra'],
    id: 'sequence',
    tiebreaker: 'sequence',
  },
  {
    files: ['test_missing_events'],
    data: ['missing-events'],
    mappings: ['missing-events'],
    id: 'sequence',
    tiebreaker: 'sequence',
  },
  {
    files: ['test_sample'],
    data: ['sample1', 'sample2', 'sample3'],
    mappings: ['sample1', 'sample2', 'sample3'],
    id: 'id',
  },
  { files: ['test_sample_multi'], data: ['sample-multi'], mappings: ['sample-multi'], id: 'id' },
];

interface Property {
  readonly type?: string;
  readonly path?: string;
  readonly null_value?: Json;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Property>>;
}

const TYPES: Readonly<Record<string, FieldType>> = {
  long: 'long',
  boolean: 'boolean',
  date: 'date',
  ip: 'ip',
  version: 'version',
};

/** All vectors of one file. */
export function readVectors(file: string): readonly Vector[] {
  const text = readFileSync(shared('conformance', 'elasticsearch', `${file}.toml`), 'utf8');
  const { queries } = parse(text) as unknown as { queries: readonly RawVector[] };
  return queries.map((raw) => ({
    name: raw.name,
    query: raw.query,
    expected: isNested(raw.expected_event_ids) ? raw.expected_event_ids : [raw.expected_event_ids],
    joinKeys: raw.join_keys,
    size: raw.size ?? 50,
    maxSamplesPerKey: raw.max_samples_per_key ?? 1,
  }));
}

interface RawVector {
  readonly name: string;
  readonly query: string;
  readonly expected_event_ids: readonly number[] | readonly (readonly number[])[];
  readonly join_keys?: readonly string[];
  readonly size?: number;
  readonly max_samples_per_key?: number;
}

function isNested(
  ids: readonly number[] | readonly (readonly number[])[],
): ids is readonly (readonly number[])[] {
  return Array.isArray(ids[0]);
}

/**
 * The documents of a data set as they would be indexed: aliases readable, null values replaced, dates in a format of
 * their own turned into epoch milliseconds.
 */
export function readDocuments(dataSet: DataSet): readonly JsonObject[] {
  return dataSet.data.flatMap((name, number) => {
    const mapping = dataSet.mappings[number] ?? dataSet.mappings[0];
    const properties = [...readMapping(mapping!)];
    const file = shared('conformance', 'elasticsearch', 'data', `${name}.data`);
    const documents = JSON.parse(readFileSync(file, 'utf8')) as readonly JsonObject[];
    return documents.map((document) => {
      const indexed: Record<string, Json | undefined> = { ...document };
      for (const [path, property] of properties) {
        if (property.null_value !== undefined && indexed[path] === null) {
          indexed[path] = property.null_value;
        }
        if (property.path !== undefined) indexed[path] = document[property.path];
        const value = indexed[path];
        if (property.format !== undefined && typeof value === 'string') {
          indexed[path] = epochMillis(value, property.format);
        }
      }
      return indexed;
    });
  });
}

/** `17-12-2022` in the format `dd-MM-yyyy`, or `2022-12-17` in `yyyy-MM-dd`. */
function epochMillis(text: string, format: string): number {
  const parts = text.split('-');
  return Date.parse((format.startsWith('d') ? parts.reverse() : parts).join('-'));
}

/** The type of each field by the mappings of a data set. */
export function fieldTypes(dataSet: DataSet): (path: string) => FieldType | undefined {
  // The stored mapping of `extra` is older than its version queries and documents.
  const types = new Map<string, FieldType>([['version', 'version']]);
  for (const name of dataSet.mappings) {
    const mapping = readMapping(name);
    for (const [path, property] of mapping) {
      const target =
        property.path === undefined ? property : (mapping.get(property.path) ?? property);
      types.set(path, TYPES[target.type ?? ''] ?? 'keyword');
    }
  }
  return (path) => types.get(path);
}

function readMapping(name: string): ReadonlyMap<string, Property> {
  const file = shared('conformance', 'elasticsearch', 'data', `${name}.mapping`);
  const fields = new Map<string, Property>();
  const walk = (properties: Readonly<Record<string, Property>>, prefix: string): void => {
    for (const [key, property] of Object.entries(properties)) {
      if (property.properties === undefined) fields.set(prefix + key, property);
      else walk(property.properties, `${prefix}${key}.`);
    }
  };
  walk((JSON.parse(readFileSync(file, 'utf8')) as Property).properties ?? {}, '');
  return fields;
}

/** What runs a query text over documents: the product, or what it is held against. Null: not a query. */
export type Interpreter = (
  text: string,
  options: Pick<QueryOptions, 'fieldType' | 'tiebreakerField'>,
) => Pick<SearchableQuery, 'search'> | null;

const product: Interpreter = (text, options) => compileQuery(text, options).query;

/** What an interpreter answers, our own unless told, in the shape of a {@link Vector}; null when the query does not compile. */
export function answer(
  vector: Vector,
  dataSet: DataSet,
  documents: readonly JsonObject[],
  fieldType: (path: string) => FieldType | undefined,
  interpreter = product,
): { readonly ids: readonly number[]; readonly joinKeys: readonly string[] } | null {
  const query = interpreter(vector.query, {
    fieldType,
    ...(dataSet.tiebreaker === undefined ? {} : { tiebreakerField: dataSet.tiebreaker }),
  });
  if (query === null) return null;
  const matches = query.search(documents, {
    size: vector.size,
    maxSamplesPerKey: vector.maxSamplesPerKey,
  });
  return {
    ids: matches.flatMap(({ events }) =>
      events.map((event) => (event === null ? -1 : Number(event[dataSet.id]))),
    ),
    joinKeys: matches.flatMap(({ joinKeys }) => joinKeys.map(String)),
  };
}

/** Whether an {@link answer} is one that the vector allows. */
export function isRight(vector: Vector, given: ReturnType<typeof answer>): boolean {
  return (
    given !== null &&
    vector.expected.some((expected) => isDeepStrictEqual(expected, given.ids)) &&
    (vector.joinKeys === undefined || isDeepStrictEqual(vector.joinKeys, given.joinKeys))
  );
}
