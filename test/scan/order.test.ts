// Results never depend on the order of the input, on the number or order of files, or on how a file is cut.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { AlertBuilder, type Alert } from '../../src/alert/index.js';
import { compile } from '../../src/eql/index.js';
import { FieldSet } from '../../src/event/index.js';
import { findInputs, openInput, readTextFiles } from '../../src/io/index.js';
import { IndexPatterns, loadRules } from '../../src/rule/index.js';
import { DEFAULT_EVENT_FIELDS, scanInputs, type ScanQuery } from '../../src/scan/index.js';
import { SAMPLES } from '../support/cli.js';
import { ROOT } from '../support/shared.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Every event of the samples, one JSON text each. */
const events = readdirSync(SAMPLES)
  .filter((name) => /ndjson(\.gz)?$/.test(name))
  .flatMap((name) => {
    const bytes = readFileSync(path.join(SAMPLES, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    return text.trimEnd().split('\n');
  });

const sources = readTextFiles([path.join(ROOT, 'rules')], { extension: '.toml' }).sources;
const { rules } = loadRules(sources);

/** The alerts of a run over files, without what may differ: where the events stand. */
async function scan(files: readonly string[]): Promise<readonly unknown[]> {
  const fields = new FieldSet();
  const queries = rules.map((rule): ScanQuery => ({
    compiled: compile(rule.query, { fields, source: rule.querySource }).query!,
    index: IndexPatterns.of(rule.index),
    eventFields: DEFAULT_EVENT_FIELDS,
  }));
  const inputs = findInputs(files, { recursive: true, include: [], exclude: [] }).inputs.map(
    (file) => openInput(file),
  );
  const builder = new AlertBuilder((text) => createHash('sha256').update(text).digest('hex'));
  const alerts: Alert[] = [];
  await scanInputs(
    inputs,
    queries,
    fields,
    {
      gate: 'auto',
      eventFields: DEFAULT_EVENT_FIELDS,
      reorderWindowMs: 5000,
      maxLineBytes: 1 << 24,
      matcher: {},
    },
    {
      match: ({ query, key, events: found }) => {
        alerts.push(builder.build({ rule: rules[query]!, key, events: found }));
        return Promise.resolve();
      },
    },
  );
  for (const input of inputs) input.close();
  return alerts
    .map((alert) => ({
      ...alert,
      events: alert.events.map((event) => (event === null ? null : { ...event, place: null })),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The events in an order that `seed` decides: a failure names a number, not half a megabyte. */
function shuffled(seed: number): readonly string[] {
  const order = (text: string): string => createHash('md5').update(`${seed}${text}`).digest('hex');
  return events
    .map((text) => ({ text, at: order(text) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ text }) => text);
}

/** Writes `lines` into files: cut where `cuts` says, each as text, gzip or a JSON array. */
function write(
  lines: readonly string[],
  cuts: readonly number[],
  kinds: readonly ('ndjson' | 'gzip' | 'array')[],
): string[] {
  const borders = [0, ...[...cuts].sort((a, b) => a - b), lines.length];
  return kinds.slice(0, cuts.length + 1).map((kind, number) => {
    const part = lines.slice(borders[number], borders[number + 1]);
    const file = path.join(folder, `part-${number}.${kind === 'array' ? 'json' : 'ndjson'}`);
    if (kind === 'array') writeFileSync(file, `[\n${part.join(',\n')}\n]\n`);
    else if (kind === 'gzip') writeFileSync(file, gzipSync(`${part.join('\n')}\n`));
    else writeFileSync(file, part.map((line) => `${line}\n`).join(''));
    return file;
  });
}

describe('results do not depend on how the input is laid out', () => {
  test('shuffled, split, compressed, in any order of files: the same alerts with the same ids', async () => {
    const baseline = await scan(write(events, [], ['ndjson']));
    expect(baseline.length).toBeGreaterThanOrEqual(16);
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.nat({ max: events.length }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.constantFrom('ndjson' as const, 'gzip' as const, 'array' as const), {
          minLength: 4,
          maxLength: 4,
        }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        async (seed, cuts, kinds, order) => {
          const files = write(shuffled(seed), cuts, kinds);
          const found = await scan(order.map((number) => files[number]!));
          expect(found).toEqual(baseline);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('an event that stands in the input twice gives two alerts with ids of their own', async () => {
    const attack = events.filter((line) => line.includes('"setsid"') && line.includes('/dev/tcp/'));
    const once = (await scan(write(attack, [], ['ndjson']))) as Alert[];
    const twice = (await scan(write([...attack, ...attack], [], ['ndjson']))) as Alert[];
    expect(once.length).toBeGreaterThan(0);
    expect(twice).toHaveLength(once.length * 2);
    expect(new Set(twice.map(({ id }) => id)).size).toBe(twice.length);
    for (const { id } of once) expect(twice.map((alert) => alert.id)).toContain(id);
  });
});
