// Every format there is against everything hostile there is. A new format is among them as soon as it is listed.
import { describe, expect, test } from '@jest/globals';
import { ALERT_FORMAT_NAMES, type AlertFormatName } from '../../src/report/index.js';
import { ndjson } from '../support/cli.js';
import { parseCsv } from '../support/csv.js';
import { HOSTILE, hostileAlerts, UNSAFE } from '../support/hostile.js';
import { reporterOf, reportOf } from '../support/report.js';
import { sarifErrors } from '../support/sarif.js';
import { parseXml } from '../support/xml.js';
import { finishedRun } from './summaries.js';

/** Formats in which mark-up is text like any other; all others must escape it. */
const PLAIN: ReadonlySet<string> = new Set<AlertFormatName>([
  'text',
  'ndjson',
  'json',
  'ecs',
  'bulk',
  'csv',
  'sarif',
  'github',
  'junit',
  'navigator',
  'timesketch',
]);

/** Formats that are there to keep events as they were read: as long as these, and no longer. */
const WHOLE: ReadonlySet<string> = new Set<AlertFormatName>(['ndjson', 'json']);

/** What reads a format back; throws, or fails, where something got out of its place. */
const READERS: Readonly<Record<string, (text: string) => void>> = {
  ndjson: (text) => {
    expect(ndjson(text)).toHaveLength(3);
  },
  json: (text) => {
    expect(JSON.parse(text)).toHaveProperty(['alerts', 'length'], 3);
  },
  // An event, two blocks and a shell, two blocks and a shell.
  ecs: (text) => {
    expect(ndjson(text)).toHaveLength(7);
  },
  bulk: (text) => {
    expect(ndjson(text)).toHaveLength(14);
  },
  timesketch: (text) => {
    expect(ndjson(text)).toHaveLength(5);
  },
  navigator: (text) => {
    expect(JSON.parse(text)).toHaveProperty(['techniques', 'length'], 3);
  },
  csv: (text) => {
    const records = parseCsv(text);
    expect(records).toHaveLength(4);
    for (const cell of records.flat()) expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@]|^[\t\r]/u);
  },
  sarif: (text) => {
    const log = JSON.parse(text) as {
      runs: { results: { message: { text: string } }[] }[];
    };
    expect(sarifErrors(log)).toBeNull();
    for (const { message } of log.runs[0]!.results) expect(message.text).not.toContain('](');
  },
  junit: (text) => {
    const root = parseXml(text);
    expect(root.children[0]?.children.length).toBeGreaterThan(0);
  },
  github: (text) => {
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatch(/^::warning file=[^,:]*,line=\d+,title=[^,:]*::/);
      expect(line).not.toMatch(/%(?!25|0A|3A|2C)/);
    }
  },
};

/** Mark-up that would be followed or run: in HTML, and beside it in Markdown. */
const LIVE_HTML = /<(?:script>alert|img|svg|b>)|href="?javascript/i;
const LIVE_MARKDOWN = /\]\((?:javascript|https:\/\/example)/i;

describe.each(HOSTILE)('$name', ({ text }) => {
  const alerts = hostileAlerts(text);
  const size = JSON.stringify(alerts.map(({ events }) => events)).length;
  const name = text.slice(0, 5000);
  const run = finishedRun(alerts, {
    diagnostics: {
      shown: [{ code: 'RS301', severity: 'warning', message: name, place: { name, line: 1 } }],
      folded: [{ code: 'RS301', file: name, count: 3 }],
    },
  });

  test.each(ALERT_FORMAT_NAMES)('is inert in %s', async (format) => {
    const report = await reportOf(format, alerts, { run });
    const pages = [report, (await stepSummary(format)) ?? ''];
    for (const page of pages) {
      expect(UNSAFE.exec(page.replaceAll('\r\n', '\n'))?.[0]).toBeUndefined();
      const isMarkdown = format === 'markdown' || page !== report;
      if (isMarkdown || !PLAIN.has(format)) expect(LIVE_HTML.exec(page)?.[0]).toBeUndefined();
      if (isMarkdown) expect(LIVE_MARKDOWN.exec(page)?.[0]).toBeUndefined();
      // Of two megabytes, nobody reads one; a page that has the events is as long as they are.
      const most = READERS[format] === undefined || WHOLE.has(format) ? 8 * size : 0;
      expect(page.length).toBeLessThan(2_000_000 + most);
    }
    READERS[format]?.(report);
    if (text.length > 1_000_000 && !WHOLE.has(format) && report.includes(text.slice(0, 70))) {
      expect(report).toMatch(/more characters|cut at \d+ of \d+ bytes|…/);
    }
  });

  async function stepSummary(format: AlertFormatName): Promise<string | undefined> {
    const reporter = await reporterOf(format);
    if (reporter.stepSummary === undefined) return undefined;
    for (const alert of alerts) reporter.alert(alert);
    reporter.end(run);
    return reporter.stepSummary(run);
  }
});
