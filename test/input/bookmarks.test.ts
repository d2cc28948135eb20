// Another run goes on where one was broken off: both together read everything once, wherever that was.
import { expect, test } from '@jest/globals';
import { AuditMemory, DocumentReader, type Bookmark } from '../../src/input/index.js';
import { execRecords } from '../support/audit-log.js';
import { ROUTES } from '../support/routes.js';

/** Two events whose records interleave, and a third. */
const LOG = [mixed(execRecords(1), execRecords(2)), execRecords(3)].flat().join('');

function mixed(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.flatMap((record, number) => [record, b[number] ?? '']);
}

/** Reads `bytes` from a bookmark on, without end; `take` gets what was read. */
function readerFrom(
  start: Bookmark | null,
  memory: AuditMemory,
  take: (document: unknown) => void,
): DocumentReader {
  return new DocumentReader(
    {
      document: take,
      problem: (problem) => {
        throw new Error(problem.diagnostic().message);
      },
    },
    { name: 'log', memory, ...(start === null ? {} : { start }) },
  );
}

const PRETTY = (log: string): string =>
  (ROUTES.find(([name]) => name === 'journalctl -o json')?.[1](log) ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => `${JSON.stringify(JSON.parse(line), null, 2)}\n`)
    .join('');

test.each([...ROUTES, ['journalctl -o json-pretty', PRETTY] as const])('%s', (_, write) => {
  const bytes = Buffer.from(write(LOG));
  const whole: unknown[] = [];
  const all = readerFrom(null, new AuditMemory(), (document) => whole.push(document));
  all.push(bytes);
  all.end();
  expect(whole).toHaveLength(3);
  let bookmarks = 0;
  for (let cut = 1; cut < bytes.length; cut++) {
    const found: unknown[] = [];
    const take = (document: unknown): void => void found.push(document);
    const memory = new AuditMemory();
    const first = readerFrom(null, memory, take);
    first.push(bytes.subarray(0, cut));
    const { bookmark } = first;
    if (bookmark === null) continue;
    bookmarks += 1;
    const later = new AuditMemory();
    later.restore(structuredClone(memory.save()));
    const second = readerFrom(structuredClone(bookmark), later, take);
    second.push(bytes.subarray(bookmark.offset));
    second.end();
    expect([cut, found]).toEqual([cut, whole]);
  }
  // Most places are between texts, or at the start of one.
  expect(bookmarks).toBeGreaterThan(LOG.split('\n').length);
});
