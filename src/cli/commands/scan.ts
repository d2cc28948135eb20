import { Option, type Command } from 'commander';
import { SEVERITIES } from '../../report/index.js';
import { parseBadLineLimit } from '../bad-lines.js';
import type { Context } from '../context.js';
import { addHelp } from '../help/index.js';
import { addNarrowingOptions } from '../narrowing.js';
import {
  addCommonOptions,
  addCorrelationOptions,
  addFieldOptions,
  addGateOption,
  addInputOptions,
  addOutputOptions,
  addRuleOptions,
  progressOption,
  STATS_HELP,
} from '../options.js';
import type { ScanFlags } from '../run/scan-flags.js';
import { addTuningOptions } from '../tuning.js';

const EXAMPLES = `
Examples:
  rshell-scan /var/log/audit/                    audit logs, rotated ones too
  rshell-scan exports/ -o ndjson=alerts.ndjson   a directory, alerts to a file
  zcat events.ndjson.gz | rshell-scan -          a pipe, alerts as they come
  rshell-scan --follow /var/log/audit/audit.log  live, through rotation
  rshell-scan -r my-rules/ events.ndjson         your rules and the bundled ones
  rshell-scan recordings/ --fail-on high         for CI
`;

/** `rshell-scan [scan] [PATH…]`: events through rules, alerts out. */
export function registerScan(program: Command, context: Context): void {
  const command = program
    .command('scan', { isDefault: true })
    .summary('run rules over events (the default command)')
    .description('Run detection rules over Linux audit events and print alerts.')
    .argument('[paths...]', 'event files, directories or globs; - is stdin');
  addHelp(command, EXAMPLES);
  addInputOptions(command);
  addNarrowingOptions(command);
  command
    .optionsGroup('Live:')
    .option('--follow', 'go on as files grow and are rotated; directories get new files')
    .option('--from-end', 'with --follow: leave out what is there already')
    .option('--state <file>', 'with --follow: go on where the last run has left off');
  addRuleOptions(command);
  addGateOption(command);
  addFieldOptions(command);
  addCorrelationOptions(command);
  addTuningOptions(command);
  addOutputOptions(command)
    .option('--no-summary', 'leave out the closing summary on stderr')
    .option('--hash-inputs', 'tell the SHA-256 of inputs, as html does anyway')
    .option('--profile', 'tell what each rule cost: leads, candidates, time')
    .option('--stats', STATS_HELP)
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices([...SEVERITIES, 'any', 'never'])
        .default('any'),
    )
    .addOption(
      new Option(
        '--max-bad-lines <n|p%>',
        'exit 3 when more lines than that cannot be read',
      ).argParser(parseBadLineLimit),
    );
  addCommonOptions(command)
    .addOption(progressOption())
    .action(async (paths: readonly string[], flags: ScanFlags) => {
      const { runScan } = await import('../run/scan.js');
      await runScan(context, paths, flags);
    });
}
