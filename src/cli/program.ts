import { Command, CommanderError } from 'commander';
import { RshellError } from '../source/index.js';
import { registerLint } from './commands/lint.js';
import { registerQuery } from './commands/query.js';
import { registerRules } from './commands/rules.js';
import { registerScan } from './commands/scan.js';
import { Context } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { ClosedPipe, type Streams } from './streams.js';
import { packageVersion } from './version.js';

const EXAMPLES = `
Examples:
  rshell-scan events.ndjson                     scan a file with the bundled rules
  rshell-scan exports/ -o ndjson=alerts.ndjson  scan a directory, keep the alerts
  zcat events.ndjson.gz | rshell-scan -         scan a pipe, alerts as they are decided
  rshell-scan -r my-rules/ events.ndjson        your rules beside the bundled ones
  rshell-scan query 'process where process.name == "nc"' events.ndjson
`;

const EXIT_CODES = `
Exit codes:
  0 nothing found   1 alerts found   2 usage, no rules or no input
  3 incomplete (--strict)   4 could not finish   70 a bug   130/143 interrupted
`;

/** Failures by the kind of their code: output that cannot be written is no mistake in the command line. */
const EXIT_OF: Readonly<Record<string, ExitCode>> = { RS5: EXIT.failed };

/** The whole command line: every command with its options. */
export function buildProgram(context: Context): Command {
  const program = new Command('rshell-scan')
    .description('Offline detection over Linux audit events with Elastic EQL rules.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.streams.stdout.write(text),
      writeErr: (text) => context.streams.stderr.write(text),
    })
    .addHelpText('after', EXAMPLES + EXIT_CODES);
  registerScan(program, context);
  registerQuery(program, context);
  registerRules(program, context);
  registerLint(program, context);
  return program;
}

/** Parses `argv`, runs the command it names and gives the exit code. */
export async function runProgram(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  const context = new Context(streams);
  try {
    await buildProgram(context).parseAsync([...argv], { from: 'user' });
    await context.out.flush();
    return context.exitCode;
  } catch (error) {
    return failure(error, context);
  }
}

async function failure(error: unknown, context: Context): Promise<ExitCode> {
  // The reader has gone: what it saw is all it wanted.
  if (error instanceof ClosedPipe) return context.exitCode;
  // Commander has already said what is wrong; help and version leave through here, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
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
