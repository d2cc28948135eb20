import { EXIT, type ExitCode } from './exit-codes.js';
import type { Streams } from './streams.js';
import { packageVersion } from './version.js';

/**
 * Runs one command line and gives its exit code. Never throws: whatever goes wrong is said on stderr.
 * The commands are loaded only when one is asked for: `--version` starts as fast as Node does.
 */
export async function main(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    streams.stdout.write(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  const { runProgram } = await import('./program.js');
  return runProgram(argv, streams);
}
