// The kernel against the slow path over real events and real rules, and over Elasticsearch's own vectors.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FieldSet, type JsonObject } from '../../src/event/index.js';
import { readTextFiles } from '../../src/io/index.js';
import { prepareRules } from '../../src/library/prepare-rules.js';
import { loadRules } from '../../src/rule/index.js';
import { DEFAULT_EVENT_FIELDS } from '../../src/scan/index.js';
import { DATA_SETS, fieldTypes, readDocuments, readVectors } from '../conformance/elasticsearch.js';
import {
  cases,
  compileQueries,
  expectSame,
  readBytes,
  scanBytes,
  settled,
  WHOLE,
  type Queries,
} from '../support/kernel.js';
import { blockSizes } from '../support/kernel-documents.js';
import { diceOf, REWRITINGS } from '../support/kernel-mutations.js';
import { HAS_SHARED, ROOT, shared } from '../support/shared.js';

const describeShared = HAS_SHARED ? describe : describe.skip;
const where = HAS_SHARED ? '' : ' (skipped: no ../shared beside the repository)';

/** The events of a folder's files, one a line. */
function linesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.ndjson(?:\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(path.join(folder, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      return text.split('\n').filter((line) => line !== '');
    });
}

const samples = linesIn(path.join(ROOT, 'samples'));
const recorded = HAS_SHARED ? linesIn(shared('inputs', 'real', 'derived-from-recorded')) : [];
const documents = HAS_SHARED ? eventsBelow(shared('inputs', 'real')) : [];
const real = [...samples, ...recorded, ...documents];

/** Events that stand in JSON files: documents as makers of shippers publish them. */
function eventsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      // One document, a list of them, or one a line.
      return [text, ...text.split('\n')].flatMap((part) => {
        try {
          const json = JSON.parse(part) as JsonObject | readonly JsonObject[];
          return (Array.isArray(json) ? json : [json]).map((item) => JSON.stringify(item));
        } catch {
          return [];
        }
      });
    })
    .filter((line) => line.startsWith('{"'));
}

function queriesOf(folder: string): Queries {
  const fields = new FieldSet();
  const { rules } = loadRules(readTextFiles([folder], { extension: '.toml' }).sources);
  const { runnable } = prepareRules(rules, fields, DEFAULT_EVENT_FIELDS);
  return { queries: runnable.map(({ query }) => query), fields };
}

function bytesOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** Real events written in other ways. */
const rewritten = fc
  .array(
    fc.tuple(fc.nat(real.length - 1), fc.constantFrom(...Object.values(REWRITINGS)), fc.integer()),
    { minLength: 1, maxLength: 60, size: 'max' },
  )
  .map((items) =>
    items.map(([number, rewrite, seed]) => {
      const text = real[number]!;
      return rewrite(text, JSON.parse(text) as JsonObject, diceOf(seed));
    }),
  );

async function expectAlike(
  queries: Queries,
  bytes: Buffer,
  blocks: readonly number[],
): Promise<void> {
  const slow = await readBytes(bytes, queries, 'json');
  for (const inWindow of [true, false]) {
    expectSame(
      await readBytes(bytes, queries, 'kernel', { route: 'file', blocks, inWindow }),
      slow,
    );
  }
  for (const route of ['file', 'stream'] as const) {
    const delivery = { route, blocks, inWindow: true };
    const slow = await scanBytes(bytes, queries, 'json', { ...WHOLE, route });
    expectSame(await scanBytes(bytes, queries, 'kernel', delivery), slow);
  }
}

describe('the bundled rules', () => {
  const queries = queriesOf(path.join(ROOT, 'rules'));

  test('over real events', async () => {
    await expectAlike(queries, bytesOf(real), [1024 * 1024]);
    // Nearly all of what shippers write is for the kernel.
    expect(settled.refused).toBeLessThan(settled.lines / 10);
  }, 60_000);

  test('over real events written in other ways', async () => {
    await fc.assert(
      fc.asyncProperty(rewritten, blockSizes, async (lines, blocks) => {
        await expectAlike(queries, bytesOf(lines), blocks);
      }),
      { numRuns: cases(60) },
    );
  }, 600_000);
});

describeShared(`the rules of the corpus${where}`, () => {
  const queries = HAS_SHARED
    ? queriesOf(shared('rules-survey', 'elastic-linux-eql', 'rules'))
    : { queries: [], fields: new FieldSet() };

  test('over real events', async () => {
    expect(queries.queries.length).toBeGreaterThan(300);
    await expectAlike(queries, bytesOf(real), [1024 * 1024]);
  }, 60_000);

  test('over real events written in other ways', async () => {
    await fc.assert(
      fc.asyncProperty(rewritten, blockSizes, async (lines, blocks) => {
        await expectAlike(queries, bytesOf(lines), blocks);
      }),
      { numRuns: cases(15) },
    );
  }, 600_000);
});

describeShared(`Elasticsearch's vectors${where}`, () => {
  for (const dataSet of HAS_SHARED ? DATA_SETS : []) {
    test(dataSet.files.join(), async () => {
      const fieldType = fieldTypes(dataSet);
      const { tiebreaker } = dataSet;
      const eventFields = {
        ...DEFAULT_EVENT_FIELDS,
        ...(tiebreaker === undefined ? {} : { tiebreaker: [tiebreaker] }),
      };
      const texts = dataSet.files.flatMap((file) => readVectors(file).map(({ query }) => query));
      const queries = compileQueries([...new Set(texts)], fieldType, eventFields);
      const documents = readDocuments(dataSet);
      // As they are, and with a time that the kernel reads itself.
      const lines = documents.map((document) => JSON.stringify(document));
      const timed = documents.map((document, number) =>
        JSON.stringify({ ...document, '@timestamp': Number(document['@timestamp'] ?? number) }),
      );
      const before = settled.lines;
      for (const bytes of [bytesOf(lines), bytesOf(timed)])
        await expectAlike(queries, bytes, [1000, 77]);
      expect(settled.lines).toBeGreaterThan(before + documents.length / 2);
    });
  }
});
