/**
 * A raw audit log as the NDJSON that a shipper would have sent: the document of each event, as this scanner makes it.
 *
 *   node bench/to-documents.mjs audit.log documents.ndjson
 */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { DocumentReader } from '../dist/input/index.js';

const CHUNK_CHARACTERS = 1 << 20;

const [from, to] = process.argv.slice(2);
const out = openSync(to, 'w');
let chunk = '';
const reader = new DocumentReader(
  {
    document: (document) => {
      chunk += `${JSON.stringify(document)}\n`;
      if (chunk.length < CHUNK_CHARACTERS) return;
      writeSync(out, chunk);
      chunk = '';
    },
    problem: ({ diagnostic }) => {
      throw new Error(diagnostic.message);
    },
  },
  { name: from },
);
for await (const block of createReadStream(from, { highWaterMark: CHUNK_CHARACTERS }))
  reader.push(block);
reader.end();
writeSync(out, chunk);
closeSync(out);
