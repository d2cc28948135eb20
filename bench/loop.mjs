/**
 * The yardstick: what any scanner on JSON.parse must do and nothing more. One thread reads blocks of 1 MiB, splits them
 * into lines and parses every line. Prints `{events, bytes, seconds, mbPerSecond}` as JSON.
 *
 *   node bench/loop.mjs FILE
 */
import { openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 1 << 20;
const NEWLINE = 10;

const begun = performance.now();
const { events, bytes } = parseLines(process.argv[2]);
const seconds = (performance.now() - begun) / 1000;
console.log(JSON.stringify({ events, bytes, seconds, mbPerSecond: bytes / 1e6 / seconds }));

function parseLines(path) {
  const file = openSync(path, 'r');
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let head = []; // pieces of a line whose end is in a later block
  let events = 0;
  let bytes = 0;
  for (;;) {
    const read = readSync(file, block, 0, BLOCK_BYTES, null);
    if (read === 0) break;
    bytes += read;
    const text = block.subarray(0, read);
    let from = 0;
    for (let end; (end = text.indexOf(NEWLINE, from)) !== -1; from = end + 1) {
      if (head.length > 0) {
        JSON.parse(Buffer.concat([...head, text.subarray(0, end)]).toString());
        head = [];
      } else {
        JSON.parse(text.utf8Slice(from, end));
      }
      events += 1;
    }
    if (from < read) head.push(Buffer.from(text.subarray(from)));
  }
  if (head.length > 0) {
    JSON.parse(Buffer.concat(head).toString());
    events += 1;
  }
  return { events, bytes };
}
