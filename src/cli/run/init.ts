// `rshell-scan init`: files to start from. They lie in templates/, with marks where something is filled in.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createFile, readBundledFile } from '../../io/index.js';
import { escapeControl } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import type { CommonFlags } from '../options.js';
import { packageVersion } from '../version.js';

const RULE = 'rules/shell_started_by_web_server';

const FILES = [
  { template: 'rule.toml', path: `${RULE}.toml`, what: 'a rule' },
  { template: 'rule.test.toml', path: `${RULE}.test.toml`, what: 'its test' },
  { template: 'config.toml', path: '.rshell-scan.toml', what: 'a configuration' },
  { template: 'workflow.yml', path: '.github/workflows/rules.yml', what: 'a CI job' },
] as const;

/** Writes what is not there yet into `directory`, says what became of each file, and what to do next. */
export async function runInit(
  context: Context,
  directory: string,
  { color, quiet }: CommonFlags,
): Promise<void> {
  const { stdout, env } = context.streams;
  const chalk = chalkFor(stdout, env, color);
  const width = Math.max(...FILES.map((file) => path.join(directory, file.path).length));
  for (const file of FILES) {
    const target = path.join(directory, file.path);
    const isNew = createFile(target, filledIn(file.template));
    const word = isNew ? chalk.bold('created') : chalk.dim('kept   ');
    const what = isNew ? file.what : 'was there already';
    const name = escapeControl(target.padEnd(width));
    await context.out.write(`${word}  ${name}  ${chalk.dim(what)}\n`);
  }
  if (quiet !== true) await context.note(nextSteps(path.join(directory, 'rules')));
}

/** Two people's rules must not have one id: a rule id stands for one rule. */
function filledIn(template: string): string {
  return Buffer.from(readBundledFile(`templates/${template}`))
    .toString('utf8')
    .replaceAll('@RULE_ID@', randomUUID())
    .replaceAll('@DATE@', new Date().toISOString().slice(0, 10).replaceAll('-', '/'))
    .replaceAll('@VERSION@', packageVersion());
}

function nextSteps(rules: string): string {
  const steps = [
    [`rshell-scan test ${rules}`, 'run the test'],
    [`rshell-scan lint ${rules}`, 'check the rule'],
    [`rshell-scan -r ${rules} events.ndjson`, 'scan with it'],
  ] as const;
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = steps.map(([command, what]) => {
    return `  ${escapeControl(command.padEnd(width))}  ${what}\n`;
  });
  return `\nNext:\n${lines.join('')}`;
}
