/**
 * npm run bench: how fast, how big, how quick to start, beside a bare loop that only splits lines and parses them.
 * Whole processes, in turn, one warm-up each. bench/README.md tells how to read the tables.
 *
 *   --mb N       size of the generated file in units of 10^6 bytes (1000)
 *   --runs N     measured runs of each (5)
 *   --rules DIR  a big set of rules (default: the survey's, where it is there)
 *   --memory     only this: peak memory on 200 MB and on 2000 MB
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { DEFAULTS, generateFile } from './generate.mjs';
import { runInTurn, tellsMemory } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = join(root, 'bench/.data');
const BIN = join(root, 'bin/rshell-scan.js');
const LOOP = join(root, 'bench/loop.mjs');
const SURVEY = join(root, '../shared/rules-survey/elastic-linux-eql');

/** The command lines that are measured, in one place. */
const COMMANDS = {
  loop: (file) => [LOOP, file],
  fiveRules: (file) => [BIN, 'scan', file, '-o', 'ndjson', '--fail-on', 'never'],
  manyRules: (file, rules) => [...COMMANDS.fiveRules(file), '--no-bundled', '-r', rules],
  emptyNode: () => ['-e', '0'],
  version: () => [BIN, '--version'],
};

/** What the project holds itself to: rates as multiples of the loop's, start-up in comparison with `node -e 0`. */
const FLOORS = { fiveRules: 0.75, manyRules: 0.35, version: 1.5, oneEventMs: 100 };
const START_UP_RUNS = 15;

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    rules: { type: 'string' },
    memory: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);

if (values.memory) memory();
else speed(Number(values.mb), values.rules ?? SURVEY);

function speed(mb, rules) {
  const { file, summary } = eventsOf(mb);
  console.log(
    `${summary.events} events, ${(summary.bytes / 1e6).toFixed(0)} MB, ${runs} runs, Node ${process.version}\n`,
  );
  checkPlanted(file, summary.expected);

  const contenders = [
    { name: 'line split + JSON.parse', args: COMMANDS.loop(file) },
    { name: '5 rules', args: COMMANDS.fiveRules(file), floor: FLOORS.fiveRules },
  ];
  const rulesThere = existsSync(rules);
  const ruleCount = rulesThere ? countRules(rules) : 0;
  if (rulesThere) {
    const args = COMMANDS.manyRules(file, rules);
    contenders.push({ name: `${ruleCount} rules`, args, floor: FLOORS.manyRules });
  }
  const results = runInTurn(contenders, runs);
  const loop = results[0].seconds.median;
  printTable(
    ['', 'wall', 'min-max', 'MB/s', 'events/s', 'peak MiB', 'x loop', 'floor'],
    results.map(({ name, seconds, peakMiB, floor }) => [
      name,
      `${seconds.median.toFixed(2)} s`,
      `${seconds.min.toFixed(2)}-${seconds.max.toFixed(2)}`,
      (summary.bytes / 1e6 / seconds.median).toFixed(0),
      (summary.events / seconds.median).toFixed(0),
      peakMiB?.toFixed(0) ?? '-',
      (loop / seconds.median).toFixed(2),
      floor === undefined ? '' : String(floor),
    ]),
  );
  if (!rulesThere) console.log(`\nskipped: many rules (no ${rules}; --rules DIR names some)`);
  startUp(file);
}

function startUp(file) {
  const oneEvent = join(data, 'one-event.ndjson');
  writeFileSync(oneEvent, firstLine(file));
  const [node, version, scan] = runInTurn(
    [
      { name: 'node -e 0', args: COMMANDS.emptyNode() },
      { name: '--version', args: COMMANDS.version() },
      { name: '5 rules, one event', args: COMMANDS.fiveRules(oneEvent) },
    ],
    Math.max(runs, START_UP_RUNS),
  );
  const idle = node.seconds.median;
  const row = ({ name, seconds }, floor) => [
    name,
    `${(seconds.median * 1000).toFixed(0)} ms`,
    `${(seconds.min * 1000).toFixed(0)}-${(seconds.max * 1000).toFixed(0)}`,
    (seconds.median / idle).toFixed(2),
    `${((seconds.median - idle) * 1000).toFixed(0)} ms`,
    floor,
  ];
  console.log();
  printTable(
    ['start-up', 'wall', 'min-max', 'x node', 'over node', 'at most'],
    [row(node, ''), row(version, `x ${FLOORS.version}`), row(scan, `${FLOORS.oneEventMs} ms`)],
  );
}

function memory() {
  if (!tellsMemory) throw new Error('peak memory needs GNU time in /usr/bin/time');
  const contenders = [200, 2000].map((mb) => {
    const { file } = eventsOf(mb);
    return { name: `5 rules, ${mb} MB`, args: COMMANDS.fiveRules(file) };
  });
  const results = runInTurn(contenders, runs);
  printTable(
    ['', 'wall', 'peak MiB'],
    results.map(({ name, seconds, peakMiB }) => [
      name,
      `${seconds.median.toFixed(2)} s`,
      peakMiB.toFixed(1),
    ]),
  );
  const [small, large] = results;
  const percent = (large.peakMiB / small.peakMiB - 1) * 100;
  console.log(`\npeak memory differs by ${percent.toFixed(1)} % (at most 20 %)`);
}

/** The generated file of `mb` and its summary; made when it is not there yet. */
function eventsOf(mb) {
  mkdirSync(data, { recursive: true });
  const file = join(data, `events-${mb}.ndjson`);
  const summaryFile = `${file}.expected.json`;
  const summary = existsSync(summaryFile)
    ? JSON.parse(readFileSync(summaryFile, 'utf8'))
    : generateFile(file, { ...DEFAULTS, mb });
  return { file, summary };
}

/** A fast scan that misses attacks is worth nothing: counts the alerts of one scan before it is timed. */
function checkPlanted(file, expected) {
  const { stdout, stderr, status } = spawnSync(process.execPath, COMMANDS.fiveRules(file), {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`the scan ended with ${status}:\n${stderr}`);
  const alerts = stdout.split('\n').filter((line) => line !== '');
  for (const [ruleId, count] of Object.entries(expected)) {
    const found = alerts.filter((line) => line.includes(ruleId)).length;
    const verdict = found === count ? '' : '   <- WRONG';
    console.log(`${ruleId}: ${found} alerts, ${count} attacks planted${verdict}`);
    if (found !== count) process.exitCode = 1;
  }
  console.log();
}

function countRules(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.toml')).length;
}

function firstLine(path) {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(1 << 16);
  const read = readSync(file, start);
  closeSync(file);
  return start.subarray(0, start.subarray(0, read).indexOf('\n') + 1);
}

function printTable(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  for (const row of [head, ...rows]) {
    const cells = row.map((text, column) =>
      column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}
