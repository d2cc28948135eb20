import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { ROOT } from './shared.js';

const SCHEMAS = [
  'diagnostic',
  'alert',
  'report',
  'explanation',
  'fields',
  'lint',
  'rule-test',
] as const;

type SchemaName = (typeof SCHEMAS)[number];

type Schema = Readonly<Record<string, unknown>>;

/** A published schema as it is in `schemas/`. */
export function readSchema(name: SchemaName): Schema {
  const file = path.join(ROOT, 'schemas', `${name}.schema.json`);
  // The files are ours, and ajv checks them when it compiles them.
  return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}

/** A validator of a published schema. `closed`: keys that the schema does not name are errors. */
export function validatorOf(
  name: SchemaName,
  { closed = false }: { readonly closed?: boolean } = {},
): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  const schemas = SCHEMAS.map((each) => readSchema(each));
  for (const schema of schemas) ajv.addSchema(closed ? (close(schema) as Schema) : schema); // an object stays one
  const validate = ajv.getSchema(`urn:rshell-scan:schema:${name}:1`);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  return validate;
}

/** The same schema that refuses keys it does not name, wherever it names any. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, close(value)] as const);
  const closed = 'type' in schema && 'properties' in schema ? { additionalProperties: false } : {};
  return { ...Object.fromEntries(entries), ...closed };
}
