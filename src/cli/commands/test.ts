import type { Command } from 'commander';
import { TEST_FORMATS } from '../formats.js';
import { addHelp } from '../help/index.js';
import type { Context } from '../context.js';
import { addCommonOptions, collect, outputOption } from '../options.js';
import type { TestFlags } from '../run/test.js';

const HELP = `
A test is a file beside its rule: rules/x.test.toml tests rules/x.toml.

  [defaults]                        # fields of every event below
  host = { id = "h1", os.type = "linux" }
  event = { category = "process", type = "start" }

  [[case]]
  name = "two programs, five seconds apart"
  expect = "match"                  # or "no_match"
  alerts = 1                        # optional, and join_keys = [["h1", 7]]
  events = [                        # in order; 1 ms apart, unless they say so
    { process.name = "bash", process.pid = 7 },
    { "@timestamp" = "+5s", process.name = "nc" },
  ]                                 # or '''NDJSON''', or file = "x.ndjson"

Examples:
  rshell-scan test                  every *.test.toml below this directory
  rshell-scan test rules/shell.toml the test of one rule
  rshell-scan test rules/ --update  write counts and join keys into tests
  rshell-scan test rules/ --require-tests -o github -o junit=results.xml

Exit codes:
  0 all passed   1 failures, or a rule without the test it needs   2 no tests
`;

/** `rshell-scan test [PATH…]`: runs the tests of rules. */
export function registerTest(program: Command, context: Context): void {
  const command = program
    .command('test')
    .summary('run the tests of rules')
    .description('Run the tests of rules (*.test.toml): events, and what the rule makes of them.')
    .argument(
      '[paths...]',
      'test files, rule files, directories or globs (default: this directory)',
    )
    .optionsGroup('Rules:')
    .option('-r, --rules <path>', 'rules that tests may name by id (repeatable)', collect)
    .option('--bundled', 'the tests of the bundled rules')
    .option('--require-tests', 'a rule without a test is a failure')
    .optionsGroup('Output:')
    .addOption(outputOption(TEST_FORMATS))
    .option('--update', 'write the alerts and join keys found into the tests');
  addHelp(command, HELP);
  addCommonOptions(command).action(async (paths: readonly string[], flags: TestFlags) => {
    const { runTest } = await import('../run/test.js');
    await runTest(context, paths, flags);
  });
}
