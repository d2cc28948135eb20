// The JSON Schema of configuration files, made from the commands: what an editor completes and checks by.
import type { Command, Option } from 'commander';
import { isRepeatable } from '../options.js';
import { optionDescription } from '../help/index.js';
import { configurable } from './settings.js';

type Schema = Readonly<Record<string, unknown>>;

const TEXT = { type: ['string', 'number'] };

/** The schema for files that set options of the commands of `root`. */
export function configSchema(root: Command): Schema {
  const top = new Map<string, Schema>();
  for (const command of root.commands) {
    for (const [key, schema] of keysOf(command)) if (!top.has(key)) top.set(key, schema);
  }
  for (const command of root.commands) {
    const keys = keysOf(command);
    if (keys.size === 0) continue;
    const table = {
      description: `For \`${command.name()}\` alone.`,
      type: 'object',
      additionalProperties: false,
      properties: sorted(keys),
    };
    const option = top.get(command.name());
    // `rules = ["a/"]` is an option, `[rules]` a table.
    top.set(command.name(), option === undefined ? table : { anyOf: [option, table] });
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:rshell-scan:schema:config:1',
    title: 'Configuration file (.rshell-scan.toml), version 1',
    description:
      'Keys are the long names of options: at the top for every command that has them, in a table of a command for that one.',
    type: 'object',
    additionalProperties: false,
    properties: sorted(top),
  };
}

/** Keys of a command and of those below it. */
function keysOf(command: Command): ReadonlyMap<string, Schema> {
  const own = [...configurable(command)].map(([key, options]) => [key, schemaOf(options)] as const);
  return new Map([...command.commands.flatMap((below) => [...keysOf(below)]), ...own]);
}

function schemaOf(options: readonly Option[]): Schema {
  const valued = options.find((option) => option.required || option.optional);
  const [described] = valued === undefined ? options : [valued];
  const told = described === undefined ? '' : optionDescription(described);
  const description = options.every(({ negate }) => negate) ? `false: ${told}` : told;
  if (valued === undefined) return { description, type: 'boolean' };
  const isList = isRepeatable(valued);
  const one = valued.argChoices === undefined ? TEXT : { enum: valued.argChoices };
  const forms: readonly Schema[] = [
    one,
    ...(isList ? [{ type: 'array', items: one }] : []),
    ...(options.length > 1 ? [{ const: false }] : []),
  ];
  return { description, ...(forms.length === 1 ? one : { anyOf: forms }) };
}

function sorted(schemas: ReadonlyMap<string, Schema>): Readonly<Record<string, Schema>> {
  return Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
