// The configuration of a run: flags, then the environment, then the file of the project, then that of the user, then defaults.
import path from 'node:path';
import { CommanderError, Option, type Command } from 'commander';
import { readTextFiles } from '../../io/index.js';
import { locate, RshellError, type Diagnostic } from '../../source/index.js';
import type { Context } from '../context.js';
import type { CommonFlags } from '../options.js';
import { isShown } from '../shown.js';
import { findConfig, type ConfigFile } from './find.js';
import { configurable, keyOf, readSettings, topCommandOf, type Setting } from './settings.js';
import { renderConfig, type Origin } from './print.js';

interface ConfigFlags extends CommonFlags {
  readonly config?: string | false;
  readonly printConfig?: boolean;
}

/** Variables that stand for options of a scan. */
const VARIABLES: Readonly<Record<string, string>> = {
  'fail-on': 'RSHELL_SCAN_FAIL_ON',
  rules: 'RSHELL_SCAN_RULES',
};

/** Commands that have little to configure. */
const WITHOUT: ReadonlySet<string> = new Set([
  'completion',
  'demo',
  'generate',
  'help',
  'init',
  'schema',
]);

/** Gives the commands below `root` the options that name their configuration. */
export function addConfigOptions(root: Command): void {
  for (const command of root.commands) {
    if (command.commands.length > 0) addConfigOptions(command);
    else if (!WITHOUT.has(command.name())) {
      command
        .optionsGroup('Configuration:')
        .addOption(new Option('--config <file>', 'read this configuration, and no other'))
        .addOption(new Option('--no-config', 'read none'))
        .addOption(new Option('--print-config', 'print every option with its value and origin'));
    }
  }
}

/**
 * Sets the options of `command` that the command line does not, as environment and files say. Throws for a mistake in
 * them, as the run would not be the one asked for; and, like help, when the configuration was asked for and has been printed.
 */
export async function configure(context: Context, command: Command, root: Command): Promise<void> {
  if (WITHOUT.has(topCommandOf(command))) return;
  const flags = command.opts<ConfigFlags>();
  const { env } = context.streams;
  const cwd = process.cwd();
  const uid = process.getuid?.() ?? null;
  const { files, diagnostics } = findConfig(flags.config, { cwd, env, uid });
  await context.report(diagnostics.filter(isShown(flags)), flags.color);
  const origins = new Map<string, Origin>();
  setFromEnvironment(command, env, origins);
  const problems: Diagnostic[] = [];
  for (const file of files) {
    const { sources, diagnostics: unreadable } = readTextFiles([file.path], { extension: '.toml' });
    problems.push(...unreadable);
    for (const source of sources) {
      const read = readSettings(source, command, root);
      problems.push(...read.diagnostics);
      const used = setFromFile(command, read.settings, origins);
      if (read.diagnostics.length === 0) await tellUse(context, file, used, cwd, command.opts());
    }
  }
  const [last, ...others] = problems.toReversed();
  if (last !== undefined) {
    await context.report(others.toReversed(), flags.color);
    throw new RshellError(last);
  }
  if (flags.printConfig !== true) return;
  await context.out.write(renderConfig(command, origins));
  await context.out.flush();
  throw new CommanderError(0, 'rshell-scan.printed', '');
}

/** Whether an option was set by something that counts more. */
function isSet(command: Command, option: Option, origins: ReadonlyMap<string, Origin>): boolean {
  const name = option.attributeName();
  return origins.has(name) || command.getOptionValueSource(name) === 'cli';
}

function setFromEnvironment(
  command: Command,
  env: Readonly<Record<string, string | undefined>>,
  origins: Map<string, Origin>,
): void {
  for (const [key, options] of configurable(command)) {
    const variable = VARIABLES[key];
    const text = variable === undefined ? undefined : env[variable];
    const [option] = options;
    if (
      variable === undefined ||
      !text ||
      option === undefined ||
      isSet(command, option, origins)
    ) {
      continue;
    }
    const parts =
      key === 'rules' ? text.split(path.delimiter).filter((part) => part !== '') : [text];
    let value: unknown;
    for (const part of parts) value = parsedVariable(option, variable, part, value);
    command.setOptionValueWithSource(option.attributeName(), value, 'env');
    origins.set(option.attributeName(), { text: variable });
  }
}

function parsedVariable(
  option: Option,
  variable: string,
  text: string,
  previous: unknown,
): unknown {
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, previous);
  } catch {
    throw new RshellError({
      code: 'RS471',
      severity: 'error',
      message: `expected ${(option.argChoices ?? []).join(', ')} in ${variable}, found "${text}"`,
    });
  }
}

/** Gives the keys that had an effect. */
function setFromFile(
  command: Command,
  settings: readonly Setting[],
  origins: Map<string, Origin>,
): readonly string[] {
  // Of a key at the top and in the table of the command, the latter counts: it comes later.
  const last = new Map(settings.map((setting) => [setting.option.attributeName(), setting]));
  const used: string[] = [];
  for (const [name, { option, value, source, span }] of last) {
    if (isSet(command, option, origins)) continue;
    command.setOptionValueWithSource(name, value, 'config');
    const { line } = locate(source, span.start);
    origins.set(name, { text: `${source.name}:${line}` });
    used.push(keyOf(option));
  }
  return used;
}

/** A file that was merely found is told, even with `--quiet`: it may change what is found. */
async function tellUse(
  context: Context,
  { path: file, kind }: ConfigFile,
  used: readonly string[],
  cwd: string,
  { verbose }: ConfigFlags,
): Promise<void> {
  if (used.length === 0 || (kind !== 'project' && verbose !== true)) return;
  const relative = path.relative(cwd, file);
  const name = relative.startsWith(path.join('..', '..', '..')) ? file : relative;
  await context.note(`using ${name}: ${used.join(', ')} (--no-config ignores it)\n`);
}
