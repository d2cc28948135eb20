/**
 * Writes samples/: for each bundled rule a stream that fires it and one that nearly does, from a recorded audit log.
 * Same recording, same files. What each file must raise goes to test/fixtures/samples-expected.json.
 *
 *   node scripts/make-samples.mjs [RECORDING]     default: ../shared/inputs/recorded
 *
 * The stories are in make-samples/stories.mjs; this file turns them into bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { toAuditbeat, toAuditdManager } from './make-samples/auditbeat.mjs';
import { toDefend } from './make-samples/defend.mjs';
import { hashHex } from './make-samples/hosts.mjs';
import { readRecording, timeOf } from './make-samples/recording.mjs';
import { RULES, stories } from './make-samples/stories.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'samples');
const recording = process.argv[2] ?? join(root, '../shared/inputs/recorded');

/** Shape of the documents -> the `{record, document}` pairs of one part of a story. */
const SHAPES = {
  auditbeat: ({ records, host }) =>
    records.map((record) => ({ record, document: toAuditbeat(record, host) })),
  manager: ({ records, host }) =>
    records.map((record) => ({ record, document: toAuditdManager(record, host) })),
  defend: ({ records, host }) => toDefend(records, host),
};

/** Container of the documents -> text and the line (1-based) on which each document starts. */
const CONTAINERS = {
  ndjson(documents) {
    const text = documents.map((document) => `${JSON.stringify(document)}\n`).join('');
    return { text, lines: documents.map((_, index) => index + 1) };
  },
  hits(documents) {
    const hits = documents.map((document) => {
      const { type, dataset, namespace } = document.data_stream;
      return {
        _index: `.ds-${type}-${dataset}-${namespace}-2026.11.21-000001`,
        _id: hashHex(20, 'hit', document.event.id),
        _score: null,
        _source: document,
        sort: [Date.parse(document['@timestamp'])],
      };
    });
    const total = { value: hits.length, relation: 'eq' };
    const reply = { took: 3, timed_out: false, hits: { total, max_score: null, hits } };
    const text = `${JSON.stringify(reply, null, 2)}\n`;
    // A hit opens on the line above its `_index`.
    const lines = text
      .split('\n')
      .flatMap((line, index) => (line.trimStart().startsWith('"_index"') ? [index] : []));
    return { text, lines };
  },
};

/** The documents of a story: those of one host as recorded, which is not quite in order of time; several hosts in order of time. */
function documentsOf({ parts }) {
  const pairs = parts.flatMap((part) => SHAPES[part.shape](part));
  return parts.length === 1 ? pairs : pairs.sort((a, b) => timeOf(a.record) - timeOf(b.record));
}

/** The bytes of `text`; gzip with a header that names neither time nor system, so that it is the same everywhere. */
function encode(text, file) {
  if (!file.endsWith('.gz')) return Buffer.from(text);
  const packed = gzipSync(text, { level: 9 });
  const UNKNOWN_SYSTEM = 255;
  packed[9] = UNKNOWN_SYSTEM;
  return packed;
}

function valueAt(document, path) {
  return path.split('.').reduce((object, key) => object[key], document);
}

function expectationsOf(story, pairs, lines) {
  const lineOf = new Map(pairs.map(({ record }, index) => [record, lines[index]]));
  const documentOf = new Map(pairs.map(({ record, document }) => [record, document]));
  return story.rules.map((rule) => {
    const attacks = story.attacks.filter((attack) => attack.rule === rule);
    return {
      file: story.file,
      rule_id: RULES[rule].id,
      alerts: attacks.length,
      events: attacks.map(({ records }) => records.map((record) => lineOf.get(record))),
      join_keys: attacks.map(({ records }) =>
        RULES[rule].by.map((path) => valueAt(documentOf.get(records[0]), path)),
      ),
    };
  });
}

mkdirSync(target, { recursive: true });
const expectations = [];
for (const story of stories(readRecording(recording))) {
  const pairs = documentsOf(story);
  const { text, lines } = CONTAINERS[story.container](pairs.map(({ document }) => document));
  const bytes = encode(text, story.file);
  writeFileSync(join(target, story.file), bytes);
  const expected = expectationsOf(story, pairs, lines);
  expectations.push(...expected);
  const alerts = expected.reduce((sum, entry) => sum + entry.alerts, 0);
  console.log(`${story.file}: ${pairs.length} events, ${bytes.length} bytes, ${alerts} alerts`);
}
writeFileSync(
  join(target, '..', 'test', 'fixtures', 'samples-expected.json'),
  `${JSON.stringify(expectations, null, 2)}\n`,
);
console.log(`wrote ${resolve(target)}`);
