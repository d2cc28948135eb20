import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FieldSet } from '../../src/event/index.js';
import { findInputs, openInput, type Input } from '../../src/io/index.js';
import { loadRules, prepareRules } from '../../src/library/index.js';
import { DEFAULT_EVENT_FIELDS, scanInputs, Survey, type FoundMatch } from '../../src/scan/index.js';

const SAMPLES = readdirSync('samples').filter((name) => name.includes('.ndjson'));
const fields = new FieldSet();
const { runnable } = prepareRules(loadRules().rules, fields, DEFAULT_EVENT_FIELDS);
const queries = runnable.map(({ query }) => query);
const settings = {
  gate: 'auto',
  eventFields: DEFAULT_EVENT_FIELDS,
  maxLineBytes: 1_000_000,
} as const;

function open(name: string): readonly Input[] {
  return findInputs([`samples/${name}`]).inputs.map((file) => openInput(file));
}

/** Matches, whatever order decides two of one time. */
function identities(matches: readonly FoundMatch[]): readonly string[] {
  return matches
    .map(({ query, key, events }) =>
      JSON.stringify([query, key.values, events.map((event) => event?.place ?? null)]),
    )
    .toSorted();
}

test.each(SAMPLES)('a survey decides as a scan does: %s', async (name) => {
  const scanned: FoundMatch[] = [];
  const result = await scanInputs(
    open(name),
    queries,
    fields,
    { ...settings, reorderWindowMs: 0, matcher: {} },
    {
      match: (match) => {
        scanned.push(match);
        return Promise.resolve();
      },
    },
  );
  const survey = new Survey(open(name), queries, fields, settings);
  await survey.read(() => true);
  const { matches, stats } = survey.decide({});
  expect(identities(matches)).toEqual(identities(scanned));
  expect(stats.map(({ matches: count }) => count)).toEqual(
    result.stats.map(({ matches: count }) => count),
  );
  expect(queries.map((_, number) => survey.silence(number))).toEqual(result.silence);
});
