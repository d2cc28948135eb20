import { Command, CommanderError } from 'commander';
import { RshellError } from '../source/index.js';
import { registerCompletion } from './commands/completion.js';
import { registerDemo } from './commands/demo.js';
import { registerExplain } from './commands/explain.js';
import { registerFields } from './commands/fields.js';
import { registerGenerate } from './commands/generate.js';
import { registerHelp } from './commands/help.js';
import { registerInit } from './commands/init.js';
import { registerLint } from './commands/lint.js';
import { registerQuery } from './commands/query.js';
import { registerReport } from './commands/report.js';
import { registerRules } from './commands/rules.js';
import { registerScan } from './commands/scan.js';
import { registerSchema } from './commands/schema.js';
import { registerShell } from './commands/shell.js';
import { registerTest } from './commands/test.js';
import { fromCommander } from './commander-error.js';
import { addConfigOptions, configure } from './config/index.js';
import { Context } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { addHelp, helpConfiguration, shortHelp } from './help/index.js';
import { ClosedPipe, type Streams } from './streams.js';
import { packageVersion } from './version.js';

const PURPOSE = 'Offline detection over Linux audit events with Elastic EQL rules.';

const EXAMPLES = `
Examples:
  rshell-scan events.ndjson                     a file, with the bundled rules
  rshell-scan exports/ -o ndjson=alerts.ndjson  a directory, alerts to a file
  zcat events.ndjson.gz | rshell-scan -         a pipe, alerts as they come
  rshell-scan -r my-rules/ events.ndjson        your rules and the bundled ones
  rshell-scan query 'process where process.name == "nc"' events.ndjson
`;

const EXIT_CODES = `
Exit codes:
  0 nothing found   1 alerts found   2 usage, no rules or no input
  3 incomplete (--strict)   4 could not finish   70 a bug   130/143 interrupted
`;

const ENVIRONMENT = `
Environment:
  NO_COLOR, FORCE_COLOR   colours off, on   COLUMNS   width of text in a pipe
`;

/** Failures by the kind of their code: output that cannot be written is no mistake in the command line. */
const EXIT_OF: Readonly<Record<string, ExitCode>> = { RS5: EXIT.failed };

/** The whole command line: every command with its options. `isShort`: asked for help, it shows what fits a screen. */
export function buildProgram(context: Context, isShort = false): Command {
  const program = new Command('rshell-scan');
  program
    .description(PURPOSE)
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help: -h on one screen, --help all of it')
    .showSuggestionAfterError()
    .configureHelp(helpConfiguration(isShort ? shortHelp : null))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.streams.stdout.write(text),
      writeErr: (text) => context.streams.stderr.write(text),
      // Said by `failure`, in our words.
      outputError: () => undefined,
    });
  addHelp(program, EXAMPLES + EXIT_CODES + ENVIRONMENT);
  registerScan(program, context);
  registerQuery(program, context);
  registerExplain(program, context);
  registerShell(program, context);
  registerReport(program, context);
  registerRules(program, context);
  registerLint(program, context);
  registerTest(program, context);
  registerInit(program, context);
  registerFields(program, context);
  registerGenerate(program, context);
  registerDemo(program, context);
  registerSchema(program, context);
  registerCompletion(program, context);
  registerHelp(program, context);
  addConfigOptions(program);
  takeAnyCase(program);
  program.hook('preAction', async (_program, command) => {
    await configure(context, command, program);
  });
  return program;
}

/** Choices are known in any case: `--fail-on HIGH`. */
function takeAnyCase(command: Command): void {
  for (const option of command.options) {
    const { argChoices: choices, parseArg: parse } = option;
    if (choices === undefined || parse === undefined) continue;
    option.argParser((value: string, previous: unknown) => {
      const known = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
      return parse(known ?? value, previous);
    });
  }
  command.commands.forEach(takeAnyCase);
}

/** Parses `argv`, runs the command it names and gives the exit code. */
export async function runProgram(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  const context = new Context(streams, argv);
  if (argv.length === 0 && streams.stdin.isTTY) {
    await context.note(`${PURPOSE}\n${EXAMPLES}\nMore: rshell-scan --help\n`);
    return EXIT.usage;
  }
  try {
    await buildProgram(context, asksForShortHelp(argv)).parseAsync([...argv], { from: 'user' });
    await context.out.flush();
    return context.exitCode;
  } catch (error) {
    return failure(error, context, argv);
  }
}

/** `-h` is for a screen, `--help` for everything. */
function asksForShortHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.includes('-h') && !words.includes('--help');
}

async function failure(
  error: unknown,
  context: Context,
  argv: readonly string[],
): Promise<ExitCode> {
  // The reader has gone: what it saw is all it wanted.
  if (error instanceof ClosedPipe) return context.exitCode;
  if (error instanceof CommanderError) {
    // Help and version leave through here, too.
    if (error.exitCode === 0) return EXIT.ok;
    // For a command that does not exist, `help` has shown what there is.
    if (error.code === 'commander.help') return EXIT.usage;
    await context.report([fromCommander(error, argv).diagnostic], 'auto');
    return EXIT.usage;
  }
  if (error instanceof RshellError) {
    await context.report([error.diagnostic], 'auto');
    return EXIT_OF[error.diagnostic.code.slice(0, 3)] ?? EXIT.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.streams.stderr.write(
    `rshell-scan: this is a bug in rshell-scan, not in your input; please report it with:\n${detail}\n`,
  );
  return EXIT.bug;
}
