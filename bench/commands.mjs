/**
 * Every command line that is measured, and what has to be installed for it. A command is `{program, args}`, and `check` where
 * its output can be held against what was planted: `check(stdout)` gives what is wrong with it, or undefined.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { foundAsPlanted, sameAlerts, sameCounts } from './planted.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const BIN = join(here, '../bin/rshell-scan.js');
const BUNDLED = join(here, '../rules/elastic');
/** The big set of rules, for those who have it beside the repository. */
const SURVEY = join(here, '../../shared/rules-survey/elastic-linux-eql');
/** The event rule and the two sequences; the other two bundled rules are samples, which python-eql does not know. */
const NO_SAMPLES = [
  'execution_shell_via_background_process.toml',
  'execution_shell_via_tcp_cli_utility_linux.toml',
  'execution_shell_suspicious_parent_child_revshell_linux.toml',
].map((name) => join(BUNDLED, name));

const node = (...args) => ({ program: process.execPath, args });
/** A pipeline: FILE through `cat` into the standard input of `command`. */
const fed = (file, { program, args, ...rest }) => ({
  ...rest,
  program: 'sh',
  args: ['-c', 'file=$1; shift; cat "$file" | "$@"', 'sh', file, program, ...args],
});

export const loop = ({ file }) => node(join(here, 'loop.mjs'), file);
export const readOnly = ({ file }) => node(join(here, 'read.mjs'), file);
export const emptyNode = () => node('-e', '0');
export const countLines = ({ file }) => ({ program: 'wc', args: ['-l', file] });
export const unzip = ({ file }) => ({ program: 'zcat', args: [file] });

const bundled = rulesIn(BUNDLED);

/**
 * Sets of rules: `flags` tell the scanner to take them, `ids` are those of the rules that attacks were planted for, and
 * `partial` tells that there are more, which may raise alerts, too.
 */
export const bundledRules = {
  key: '5',
  flags: ['--no-bundled', '-r', BUNDLED],
  ids: bundled.map(({ id }) => id),
};
export const rulesWithoutSamples = {
  key: '3',
  flags: ['--no-bundled', ...NO_SAMPLES.flatMap((file) => ['-r', file])],
  ids: NO_SAMPLES.map((file) => ruleOf(file).id),
};

/**
 * The rules of `folder`, by default of the survey; undefined where there is no such folder. A rule that is bundled, too, is held
 * against what was planted only where its query is the same: other versions of it look for other things.
 */
export function manyRules(folder = SURVEY) {
  if (!existsSync(folder)) return undefined;
  const rules = rulesIn(folder);
  const known = ({ id, query }) =>
    bundled.some((rule) => rule.id === id && words(rule.query) === words(query));
  return {
    key: 'many',
    count: rules.length,
    flags: ['--no-bundled', '-r', folder],
    ids: rules.filter(known).map(({ id }) => id),
    partial: true,
  };
}

function rulesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.toml') && !name.endsWith('.test.toml'))
    .map((name) => ruleOf(join(folder, name)));
}

function ruleOf(file) {
  const { rule } = parse(readFileSync(file, 'utf8'));
  return { id: rule.rule_id, query: rule.query ?? '' };
}

function words(query) {
  return query.trim().replace(/\s+/g, ' ');
}

export const version = () => node(BIN, '--version');

/** A scan of `events` with `rules`; `jobs` undefined leaves the number of threads to the scanner. */
export function scan(events, rules, jobs) {
  const found = foundAsPlanted(events, rules);
  const same = sameAlerts(`${rules.key} rules, ${events.file}`);
  return { ...scanOf(events.file, rules, jobs), check: (stdout) => found(stdout) ?? same(stdout) };
}

/** The same of events that nothing was planted in: it only has to end well. */
export function scanUnchecked({ file }, rules, jobs) {
  return scanOf(file, rules, jobs);
}

/** A scan with all rules that are in the box, of a form of the events that `name` names. */
export function scanForm({ file }, name) {
  return { ...scanOf(file, { flags: [] }, 1), check: sameCounts(name) };
}

/** The same, through `cat` and a pipe. */
export function scanOfPipe(events, rules) {
  return fed(events.file, { ...scanOf('-', rules), check: foundAsPlanted(events, rules) });
}

/** What a live scan of standard input is started with. */
export const scanLive = (rules) => scanOf('-', rules);

function scanOf(path, { flags }, jobs) {
  const threads = jobs === undefined || !knowsJobs ? [] : ['--jobs', String(jobs)];
  return node(BIN, 'scan', path, '-o', 'ndjson', '--fail-on', 'never', ...flags, ...threads);
}

/** Whether this build of the scanner can be told a number of threads. */
export const knowsJobs = spawnSync(process.execPath, [BIN, 'scan', '--help'], {
  encoding: 'utf8',
}).stdout.includes('--jobs');

const PYTHON = process.env.BENCH_PYTHON ?? 'python3';

export const pythonEql = (events) => ({
  program: PYTHON,
  args: [join(here, 'peers/python_eql.py'), events.file, ...NO_SAMPLES],
  // It loses sequences where events are out of order.
  check: events.inOrder ? foundAsPlanted(events, rulesWithoutSamples) : undefined,
});

export const duckdbSequence = (events, threads) => ({
  program: PYTHON,
  args: [join(here, 'peers/duckdb_sequence.py'), events.file, String(threads)],
  check: foundAsPlanted(events, { ids: [ruleOf(NO_SAMPLES[1]).id] }),
});

/** Why a program or a Python package cannot be measured here; undefined when it can. */
export const lacksProgram = (name) =>
  spawnSync('sh', ['-c', `command -v ${name}`]).status === 0 ? undefined : `no ${name} here`;
export const lacksPackages = (...names) =>
  spawnSync(PYTHON, ['-c', `import ${names.join(', ')}`]).status === 0
    ? undefined
    : `no Python with ${names.join(', ')} here (BENCH_PYTHON names one)`;
