/**
 * The same events, only that half of them name programs and arguments which occur nowhere else, as real logs do: what a
 * scanner remembers about values does not help it there. The same bytes for the same arguments.
 *
 *   node bench/uniquify.mjs --out FILE SOURCE
 *
 *   --share P   share of the lines to change (0.5)      --seed N   another choice of lines (1)
 *
 * Within a line every name and argument of the process and of its parent gets one new text of about the same length, and
 * names, paths and command lines stay consistent. Planted attacks and decoys stay as they are. So does a line that
 * JSON.stringify would write in other bytes: its spelling is part of the test. Prints `{lines, changed}` as JSON.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { Random } from './generator/random.mjs';

const BLOCK_BYTES = 1 << 20;
const SHORTEST_NAME = 7; // what five base 36 digits and a letter each side need

/**
 * What planted attacks and decoys contain, whichever generator made them: peers of the documentation networks, inline
 * code that opens sockets, interactive shells, the mode, the socket and the program of the samples. Some everyday lines
 * contain it, too, and stay as they are. A decoy's connection to loopback looks like any other and may be changed.
 */
const PLANTED = new RegExp(
  [
    String.raw`198\.51\.100\.|203\.0\.113\.|192\.0\.2\.|2001:db8:bad:|dev(?:/|\\/|\\u002[fF])(?:tcp|udp)`,
    String.raw`import socket|fsockopen|use Socket|IO::Socket|udp:203|EXEC:`,
    String.raw`"-[ilIux]"\]|"zsh"|bash -i|\["(?:\w+ash|sh|socat)"\]|"port":"?4444\b`,
    String.raw`"a2":"(?:1b6|1a4|11)"|/tmp/\.`,
  ].join('|'),
);

/** Gives the line, or what it becomes; `rename` gives a new text for an old one, and the same for the same. */
function changed(line, names) {
  if (PLANTED.test(line)) return line;
  const event = JSON.parse(line);
  if (event.process === undefined || JSON.stringify(event) !== line) return line;
  names.forget();
  renameProcess(event.process, names);
  if (event.process.parent?.name !== undefined) renameProcess(event.process.parent, names);
  return JSON.stringify(event);
}

function renameProcess(process, names) {
  const { name, executable, args } = process;
  if (name !== undefined) process.name = names.rename(name);
  if (executable !== undefined) process.executable = names.renameLast(executable);
  if (args === undefined) return;
  process.args = args.map((arg) => names.renameLast(arg));
  const joined = process.args.join(' ');
  if (process.command_line !== undefined) process.command_line = joined;
  if (process.title !== undefined) process.title = joined;
}

/** Hands out texts that occur nowhere else. Within a line the same text becomes the same again. */
class Names {
  #given = 0;
  #ofLine = new Map();

  forget() {
    this.#ofLine.clear();
  }

  rename(text) {
    let name = this.#ofLine.get(text);
    if (name === undefined) {
      this.#given += 1;
      name = `u${this.#given.toString(36).padStart(SHORTEST_NAME - 2, '0')}q`.padEnd(
        text.length,
        'z',
      );
      this.#ofLine.set(text, name);
    }
    return name;
  }

  /** Renames what follows the last slash: a file stays in its directory. */
  renameLast(path) {
    const directory = path.lastIndexOf('/') + 1;
    return path.slice(0, directory) + this.rename(path.slice(directory));
  }
}

/** Writes `source`, changed, to `out`; gives `{lines, changed}`. */
export function uniquify(source, out, { share = 0.5, seed = 1 } = {}) {
  const random = new Random(seed);
  const names = new Names();
  const counts = { lines: 0, changed: 0 };
  const output = openSync(out, 'w');
  for (const lines of blocksOfLines(source)) {
    const texts = lines.map((line) => {
      const text = random.chance(share) ? changed(line, names) : line;
      counts.lines += 1;
      if (text !== line) counts.changed += 1;
      return `${text}\n`;
    });
    writeWhole(output, Buffer.from(texts.join('')));
  }
  closeSync(output);
  return counts;
}

function* blocksOfLines(path) {
  const file = openSync(path, 'r');
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let head = Buffer.alloc(0); // a line whose end is in a later block
  for (let read; (read = readSync(file, block, 0, BLOCK_BYTES, null)) > 0;) {
    const bytes = Buffer.concat([head, block.subarray(0, read)]);
    const end = bytes.lastIndexOf(10) + 1;
    head = bytes.subarray(end);
    if (end > 0) yield bytes.toString('utf8', 0, end - 1).split('\n');
  }
  if (head.length > 0) yield [head.toString()];
  closeSync(file);
}

function writeWhole(file, bytes) {
  for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      share: { type: 'string', default: '0.5' },
      seed: { type: 'string', default: '1' },
    },
  });
  const options = { share: Number(values.share), seed: Number(values.seed) };
  console.log(JSON.stringify(uniquify(positionals[0], values.out, options)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
