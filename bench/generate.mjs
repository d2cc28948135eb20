/**
 * Realistic events of any size, the same bytes for the same arguments: many hosts, some with Elastic Defend and some with
 * auditbeat, at work at the same time, with attacks of the five bundled rules and decoys planted among them.
 *
 *   node bench/generate.mjs --mb 200 --out events.ndjson
 *
 *   --mb N       size in units of 10^6 bytes (100)      --hosts N    hosts (200)
 *   --seed N     another seed, other events (1)         --unique P   share of commands never seen before (0.2)
 *   --plant N    attacks a rule, and as many decoys (5) --out FILE   default: stdout
 *
 * What the rules must find is printed to stderr as JSON and, with --out, written to FILE.expected.json.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { startActivity } from './generator/activities.mjs';
import { PLANTS } from './generator/plants.mjs';
import { Random } from './generator/random.mjs';
import { makeHosts } from './generator/world.mjs';

/** By number: to ask for process.stdout would make a pipe non-blocking, and writeSync fail when it is full. */
const STDOUT = 1;
const CHUNK_CHARACTERS = 1 << 20;
const AT_WORK = 256; // activities whose events interleave
const MEAN_GAP_US = 1000; // between two events of the fleet
/** Plants are over before the end: their last one begins at this share of the output. */
const PLANTED_SHARE = 0.95;

export const DEFAULTS = { mb: 100, seed: 1, hosts: 200, unique: 0.2, plant: 5 };

/**
 * Yields the events as Buffers of whole lines, about 1 MiB each; returns the summary: the options, `events`, `bytes`, and
 * `expected`, the alerts of each rule by its id.
 */
export function* generateEvents(options = {}) {
  const { mb, seed, hosts: hostCount, unique, plant } = { ...DEFAULTS, ...options };
  const random = new Random(seed);
  const hosts = makeHosts(hostCount, random);
  const begin = () => startActivity(random.pick(hosts), random, random.chance(unique));
  const atWork = Array.from({ length: AT_WORK }, begin);
  const plants = new PlantSchedule(plant, mb * 1e6, hosts, random);
  const chunk = new Chunk();
  let nowUs = 0;

  while (chunk.total < mb * 1e6) {
    nowUs += random.below(2 * MEAN_GAP_US);
    plants.startDue(chunk.total, nowUs);
    for (const line of plants.linesUntil(nowUs)) chunk.add(line);
    const place = random.below(AT_WORK);
    let step = atWork[place].next(nowUs);
    if (step.done) {
      atWork[place] = begin();
      step = atWork[place].next(nowUs);
    }
    chunk.add(step.value);
    if (chunk.isFull) yield chunk.take();
  }
  plants.startDue(Infinity, nowUs);
  for (const line of plants.linesUntil(Infinity)) chunk.add(line);
  yield chunk.take();
  const expected = Object.fromEntries(PLANTS.map(({ ruleId }) => [ruleId, plant]));
  return {
    mb,
    seed,
    hosts: hostCount,
    unique,
    plant,
    events: chunk.lines,
    bytes: chunk.bytes,
    expected,
  };
}

/** Lines gathered into a Buffer. `total` counts characters, which decides the size; `bytes` what was taken. */
class Chunk {
  #text = [];
  #characters = 0;
  total = 0;
  bytes = 0;
  lines = 0;

  add(line) {
    this.#text.push(line);
    this.#characters += line.length;
    this.total += line.length;
    this.lines += 1;
  }

  get isFull() {
    return this.#characters >= CHUNK_CHARACTERS;
  }

  take() {
    const buffer = Buffer.from(this.#text.join(''));
    this.#text = [];
    this.#characters = 0;
    this.bytes += buffer.length;
    return buffer;
  }
}

/** Starts attacks and decoys at even distances of output, and hands out their events as they fall due. */
class PlantSchedule {
  #perRule;
  #distance;
  #hosts;
  #random;
  #started = 0;
  #agenda = []; // {dueUs, line}, earliest first

  constructor(perRule, size, hosts, random) {
    this.#perRule = perRule;
    this.#distance = (size * PLANTED_SHARE) / Math.max(1, this.#count);
    this.#hosts = hosts;
    this.#random = random;
  }

  get #count() {
    return 2 * PLANTS.length * this.#perRule;
  }

  startDue(written, nowUs) {
    while (this.#started < this.#count && written >= (this.#started + 0.5) * this.#distance) {
      const { kind, plant } = PLANTS[this.#started % PLANTS.length];
      const attack = Math.floor(this.#started / PLANTS.length) % 2 === 0;
      const host = this.#random.pick(this.#hosts.filter((each) => each.kind === kind));
      let dueUs = nowUs;
      for (const [delayMs, line] of plant(host, this.#random, attack)) {
        dueUs += delayMs * 1000;
        this.#agenda.push({ dueUs, line });
      }
      this.#agenda.sort((a, b) => a.dueUs - b.dueUs);
      this.#started += 1;
    }
  }

  *linesUntil(nowUs) {
    while (this.#agenda.length > 0 && this.#agenda[0].dueUs <= nowUs) {
      const { dueUs, line } = this.#agenda.shift();
      yield line(dueUs);
    }
  }
}

/** Writes a generated file; gives back the summary, which it also writes to `FILE.expected.json`. */
export function generateFile(file, options) {
  const descriptor = openSync(file, 'w');
  const summary = writeAll(descriptor, options);
  closeSync(descriptor);
  writeFileSync(`${file}.expected.json`, `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

function writeAll(descriptor, options) {
  const events = generateEvents(options);
  for (;;) {
    const { done, value } = events.next();
    if (done) return value;
    for (let from = 0; from < value.length;) from += writeSync(descriptor, value, from);
  }
}

function main() {
  const { values } = parseArgs({
    options: {
      mb: { type: 'string' },
      seed: { type: 'string' },
      hosts: { type: 'string' },
      unique: { type: 'string' },
      plant: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const { out, ...texts } = values;
  const options = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, Number(text)]),
  );
  const summary = out === undefined ? writeAll(STDOUT, options) : generateFile(out, options);
  console.error(JSON.stringify(summary));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
