import type { Command } from 'commander';
import { ALERT_COLUMN_NAMES, ALERT_FORMATS } from '../../report/index.js';
import type { Context } from '../context.js';
import { addHelp } from '../help/index.js';
import { addCommonOptions, addOutputOptions } from '../options.js';
import type { ReportFlags } from '../run/report.js';

const EXAMPLES = `
Examples:
  rshell-scan report alerts.ndjson                        as cards
  rshell-scan report alerts.ndjson -o csv=alerts.csv -o sarif=alerts.sarif
  rshell-scan report alerts.ndjson -o csv --columns time,host,rule
  rshell-scan report night.ndjson day.ndjson -o navigator=layer.json
  rshell-scan report report.json -o bulk=alerts.bulk   for Elasticsearch's _bulk
`;

const EXIT_CODES = `
Exit codes:
  0 converted   2 no alerts file   3 lines that are no alerts (--strict)
  4 could not finish: a file is cut off, an output cannot be written
`;

/** `rshell-scan report ALERTS… -o FORMAT`: alerts of an earlier run in another format. */
export function registerReport(program: Command, context: Context): void {
  const command = program
    .command('report')
    .summary('convert saved alerts to another format')
    .description('Convert alerts that a scan saved with -o ndjson or -o json to other formats.')
    .argument('[alerts...]', 'files of alerts, packed or not; - is stdin');
  addOutputOptions(command).option('--strict', 'exit 3 when a line is no alert');
  addHelp(addCommonOptions(command), EXAMPLES + formatsText() + columnsText() + EXIT_CODES).action(
    async (paths: readonly string[], flags: ReportFlags) => {
      const { runReport } = await import('../run/report.js');
      await runReport(context, paths, flags);
    },
  );
}

function formatsText(): string {
  const rows = Object.entries(ALERT_FORMATS).map(
    ([name, { about }]) => `  ${name.padEnd(12)}${about}`,
  );
  return `\nFormats:\n${rows.join('\n')}\n`;
}

function columnsText(): string {
  const rows: string[] = [];
  for (const name of ALERT_COLUMN_NAMES) {
    const last = rows.at(-1);
    if (last === undefined || last.length + name.length > 76) rows.push(`  ${name}`);
    else rows[rows.length - 1] = `${last} ${name}`;
  }
  return `\nColumns:\n${rows.join('\n')}\n`;
}
