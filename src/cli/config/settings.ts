// What a configuration file says for one command: keys are the long names of its options, at the top of the file for every command that
// has them, in a table of a command for that one.
import path from 'node:path';
import type { Command, Option } from 'commander';
import {
  RshellError,
  suggest,
  type Diagnostic,
  type Source,
  type Span,
} from '../../source/index.js';
import {
  isTable,
  parseToml,
  tomlType,
  type TomlDocument,
  type TomlTable,
  type TomlValue,
} from '../../toml/index.js';
import { isRepeatable } from '../options.js';

/** The value of one option, as its command takes it. */
export interface Setting {
  readonly option: Option;
  readonly value: unknown;
  readonly source: Source;
  readonly span: Span;
}

/** What a file says for a command, and what is wrong with it, for this command and all others. */
export interface FileSettings {
  readonly settings: readonly Setting[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Options that make no sense in a file, or that write files: a file that is found must not do that. */
const NOT_IN_FILES: ReadonlySet<string> = new Set([
  'config',
  'print-config',
  'help',
  'version',
  'fix',
  'update',
  'state',
]);

/** Options whose values are paths; in a file they start at its directory. */
const PATHS: ReadonlySet<string> = new Set(['rules', 'allow', 'baseline']);

/** Reads `source` for `command`, one of the commands of `root`. */
export function readSettings(source: Source, command: Command, root: Command): FileSettings {
  const parsed = parseToml(source);
  if ('error' in parsed) return { settings: [], diagnostics: [parsed.error] };
  const reader = new Reader(parsed.document, command);
  reader.read(parsed.document.root, root);
  return reader;
}

/** The key of an option in a file: its long name, that of `--no-x` being `x`. */
export function keyOf(option: Option): string {
  const name = option.long?.replace(/^--/, '') ?? '';
  return option.negate ? name.replace(/^no-/, '') : name;
}

/** Options of a command that a file may set, by key: with `--x` and `--no-x` both. */
export function configurable(command: Command): ReadonlyMap<string, readonly Option[]> {
  const options = new Map<string, readonly Option[]>();
  for (const option of command.options) {
    const key = keyOf(option);
    if (key === '' || NOT_IN_FILES.has(key)) continue;
    options.set(key, [...(options.get(key) ?? []), option]);
  }
  return options;
}

/** The command in the root that `command` is, or is below. */
export function topCommandOf(command: Command): string {
  let at = command;
  while (at.parent?.parent) at = at.parent;
  return at.name();
}

class Reader implements FileSettings {
  readonly settings: Setting[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #document: TomlDocument;
  readonly #command: Command;

  constructor(document: TomlDocument, command: Command) {
    this.#document = document;
    this.#command = command;
  }

  /** A table of a command after the top, so that it counts more. */
  read(file: TomlTable, root: Command): void {
    const own = configurable(this.#command);
    const all = new Set(root.commands.flatMap((each) => [...optionsBelow(each)]));
    const names = root.commands.map((each) => each.name());
    const tables: [string, TomlTable][] = [];
    for (const [key, value] of Object.entries(file)) {
      if (isTable(value) && names.includes(key)) tables.push([key, value]);
      else if (own.has(key)) this.#set([key], own.get(key) ?? [], value);
      else if (!all.has(key)) this.#unknown([key], [...all, ...names], '');
    }
    for (const [name, table] of tables) {
      const below = root.commands.find((each) => each.name() === name);
      const known = below === undefined ? new Set<string>() : optionsBelow(below);
      for (const [key, value] of Object.entries(table)) {
        if (!known.has(key)) this.#unknown([name, key], known, ` of \`${name}\``);
        else if (name === topCommandOf(this.#command) && own.has(key)) {
          this.#set([name, key], own.get(key) ?? [], value);
        }
      }
    }
  }

  #set(at: readonly string[], options: readonly Option[], value: TomlValue): void {
    const [key = ''] = at.slice(-1);
    const valued = options.find((option) => option.required || option.optional);
    const [first] = options.filter((option) => option !== valued);
    // `--no-x` beside `--x VALUE`: there is no other value to switch back to.
    if (typeof value === 'boolean' && first !== undefined && !(value && valued !== undefined)) {
      this.#add(first, value, at);
      return;
    }
    const isList = valued !== undefined && isRepeatable(valued);
    const items = Array.isArray(value) ? value : [value];
    const texts = items.filter((item) => typeof item === 'string' || typeof item === 'number');
    if (valued === undefined || texts.length < items.length || (Array.isArray(value) && !isList)) {
      const wanted =
        valued === undefined ? 'true or false' : isList ? 'strings' : 'a string or a number';
      this.#report('RS471', at, `expected ${wanted} for \`${key}\`, found ${tomlType(value)}`);
      return;
    }
    try {
      let result: unknown;
      for (const text of texts) result = this.#parsed(valued, key, String(text), result);
      this.#add(valued, result, at);
    } catch (error) {
      if (error instanceof RshellError) {
        const { message, help } = error.diagnostic;
        this.#report('RS471', at, message, help);
      } else if (error instanceof Error) {
        const { argChoices = [] } = valued;
        const near = suggest(String(texts[0]), argChoices);
        const wanted = argChoices.length === 0 ? 'a value' : argChoices.join(', ');
        const message = `expected ${wanted} for \`${key}\`, found "${texts.join(', ')}"`;
        this.#report(
          'RS471',
          at,
          message,
          near === undefined ? undefined : `did you mean \`${near}\`?`,
        );
      }
    }
  }

  #parsed(option: Option, key: string, text: string, previous: unknown): unknown {
    if (key === 'output' && text.includes('=')) {
      throw new RshellError({
        code: 'RS471',
        severity: 'error',
        message: 'a configuration file may not name files to write',
        help: 'name them on the command line: -o FORMAT=PATH',
      });
    }
    const { source } = this.#document;
    const written = PATHS.has(key) ? path.resolve(path.dirname(source.name), text) : text;
    return option.parseArg === undefined ? written : option.parseArg(written, previous);
  }

  #add(option: Option, value: unknown, at: readonly string[]): void {
    this.settings.push({
      option,
      value,
      source: this.#document.source,
      span: this.#span(at, 'key'),
    });
  }

  #unknown(at: readonly string[], known: Iterable<string>, where: string): void {
    const [key = ''] = at.slice(-1);
    const near = suggest(key, known);
    const help =
      near === undefined ? 'keys are the long names of options' : `did you mean \`${near}\`?`;
    this.#report('RS470', at, `unknown key \`${key}\`${where}`, help, 'key');
  }

  #report(
    code: 'RS470' | 'RS471',
    at: readonly string[],
    message: string,
    help?: string,
    part: 'key' | 'value' = 'value',
  ): void {
    const { source } = this.#document;
    const labels = [{ span: this.#span(at, part) }];
    const aside = help === undefined ? {} : { help };
    this.diagnostics.push({ code, severity: 'error', message, source, labels, ...aside });
  }

  #span(at: readonly string[], part: 'key' | 'value'): Span {
    return this.#document.place(at)?.[part] ?? { start: 0, end: 0 };
  }
}

/** Keys of a command and of those below it. */
function optionsBelow(command: Command): ReadonlySet<string> {
  return new Set([
    ...configurable(command).keys(),
    ...command.commands.flatMap((below) => [...optionsBelow(below)]),
  ]);
}
