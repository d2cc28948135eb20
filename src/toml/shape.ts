// Reads typed values out of a TOML document. A wrong value gives one diagnostic, placed where it is written, and the
// reading goes on: a file with three faults reports three.
import { suggest, type Code, type Diagnostic, type Label, type Severity } from '../source/index.js';
import type { TomlPath } from './toml-places.js';
import { isTable, tomlType, type TomlDocument, type TomlTable, type TomlValue } from './toml.js';

/** What one kind of value is called, and how it is told from others. */
interface Kind<T extends TomlValue> {
  readonly name: string;
  readonly test: (value: TomlValue) => value is T;
}

const STRING: Kind<string> = { name: 'a string', test: (value) => typeof value === 'string' };
const NUMBER: Kind<number> = { name: 'a number', test: (value) => typeof value === 'number' };
const BOOLEAN: Kind<boolean> = {
  name: 'a boolean',
  test: (value) => typeof value === 'boolean',
};
const ARRAY: Kind<TomlValue[]> = { name: 'an array', test: (value) => Array.isArray(value) };
const TABLE: Kind<TomlTable> = { name: 'a table', test: isTable };

/** Collects the diagnostics of one file. */
export class Problems {
  readonly document: TomlDocument;
  readonly #diagnostics: Diagnostic[] = [];
  /** Required keys that are not there, by the table that lacks them. */
  readonly #missing = new Map<string, { readonly path: TomlPath; readonly keys: string[] }>();

  constructor(document: TomlDocument) {
    this.document = document;
  }

  /** What was reported, in the order of the text. */
  get diagnostics(): readonly Diagnostic[] {
    const missing = [...this.#missing.values()].map((table) => this.#missingFrom(table));
    return [...missing, ...this.#diagnostics].toSorted((a, b) => startOf(a) - startOf(b));
  }

  get hasErrors(): boolean {
    return this.#missing.size > 0 || this.#diagnostics.some(({ severity }) => severity === 'error');
  }

  /** Reports at the key or the value of `path`; where that is not written, at the nearest table around it. */
  report(
    code: Code,
    severity: Severity,
    path: TomlPath,
    message: string,
    more: { readonly at?: 'key' | 'value'; readonly help?: string | undefined } = {},
  ): void {
    const { at = 'value', help } = more;
    this.#diagnostics.push({
      code,
      severity,
      message,
      source: this.document.source,
      labels: this.#labels(path, at),
      ...(help !== undefined && { help }),
    });
  }

  /** Adds a diagnostic that has a place of its own. */
  add(diagnostic: Diagnostic): void {
    this.#diagnostics.push(diagnostic);
  }

  /** Reports that the table at `path` lacks a key; all keys of one table are told together. */
  missing(path: TomlPath, key: string): void {
    const name = path.join('.');
    const table = this.#missing.get(name) ?? { path, keys: [] };
    this.#missing.set(name, table);
    table.keys.push(key);
  }

  #missingFrom({
    path,
    keys,
  }: {
    readonly path: TomlPath;
    readonly keys: readonly string[];
  }): Diagnostic {
    const names = keys.map((key) => `\`${key}\``);
    const listed = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(
      (part) => part !== '',
    );
    const subject = `required ${keys.length === 1 ? 'key' : 'keys'} ${listed.join(' and ')}`;
    return {
      code: 'RS102',
      severity: 'error',
      message: `${subject} ${keys.length === 1 ? 'is' : 'are'} missing from ${tableName(path)}`,
      source: this.document.source,
      labels: this.#labels([...path, keys[0] ?? ''], 'value'),
    };
  }

  #labels(path: TomlPath, at: 'key' | 'value'): readonly Label[] {
    const exact = this.document.place(path);
    if (exact !== undefined) return [{ span: exact[at] }];
    for (let length = path.length - 1; length > 0; length--) {
      const place = this.document.place(path.slice(0, length));
      if (place !== undefined) return [{ span: place.key }];
    }
    return [];
  }
}

/** One table of the document. Methods give undefined for what is absent or, after a report, of the wrong type. */
export class TableReader {
  readonly path: TomlPath;
  readonly #table: TomlTable;
  readonly #problems: Problems;

  constructor(problems: Problems, table: TomlTable, path: TomlPath) {
    this.path = path;
    this.#table = table;
    this.#problems = problems;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#table, key);
  }

  /** Reports at a key of this table. */
  report(
    code: Code,
    severity: Severity,
    key: string,
    message: string,
    more: { readonly at?: 'key' | 'value'; readonly help?: string | undefined } = {},
  ): void {
    this.#problems.report(code, severity, [...this.path, key], message, more);
  }

  /** A string, if there is one; nothing is reported. */
  peek(key: string): string | null {
    const value = this.has(key) ? this.#table[key] : undefined;
    return typeof value === 'string' ? value : null;
  }

