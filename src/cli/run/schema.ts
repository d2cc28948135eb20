import { suggest } from '../../source/index.js';
import type { Context } from '../context.js';
import { bundledSchemas } from '../schemas.js';
import { usageError } from '../usage-error.js';

/** Prints the schema called `name`; without a name, the names with what each is the schema of. */
export async function runSchema(context: Context, name: string | undefined): Promise<void> {
  const schemas = bundledSchemas();
  if (name === undefined) {
    const width = Math.max(...schemas.map((schema) => schema.name.length));
    for (const schema of schemas) {
      await context.out.write(`${schema.name.padEnd(width)}  ${titleOf(schema.text)}\n`);
    }
    return;
  }
  const found = schemas.find((schema) => schema.name === name);
  if (found === undefined) {
    const names = schemas.map((schema) => schema.name);
    const near = suggest(name, names);
    throw usageError(
      'RS402',
      `no schema \`${name}\``,
      near === undefined ? `there are ${names.join(', ')}` : `did you mean \`${near}\`?`,
    );
  }
  await context.out.write(found.text);
}

/** The title of one of our own schemas. */
function titleOf(text: string): string {
  const { title } = JSON.parse(text) as { readonly title: string };
  return title;
}
