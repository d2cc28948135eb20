// A JSON Schema as a page of Markdown: every key with its type and what it says of itself.

/** What is read of a schema. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The page of a schema that lies at `file`. */
export function schemaPage(text: string, file: string): string {
  // A schema of our own.
  const root = JSON.parse(text) as Schema;
  const sections = [
    section(root),
    ...Object.entries(root.$defs ?? {}).flatMap(([name, schema]) => [
      `## \`${name}\``,
      ...(schema.description === undefined ? [] : [schema.description]),
      section(schema),
    ]),
  ];
  return `${[
    `# ${root.title ?? ''}`,
    `Made from [\`${file}\`](../${file}), which \`rshell-scan schema\` prints.`,
    root.description ?? '',
    ...sections,
  ].join('\n\n')}\n`;
}

function section(schema: Schema): string {
  const rows = keysOf(schema, '').map((cells) => `| ${cells.join(' | ')} |`);
  return rows.length === 0
    ? `Type: ${typeOf(schema)}`
    : ['| key | type | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

function keysOf(schema: Schema, path: string): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const below = value.items ?? value;
    return [
      [`\`${name}\``, typeOf(value), cell(value.description ?? '')],
      ...keysOf(below, value.items === undefined ? name : `${name}[]`),
    ];
  });
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/$defs/', '');
    return `[${name}](#${name})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined)
    return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(' or ');
  const types = [schema.type ?? 'any'].flat();
  return types
    .map((type) => (type === 'array' ? `array of ${typeOf(schema.items ?? {})}` : type))
    .join(' or ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/<([^>]*)>/g, '\\<$1>');