  string(key: string): string | undefined {
    return this.#value(key, STRING);
  }

  /** A string that has to be there and not be empty. */
  required(key: string): string | undefined {
    if (!this.has(key)) {
      this.missing(key);
      return undefined;
    }
    const value = this.string(key);
    if (value?.trim() === '') {
      this.report('RS104', 'error', key, `\`${key}\` is empty`);
      return undefined;
    }
    return value;
  }

  missing(key: string): void {
    this.#problems.missing(this.path, key);
  }

  /** A whole number between `min` and `max`. */
  integer(key: string, min: number, max: number): number | undefined {
    const value = this.#value(key, NUMBER);
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    const range = max === Infinity ? `of ${min} or more` : `from ${min} to ${max}`;
    const message = `expected a whole number ${range} for \`${key}\`, found ${value}`;
    this.report('RS104', 'error', key, message);
    return undefined;
  }

  boolean(key: string): boolean | undefined {
    return this.#value(key, BOOLEAN);
  }

  /** A date, written as a string or as a TOML date. */
  date(key: string): string | undefined {
    const value = this.#table[key];
    return value instanceof Date ? value.toISOString() : this.string(key);
  }

  /** Strings of an array; with `array or one`, a single string will do as well. Empty when absent. */
  strings(key: string, form: 'array' | 'array or one' = 'array'): readonly string[] {
    const value = this.#table[key];
    if (form === 'array or one' && typeof value === 'string') return [value];
    const strings: string[] = [];
    for (const [index, item] of (this.#value(key, ARRAY) ?? []).entries()) {
      if (typeof item === 'string') strings.push(item);
      else this.#wrongType([key, index], STRING, item);
    }
    return strings;
  }

  /** The items of an array, of whatever type. */
  array(key: string): readonly TomlValue[] | undefined {
    return this.#value(key, ARRAY);
  }

  table(key: string): TableReader | undefined {
    const table = this.#value(key, TABLE);
    return table && new TableReader(this.#problems, table, [...this.path, key]);
  }

  /** The tables of an array of tables; empty when absent. */
  tables(key: string): readonly TableReader[] {
    const tables: TableReader[] = [];
    for (const [index, item] of (this.#value(key, ARRAY) ?? []).entries()) {
      if (TABLE.test(item)) {
        tables.push(new TableReader(this.#problems, item, [...this.path, key, index]));
      } else {
        this.#wrongType([key, index], TABLE, item);
      }
    }
    return tables;
  }

  /** Whether a key holds something: not absent, not an empty string, array or table. */
  isFilled(key: string): boolean {
    const value = this.#table[key];
    if (value === undefined || value === '') return false;
    return typeof value !== 'object' || Object.keys(value).length > 0 || value instanceof Date;
  }

  /** Tells of keys that nobody knows: tolerated, but a slip of the keyboard hides here. */
  allowOnly(known: readonly string[]): void {
    this.#reportUnknown(known, 'RS105', 'info', ', ignored');
  }

  /**
   * Refuses keys that nobody knows, by `code`: where a slip of the keyboard would turn the meaning. `meant`: what somebody means who
   * writes another word.
   */
  requireKnown(
    known: readonly string[],
    code: Code,
    meant: Readonly<Record<string, string>> = {},
  ): void {
    this.#reportUnknown(known, code, 'error', '', meant);
  }

  #reportUnknown(
    known: readonly string[],
    code: Code,
    severity: Severity,
    consequence: string,
    meant: Readonly<Record<string, string>> = {},
  ): void {
    for (const key of Object.keys(this.#table)) {
      if (known.includes(key)) continue;
      const near = Object.hasOwn(meant, key) ? meant[key] : suggest(key, known);
      const message = `unknown key \`${key}\` in ${tableName(this.path)}${consequence}`;
      const help = near === undefined ? undefined : `did you mean \`${near}\`?`;
      this.report(code, severity, key, message, { at: 'key', help });
    }
  }

  #value<T extends TomlValue>(key: string, kind: Kind<T>): T | undefined {
    const value = this.has(key) ? this.#table[key] : undefined;
    if (value === undefined || kind.test(value)) return value;
    this.#wrongType([key], kind, value);
    return undefined;
  }

  #wrongType(path: TomlPath, kind: { readonly name: string }, value: TomlValue): void {
    const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join('');
    const message = `expected ${kind.name} for \`${name}\`, found ${tomlType(value)}`;
    this.#problems.report('RS103', 'error', [...this.path, ...path], message);
  }
}

function tableName(path: TomlPath): string {
  const names = path.filter((part) => typeof part === 'string');
  return names.length === 0 ? 'the file' : `[${names.join('.')}]`;
}

function startOf(diagnostic: Diagnostic): number {
  return diagnostic.labels?.[0]?.span.start ?? 0;
}
