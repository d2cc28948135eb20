/**
 * A raw audit log of any size, the same bytes for the same arguments: one host at work, with a reverse shell now and then.
 *
 *   node bench/generate-log.mjs --mb 200 --out audit.log
 *
 *   --mb N       size in units of 10^6 bytes (100)      --unique P   share of commands never seen before (0.2)
 *   --seed N     another seed, other events (1)         --out FILE   where to
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LogWriter } from './generator/audit-log.mjs';
import { Random } from './generator/random.mjs';

const CHUNK_CHARACTERS = 1 << 20;
/** An attack in so many bytes. */
const ATTACK_BYTES = 50e6;

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    unique: { type: 'string', default: '0.2' },
    out: { type: 'string' },
  },
});
const bytes = Number(values.mb) * 1e6;
const writer = new LogWriter(new Random(Number(values.seed)), Number(values.unique));
const out = openSync(values.out, 'w');
let attacks = 0;
for (let written = 0; written < bytes;) {
  let chunk = '';
  while (chunk.length < CHUNK_CHARACTERS) chunk += writer.next();
  if (written > (attacks + 0.5) * ATTACK_BYTES) {
    chunk += writer.attack();
    attacks += 1;
  }
  written += writeSync(out, chunk);
}
closeSync(out);
