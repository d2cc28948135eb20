import { describe, expect, test } from '@jest/globals';
import type { SequencePlan } from '../../src/eql/index.js';
import { LeadStore, type LeadQuery, type Survivor } from '../../src/scan/lead-store.js';

function sequence(
  text: string,
  maxspanMs: number | null = 10,
  until: number | null = null,
): LeadQuery {
  const stages = text.split(' ').map((stage) => ({
    subquery: Number(stage.replace('!', '')),
    missing: stage.startsWith('!'),
  }));
  const plan: SequencePlan = { kind: 'sequence', stages, until, maxspanMs, pipes: [] };
  return { plan, usesMainTime: true };
}

/** Events of one query written `subqueries@ms key`; what is left, written likewise. */
function left(query: LeadQuery, events: string): string {
  const store = new LeadStore(
    [0, 1, 2, 3].map((subquery) => ({ query: 0, subquery })),
    [query],
  );
  const texts = events.split(', ');
  for (const [number, text] of texts.entries()) {
    const [, subqueries = '', ms = '', key = ''] = /^(\d+)@(\d*)(\w?)$/.exec(text) ?? [];
    store.event(0, number, 0, 0, 0, ms === '' ? Number.NaN : Number(ms), -1, null);
    for (const subquery of subqueries) store.lead(Number(subquery), key.charCodeAt(0), 0);
  }
  return [...store.survivors()]
    .map(({ offset, probes }) => texts[offset]!.replace(/^\d+/, probes.join('')))
    .join(', ');
}

describe('LeadStore drops', () => {
  test.each([
    ['keys without all stages', sequence('0 1'), '0@1a, 1@2b, 0@3b', ''],
    ['what is in the wrong order', sequence('0 1'), '1@1, 0@2', ''],
    ['what is too far apart', sequence('0 1'), '0@0, 1@11, 0@20, 1@30', '0@20, 1@30'],
    ['nothing at the same millisecond', sequence('0 1 2'), '2@5, 1@5, 0@5', '2@5, 1@5, 0@5'],
    ['only subqueries that are on no chain', sequence('0 1'), '01@0, 01@5', '0@0, 1@5'],
    ['stages that have too early a start', sequence('0 1 2'), '0@0, 1@6, 2@12', ''],
    ['no later start', sequence('0 1 2'), '0@0, 0@4, 1@6, 2@12', '0@4, 1@6, 2@12'],
    [
      'nothing for its distance without maxspan',
      sequence('0 1', null),
      '0@0, 1@99999',
      '0@0, 1@99999',
    ],
    ['order without maxspan', sequence('0 1', null), '1@0, 0@1, 1@2, 0@3', '0@1, 1@2'],
    ['what has no time', sequence('0 1'), '0@, 1@5, 0@1', '1@5, 0@1'],
    [
      'runs that are not complete',
      sequence('0 0 0'),
      '0@0, 0@1, 0@20, 0@21, 0@22',
      '0@20, 0@21, 0@22',
    ],
    [
      'missing events far from all others',
      sequence('0 !2 1'),
      '2@0, 0@20, 2@25, 1@30, 2@40, 2@41',
      '0@20, 2@25, 1@30, 2@40',
    ],
    [
      'until far from all others',
      sequence('0 1', 10, 3),
      '3@0, 0@20, 3@25, 1@30, 3@99',
      '0@20, 3@25, 1@30',
    ],
    ['guards of keys that have nothing left', sequence('0 !2 1'), '1@0, 2@1, 0@2', ''],
    [
      'nothing for its time by another time',
      { ...sequence('0 1'), usesMainTime: false },
      '1@0, 0@99, 0@',
      '1@0, 0@99, 0@',
    ],
    [
      'samples that are not complete',
      { plan: { kind: 'sample', size: 2 }, usesMainTime: true } as const,
      '1@9a, 0@0a, 0@1b',
      '1@9a, 0@0a',
    ],
    [
      'no events of event queries',
      { plan: { kind: 'event', pipes: [] }, usesMainTime: true } as const,
      '0@, 0@1',
      '0@, 0@1',
    ],
  ])('%s', (_name, query, events, expected) => {
    expect(left(query, events)).toBe(expected);
  });
});

describe('survivors', () => {
  const queries = [
    { plan: { kind: 'event', pipes: [] }, usesMainTime: true } as const,
    sequence('0 1'),
  ];
  const probes = [
    { query: 0, subquery: 0 },
    { query: 1, subquery: 0 },
    { query: 1, subquery: 1 },
  ];

  const fill = (store: LeadStore): LeadStore => {
    for (const input of [2, 0, 1]) {
      for (let n = 0; n < 500; n++) {
        const action = n % 3 === 0 ? { indexName: null, id: `é${n}` } : null;
        const offset = 2 ** 33 + ((n * 7) % 500);
        store.event(
          input,
          offset,
          40 + n,
          2 ** 32 + n,
          n % 2,
          n,
          input === 1 ? n * 40 : -1,
          action,
        );
        // An event of several keys has several leads of a probe.
        for (const key of [1, 2]) {
          store.lead(2, key, 0xffff_ffff);
          store.lead(1, key, 0xffff_ffff);
        }
        if (n % 5 === 0) store.lead(0, 0, 0);
      }
    }
    return store;
  };

  const survivors = (maxBytes: number): Survivor[] => [
    ...fill(new LeadStore(probes, queries, { maxBytes })).survivors(),
  ];

  test.each([64 << 20, 100_000, 0])(
    'by input and offset, with what is known, in %i bytes',
    (maxBytes) => {
      const all = survivors(maxBytes);
      expect(all).toHaveLength(1500);
      const place = ({ input, offset }: Survivor): number => input * 2 ** 40 + offset;
      expect(all.map(place)).toEqual(all.map(place).toSorted((a, b) => a - b));
      for (const { input, offset, length, line, index, text, action, probes: own } of all) {
        const n = length - 40;
        expect(offset - 2 ** 33).toBe((n * 7) % 500);
        expect({ line: line - 2 ** 32, index, text }).toEqual({
          line: n,
          index: n % 2,
          text: input === 1 ? n * 40 : -1,
        });
        expect(action).toEqual(n % 3 === 0 ? { indexName: null, id: `é${n}` } : null);
        expect(own).toEqual(n % 5 === 0 ? [0, 1, 2] : [1, 2]);
      }
    },
  );

  test('stats tell what was seen and kept', () => {
    const store = fill(new LeadStore(probes, queries, { maxBytes: 1 << 16 }));
    expect(store.size).toBe(6300);
    expect([...store.survivors()]).toHaveLength(1500);
    const { spilledBytes, ...stats } = store.stats;
    expect(spilledBytes).toBeGreaterThan(0);
    expect(stats).toEqual({
      events: 1500,
      leads: 6300,
      leadsByProbe: [300, 3000, 3000],
      survivingEvents: 1500,
      survivingLeads: 3300,
    });
  });

  test('an event that was started twice comes once', () => {
    const store = new LeadStore(probes, queries);
    for (const probe of [0, 0]) {
      store.event(0, 5, 1, 1, 0, 1, -1, null);
      store.lead(probe, 0, 0);
    }
    expect([...store.survivors()].map(({ probes: own }) => own)).toEqual([[0]]);
  });

  test('no leads, no survivors', () => {
    expect([...new LeadStore(probes, queries).survivors()]).toEqual([]);
  });
});
