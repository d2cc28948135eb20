import { Argument, type Command } from 'commander';
import type { Context } from '../context.js';
import { addHelp, offering } from '../help/index.js';
import { bundledSchemas } from '../schemas.js';

const EXAMPLES = `
Examples:
  rshell-scan schema                        what there is
  rshell-scan schema alert > alert.schema.json
`;

/** `rshell-scan schema [NAME]`: the JSON Schema of a document that is written or read. */
export function registerSchema(program: Command, context: Context): void {
  const command = program
    .command('schema')
    .summary('print the JSON Schema of a document')
    .description(
      'Print the JSON Schema (draft 2020-12) of a document that rshell-scan reads or writes.',
    )
    .addArgument(
      offering(new Argument('[name]', 'which; without it, all names'), () =>
        bundledSchemas().map(({ name }) => name),
      ),
    );
  addHelp(command, EXAMPLES).action(async (name: string | undefined) => {
    const { runSchema } = await import('../run/schema.js');
    await runSchema(context, name);
  });
}
