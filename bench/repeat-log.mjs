/**
 * The records of a raw audit log over and over, with times and serial numbers that go on, up to a size.
 *
 *   node bench/repeat-log.mjs --mb 60 --out repeated.log audit.log.gz
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const { values, positionals } = parseArgs({
  options: { mb: { type: 'string', default: '60' }, out: { type: 'string' } },
  allowPositionals: true,
});
const [name] = positionals;
const bytes = readFileSync(name);
const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1').split('\n');
const records = lines.flatMap((line) => {
  const [, head, seconds, ms, serial, rest] =
    /^(.*msg=audit\()(\d+)\.(\d+):(\d+)(\).*)$/.exec(line) ?? [];
  return head === undefined ? [] : [{ head, seconds: +seconds, ms, serial: +serial, rest }];
});
const spanOf = (field) => {
  const all = records.map((record) => record[field]);
  return Math.max(...all) - Math.min(...all);
};
const seconds = spanOf('seconds') + 5;
const serials = spanOf('serial') + 1;

const out = openSync(values.out, 'w');
for (let written = 0, round = 0; written < Number(values.mb) * 1e6; round++) {
  const text = records.map(
    ({ head, seconds: at, ms, serial, rest }) =>
      `${head}${at + round * seconds}.${ms}:${serial + round * serials}${rest}\n`,
  );
  written += writeSync(out, Buffer.from(text.join(''), 'latin1'));
}
closeSync(out);
