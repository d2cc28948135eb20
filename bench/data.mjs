/**
 * The files that are measured, in a folder of their own among the temporary files; made when they are missing and used
 * again. Their names carry a digest of the programs that made them, so that a changed generator makes new ones.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateEvents } from './generate.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
/** The generator that the project's floors were set with, for those who have it beside the repository. */
const SHARED_GENERATOR = join(here, '../../shared/perf/gen.mjs');
const OWN_GENERATOR = join(here, 'generate.mjs');
const SEED = 1;

/** What the shared generator calls its attacks, and the rules that find them. */
const RULE_OF_PLANT = {
  reverse_shell_bg: '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39',
  reverse_shell_seq: '48b3d2e3-f4e8-41e6-95e6-9b2091228db3',
  parent_seq: '4b1a807a-4e7b-414e-8cea-24bf580f6fc5',
  udp_sample: 'a5eb21b7-13cc-4b94-9fe2-29bb2914e037',
  meterpreter_sample: '5c895b4f-9133-4e68-9e23-59902175355c',
};

const folder = join(tmpdir(), 'rshell-scan-bench');

const usesShared = existsSync(SHARED_GENERATOR);
export const generatorName = usesShared ? '../shared/perf/gen.mjs' : 'bench/generate.mjs';
const generator = usesShared ? SHARED_GENERATOR : OWN_GENERATOR;
const generatorSources = usesShared
  ? [SHARED_GENERATOR]
  : [OWN_GENERATOR, ...modulesIn(join(here, 'generator'))];

/**
 * Events of `mb` times 10^6 bytes: `{file, bytes, events, expected, inOrder}`; `expected` is the number of attacks by rule id,
 * `inOrder` tells whether the events are in order of time.
 */
export function plainEvents(mb) {
  const file = cached(`events-${mb}-${digestOf(generatorSources)}.ndjson`, mb * 1e6, (part) => {
    run(process.execPath, [generator, '--mb', mb, '--seed', SEED, '--out', part]);
    renameSync(`${part}.expected.json`, part.replace(/\.part$/, '.expected.json'));
  });
  return { file, bytes: statSync(file).size, inOrder: usesShared, ...summaryOf(file) };
}

/** The same with half of the lines made unique. */
export function uniqueEvents(mb) {
  const plain = plainEvents(mb);
  const uniquify = join(here, 'uniquify.mjs');
  const name = `unique-${mb}-${digestOf([...generatorSources, uniquify])}.ndjson`;
  const file = cached(name, plain.bytes, (part) => {
    run(process.execPath, [uniquify, '--seed', SEED, '--out', part, plain.file]);
  });
  return { ...plain, file, bytes: statSync(file).size };
}

/** The same, compressed. */
export function zippedEvents(mb) {
  const plain = plainEvents(mb);
  const name = `events-${mb}-${digestOf(generatorSources)}.ndjson.gz`;
  const file = cached(name, plain.bytes / 4, (part) =>
    run('sh', ['-c', 'gzip -c "$1" > "$2"', 'sh', plain.file, part]),
  );
  return { ...plain, file };
}

/** A file of one harmless event, for what a scan costs before it has begun: `{file}`. */
export function oneEvent() {
  const file = cached('one-event.ndjson', 0, (part) => {
    const [chunk] = generateEvents({ mb: 1, plant: 0 });
    writeFileSync(part, chunk.subarray(0, chunk.indexOf('\n') + 1));
  });
  return { file };
}

/** The log of attacks that was recorded for the project's tests, for those who have it beside the repository. */
export const RECORDED_LOG = join(here, '../../shared/inputs/recorded/audit.log.gz');
const LOG_GENERATOR = join(here, 'generate-log.mjs');
const LOG_REPEATER = join(here, 'repeat-log.mjs');
const CONVERTER = join(here, 'to-documents.mjs');

/** A raw audit log of a host at work, of `mb` times 10^6 bytes: `{file, bytes}`. */
export function ordinaryLog(mb) {
  const digest = digestOf([LOG_GENERATOR, ...modulesIn(join(here, 'generator'))]);
  const file = cached(`ordinary-${mb}-${digest}.log`, mb * 1e6, (part) => {
    run(process.execPath, [LOG_GENERATOR, '--mb', mb, '--seed', SEED, '--out', part]);
  });
  return { file, bytes: statSync(file).size };
}

/** The same of {@link RECORDED_LOG}, over and over. */
export function attackLog(mb) {
  const digest = digestOf([LOG_REPEATER, RECORDED_LOG]);
  const file = cached(`attacks-${mb}-${digest}.log`, mb * 1e6, (part) => {
    run(process.execPath, [LOG_REPEATER, '--mb', mb, '--out', part, RECORDED_LOG]);
  });
  return { file, bytes: statSync(file).size };
}

/** The events of a raw log as documents: `{file, bytes}`. */
export function documentsOf(log) {
  const name = `${basename(log.file, '.log')}-${digestOf([CONVERTER])}.ndjson`;
  const file = cached(name, 2 * log.bytes, (part) => {
    run(process.execPath, [CONVERTER, log.file, part]);
  });
  return { file, bytes: statSync(file).size };
}

/** Where the files are and what room they take, for those who want it back. */
export function cacheSize() {
  const bytes = readdirSync(folder).reduce(
    (sum, name) => sum + statSync(join(folder, name)).size,
    0,
  );
  return `${(bytes / 1e9).toFixed(1)} GB of events in ${folder}`;
}

/** The path of the file `name`; `make(path)` writes it when it is not there yet, under another name until it is whole. */
function cached(name, bytes, make) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  if (existsSync(file)) return file;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 1.1 * bytes)
    throw new Error(`not enough room for ${(bytes / 1e9).toFixed(1)} GB in the temporary folder`);
  console.error(`making ${name}`);
  make(`${file}.part`);
  renameSync(`${file}.part`, file);
  return file;
}

function summaryOf(file) {
  const { events, expected } = JSON.parse(readFileSync(`${file}.expected.json`, 'utf8'));
  const byRule = Object.entries(expected).map(([name, count]) => [
    RULE_OF_PLANT[name] ?? name,
    count,
  ]);
  return { events, expected: Object.fromEntries(byRule) };
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}

function modulesIn(directory) {
  return readdirSync(directory)
    .toSorted()
    .map((name) => join(directory, name));
}

function run(program, args) {
  const { status, stderr } = spawnSync(program, args.map(String), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
