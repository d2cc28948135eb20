// A run that is broken off while alerts are delivered leaves a valid file of every format there is, with every alert up to then.
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ALERT_FORMAT_NAMES, type AlertFormatName } from '../../src/report/index.js';
import { ndjson, startCli } from '../support/cli.js';
import { parseCsv } from '../support/csv.js';
import { sarifErrors } from '../support/sarif.js';
import { parseXml } from '../support/xml.js';

// Pages of thousands of alerts are read back.
jest.setTimeout(60_000);

/** An event that is an alert each time it comes. */
const shell = (number: number): string =>
  `${JSON.stringify({
    '@timestamp': new Date(1_790_000_000_000 + number).toISOString(),
    event: { category: ['process'], type: ['start'], action: 'exec' },
    host: { id: 'h', os: { type: 'linux' } },
    process: { pid: number, name: 'nc', args: ['nc', '-e', '/bin/sh', `${number} <b>`] },
  })}\n`;

const RULE = `[rule]
name = "Netcat"
rule_id = "n"
type = "eql"
language = "eql"
severity = "low"
risk_score = 21
description = "d"
query = 'process where process.name == "nc"'
[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0002"
name = "Execution"
reference = "https://attack.mitre.org/tactics/TA0002/"
[[rule.threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"
reference = "https://attack.mitre.org/techniques/T1059/"
`;

interface Ending {
  readonly name: string;
  /** Of a run over `log`; without it, over standard input. */
  readonly args: readonly string[];
  readonly end: (child: ReturnType<typeof startCli>) => void;
  /** Null: the run is not ended by a signal. */
  readonly code: number | null;
}

const kill =
  (signal: NodeJS.Signals): Ending['end'] =>
  (child) =>
    child.kill(signal);

const ENDINGS: readonly Ending[] = [
  { name: 'SIGINT', args: ['-'], end: kill('SIGINT'), code: 130 },
  { name: 'SIGTERM', args: ['-'], end: kill('SIGTERM'), code: 143 },
  { name: 'SIGTERM of --follow', args: ['--follow', 'log'], end: kill('SIGTERM'), code: 143 },
  {
    name: 'a reader of standard output that goes away',
    args: ['-'],
    end: (child) => child.stdout!.destroy(),
    code: null,
  },
];

/** Reads a report back as its reader does, and gives the number of its alerts; null where it does not tell. Throws where it is not whole. */
const READERS: Readonly<Record<AlertFormatName, (text: string) => number | null>> = {
  text: (text) => {
    expect(text.endsWith('\n')).toBe(true);
    return text.match(/^alert +/gm)?.length ?? 0;
  },
  ndjson: (text) => ndjson(text).length,
  json: (text) => {
    const { alerts, run } = JSON.parse(text) as { alerts: unknown[]; run: object };
    expect(run).toHaveProperty('partial');
    return alerts.length;
  },
  ecs: (text) => ndjson(text).length,
  bulk: (text) => {
    expect(text.endsWith('\n')).toBe(true);
    return ndjson(text).length / 2;
  },
  csv: (text) => {
    const [head, ...rows] = parseCsv(text);
    for (const row of rows) expect(row).toHaveLength(head!.length);
    return rows.length;
  },
  sarif: (text) => {
    const log = JSON.parse(text) as { runs: { results: unknown[] }[] };
    expect(sarifErrors(log)).toBeNull();
    return log.runs[0]!.results.length;
  },
  markdown: (text) => {
    expect(text).toMatch(/^# .*\n[^]*\n$/);
    return null;
  },
  github: (text) => {
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^::\w+( [^:]*)?::/);
    return null;
  },
  junit: (text) => {
    expect(parseXml(text).name).toBe('testsuites');
    return null;
  },
  navigator: (text) => {
    const layer = JSON.parse(text) as { techniques: { techniqueID: string; score: number }[] };
    return layer.techniques.find(({ techniqueID }) => techniqueID === 'T1059')!.score;
  },
  timesketch: (text) => ndjson(text).length,
  html: (text) => {
    const data = [
      ...text.matchAll(/<script type="application\/json" data-kind="(\w+)">(.*)<\/script>/g),
    ];
    const kinds = data.map(([, kind, json]) => {
      expect(() => JSON.parse(json!) as unknown).not.toThrow();
      return kind;
    });
    expect(kinds.filter((kind) => kind === 'run')).toHaveLength(1);
    expect(text.trimEnd().endsWith('</html>')).toBe(true);
    return kinds.filter((kind) => kind === 'story').length;
  },
};

describe.each(ENDINGS)('$name', ({ args, end, code: expected }) => {
  let folder = '';
  let stdout = '';
  let stderr = '';
  let code: number | null = null;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
    writeFileSync(path.join(folder, 'rule.toml'), RULE);
    const log = path.join(folder, 'log');
    writeFileSync(log, '');
    const outputs = ALERT_FORMAT_NAMES.flatMap((format) => ['-o', `${format}=report.${format}`]);
    const child = startCli(
      [...args, '--no-bundled', '-r', 'rule.toml', '--quiet', '-o', 'ndjson', ...outputs],
      { cwd: folder },
    );
    const isFile = !args.includes('-');
    // It never ends by itself.
    let number = 0;
    const write = (): void => {
      let lines = '';
      for (const last = number + 50; number < last; number++) lines += shell(number);
      if (isFile) appendFileSync(log, lines);
      else child.stdin!.write(lines);
    };
    let writer: NodeJS.Timeout | undefined;
    write();
    child.stdin!.on('error', () => undefined);
    child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    let isEnding = false;
    child.stdout!.on('data', (chunk: Buffer) => {
      // What is written before it has started would be there to be read at once.
      writer ??= setInterval(write, 5);
      stdout += chunk.toString();
      if (isEnding || stdout.split('\n').length < 200) return;
      isEnding = true;
      end(child);
    });
    const closed = once(child, 'close');
    // A run whose other reports go on is ended by the end of its input.
    if (expected === null) {
      await once(child.stdout!, 'close');
      setTimeout(() => child.stdin!.end(), 500);
    }
    [code] = (await closed) as [number];
    clearInterval(writer);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (format: AlertFormatName): string =>
    readFileSync(path.join(folder, `report.${format}`), 'utf8');

  test('ends the run, and nothing else is said', () => {
    expect(code).toBe(expected ?? 1);
    expect(stderr).toBe('');
  });

  test.each(ALERT_FORMAT_NAMES)('%s is whole', (format) => {
    const alerts = READERS[format](read(format));
    const given = ndjson(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).length;
    expect(given).toBeGreaterThan(100);
    const count = ndjson(read('ndjson')).length;
    if (alerts !== null) expect(alerts).toBe(count);
    if (expected === null) expect(count).toBeGreaterThanOrEqual(given);
    else expect(count).toBe(given);
  });
});
