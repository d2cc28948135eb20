// Pages that are made from something else are as that is today. UPDATE_GOLDENS=1 writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { format } from 'prettier';
import { configSchema } from '../../src/cli/config/schema.js';
import { Context } from '../../src/cli/context.js';
import { buildProgram } from '../../src/cli/program.js';
import { runInProcess } from '../support/in-process.js';
import { schemaPage } from '../support/schema-page.js';
import { ROOT } from '../support/shared.js';

const SCHEMA = 'schemas/alert.schema.json';

test.each([
  ['docs/cli.md', () => printed('help', '--markdown')],
  ['docs/rshell-scan.1', () => printed('help', '--man')],
  ['docs/alert.md', () => schemaPage(readFileSync(path.join(ROOT, SCHEMA), 'utf8'), SCHEMA)],
  ['schemas/config.schema.json', configuration],
])('%s', async (name, make) => {
  const file = path.join(ROOT, name);
  const page = await make();
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, page);
  expect(readFileSync(file, 'utf8')).toBe(page);
});

async function printed(...args: readonly string[]): Promise<string> {
  return (await runInProcess(args)).stdout;
}

function configuration(): Promise<string> {
  const schema = JSON.stringify(configSchema(buildProgram(new Context(process))));
  return format(schema, { parser: 'json', printWidth: 100 });
}
