/** What Elasticsearch's mapping would say of a field, as far as EQL can tell the difference. */
export type FieldType = 'keyword' | 'long' | 'double' | 'boolean' | 'date' | 'ip' | 'version' | 'object';

/** The type of a known field; undefined for one that is neither in ECS nor in the tables of the data sources. */
export function fieldType(_path: string): FieldType | undefined {
  return undefined;
}

/** Every known field name: for "did you mean". */
export function knownFields(): Iterable<string> {
  return [];
}
