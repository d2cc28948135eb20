import { compile, checkQuery, parseQuery, type CompiledQuery } from '../../src/eql/index.js';
import { DocumentEvent, FieldSet, type FieldType, type JsonObject } from '../../src/event/index.js';
import type { Diagnostic } from '../../src/source/index.js';
import { sourceOf } from './support.js';

export type FieldTypes = Readonly<Record<string, FieldType>>;

export interface Compiled {
  readonly query: CompiledQuery | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly fields: FieldSet;
}

/** `text` through the whole front end and the compiler; fields have no type but those of `types`. */
export function compileText(text: string, types: FieldTypes = {}): Compiled {
  const source = sourceOf(text);
  const parsed = parseQuery(source);
  if (parsed.query === null) throw new Error(parsed.diagnostics.map((d) => d.message).join('\n'));
  const fieldType = (path: string): FieldType | undefined => types[path];
  const checked = checkQuery(parsed.query, source, { fieldType, unknownFields: 'ignore' });
  if (checked.query === null) throw new Error(checked.diagnostics.map((d) => d.message).join('\n'));
  const fields = new FieldSet();
  return { ...compile(checked.query, { fields, fieldType, source }), fields };
}

/** Compiles `condition` once, for any number of events. */
export function predicate(
  condition: string,
  types: FieldTypes = {},
): (document: JsonObject) => boolean {
  const { query, fields, diagnostics } = compileText(`any where ${condition}`, types);
  const matches = query?.subqueries[0]?.matches;
  if (matches === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  const event = new DocumentEvent(fields);
  return (document) => {
    event.reset(document);
    return matches(event);
  };
}

/** Whether `document` satisfies `condition`. */
export function verdict(condition: string, document: JsonObject, types: FieldTypes = {}): boolean {
  return predicate(condition, types)(document);
}
