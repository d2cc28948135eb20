// What the kernel gives its host besides leads of single lines: counts, keys, copies of itself.
import { describe, expect, test } from '@jest/globals';
import {
  FieldSet,
  joinKeys,
  DocumentEvent,
  type JsonObject,
  type Scalar,
} from '../../src/event/index.js';
import { Kernel, readLeads, type KernelPlan, type KernelProbe } from '../../src/kernel/index.js';
import { presence } from '../../src/eql/screen.js';
import { KERNEL_MODULE, learn } from '../support/kernel.js';

const fields = new FieldSet();
const [time, id, name, key, other] = ['@timestamp', 'host.id', 'host.name', 'k', 'o'].map((path) =>
  fields.slot(path),
) as [number, number, number, number, number];

const PROBES: readonly KernelProbe[] = [
  { screen: presence('k', key), keys: [{ slot: key, optional: false }] },
  {
    screen: presence('@timestamp', time),
    keys: [
      { slot: key, optional: true },
      { slot: other, optional: true },
    ],
  },
  { screen: presence('@timestamp', time), keys: [] },
];

function planOf(probes: readonly KernelProbe[] = PROBES): KernelPlan {
  return {
    fields: fields.fields.map(({ path }) => path),
    probes,
    kindSlots: [],
    timeSlot: time,
    hostIdSlot: id,
    hostNameSlot: name,
    longestLine: 100_000,
  };
}

function linesOf(documents: readonly JsonObject[]): Buffer {
  return Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
}

/** Leads as `line@offset+length probe hash`. */
function leadsOf(kernel: Kernel, bytes: Buffer): readonly string[] {
  const leads: string[] = [];
  let place = '';
  for (let at = 0, taken = 0; at < bytes.length; at = kernel.position) {
    const stop = kernel.take(bytes, at, bytes.length, at, taken);
    readLeads(kernel.leads, {
      line: (offset, length, line) => (place = `${line}@${offset}+${length}`),
      lead: (probe, low, high) => leads.push(`${place} ${probe} ${low},${high}`),
      lineEnd: () => (place = ''),
    });
    taken += kernel.linesTaken;
    if (stop === 'new-kind') learn(kernel, PROBES);
    else if (stop === 'strange') break;
  }
  return leads;
}

describe('leads', () => {
  test('tell the line, its place, and the hash of its key', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    const bytes = linesOf([{ '@timestamp': 1, k: 'a' }, { '@timestamp': 2 }]);
    const hash = (...values: (Scalar | null)[]): string => kernel.keyHash(values).join();
    expect(leadsOf(kernel, bytes)).toEqual([
      `0@0+24 0 ${hash('a')}`,
      `0@0+24 1 ${hash('a', null)}`,
      `0@0+24 2 ${hash()}`,
      `1@25+16 1 ${hash(null, null)}`,
      `1@25+16 2 ${hash()}`,
    ]);
  });

  test('have equal hashes for equal keys, and else different ones', () => {
    const values: readonly Scalar[] = [
      '',
      'a',
      'A',
      'é',
      '😀',
      'ab',
      'b',
      '1',
      1,
      -1,
      0,
      true,
      'true',
      false,
      '12345678',
      '123456789',
      'x'.repeat(5000),
    ];
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    const documents = values.flatMap((k) => [
      { '@timestamp': 1, k },
      ...values.map((o) => ({ '@timestamp': 1, k, o })),
    ]);
    const event = new DocumentEvent(fields);
    const hashes = new Map<string, Set<string>>();
    const found = leadsOf(kernel, linesOf(documents)).filter((lead) => lead.split(' ')[1] === '1');
    expect(found).toHaveLength(documents.length);
    for (const [number, document] of documents.entries()) {
      event.reset(document);
      const [joinKey] = joinKeys(event, PROBES[1]!.keys);
      const hash = found[number]!.split(' ')[2]!;
      expect(kernel.keyHash(joinKey!.values).join()).toBe(hash);
      const known = hashes.get(hash) ?? new Set();
      hashes.set(hash, known.add(joinKey!.text));
    }
    expect([...hashes.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  test.each<[name: string, document: JsonObject]>([
    ['several values of two fields', { '@timestamp': 1, k: ['a', 'b'], o: ['c', 'd'] }],
    ['a number that is a text of its own', { '@timestamp': 1, k: 1.5 }],
  ])('of a key with %s are left to the slow path', (_name, document) => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    const bytes = linesOf([{ '@timestamp': 1, k: 1 }, document]);
    expect(leadsOf(kernel, bytes).every((lead) => lead.startsWith('0@'))).toBe(true);
    expect(kernel.position).toBe(bytes.indexOf('\n') + 1);
  });

  test('of a key with several values come one for each', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    const leads = leadsOf(kernel, linesOf([{ '@timestamp': 1, k: ['a', 'b', 7] }]));
    const hashes = leads.filter((lead) => lead.includes(' 1 ')).map((lead) => lead.split(' ')[2]);
    const keys = ['a', 'b', 7].map((k) => kernel.keyHash([k, null]).join());
    expect(hashes).toEqual(keys);
  });

  test('of more lines than there is room for come in several goes', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    const bytes = linesOf(Array.from({ length: 20_000 }, (_, k) => ({ '@timestamp': 1, k })));
    const leads = leadsOf(kernel, bytes);
    expect(leads).toHaveLength(60_000);
    expect(new Set(leads.map((lead) => lead.split('@')[0])).size).toBe(20_000);
  });

  test('need no probes', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf([]));
    const bytes = linesOf([{ '@timestamp': 1 }]);
    kernel.take(bytes, 0, bytes.length, 0, 0);
    learn(kernel, []);
    expect(kernel.take(bytes, 0, bytes.length, 0, 0)).toBe('end');
    expect([kernel.position, kernel.linesTaken, kernel.leads.length]).toEqual([bytes.length, 1, 0]);
  });
});

describe('a census', () => {
  test('counts what was taken since the last one', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    leadsOf(
      kernel,
      linesOf([
        { '@timestamp': 5, host: { id: 'a' } },
        { '@timestamp': '1970-01-01T00:00:00.002000001Z', host: { name: 'b' }, k: 1 },
        { '@timestamp': '1970-01-01T00:00:00.002000002Z', host: { id: 'a', name: 'c' } },
      ]),
    );
    expect(kernel.latest).toEqual({ ms: 5, ns: 0 });
    expect(kernel.census()).toMatchObject({
      kinds: [[0, 3]],
      firstMs: 2,
      firstNs: 1,
      lastMs: 5,
      lastNs: 0,
    });
    expect(kernel.hosts).toBe(2);
    expect(kernel.latest).toBeNull();
    expect(kernel.census()).toMatchObject({ kinds: [], firstMs: Infinity, lastMs: -Infinity });
    kernel.addHost('a');
    kernel.addHost('d');
    expect(kernel.hosts).toBe(3);
  });

  test('does not count what is left', () => {
    const kernel = Kernel.of(KERNEL_MODULE, planOf());
    leadsOf(kernel, linesOf([{ '@timestamp': 1 }, { '@timestamp': 9, host: { id: 'a' }, k: 1.5 }]));
    expect(kernel.census()).toMatchObject({ kinds: [[0, 1]], lastMs: 1 });
    expect(kernel.hosts).toBe(0);
  });
});

test('a copy gives what its original gives, whatever that has seen', () => {
  const original = Kernel.of(KERNEL_MODULE, planOf());
  const bytes = linesOf(['a', 'b', 1, null].map((k) => ({ '@timestamp': 1, host: { id: k }, k })));
  const before = original.image();
  const leads = leadsOf(original, bytes);
  for (const image of [before, original.image()]) {
    const copy = Kernel.from(image);
    expect(leadsOf(copy, bytes)).toEqual(leads);
    expect(copy.census()).toMatchObject({ kinds: [[0, 4]] });
    expect(copy.hosts).toBe(2);
  }
});

test('a field whose name has a backslash is not taken for one with a control character', () => {
  const odd = new FieldSet();
  odd.slot('@timestamp');
  const slot = odd.slot(String.raw`a\b`);
  const kernel = Kernel.of(KERNEL_MODULE, {
    ...planOf([]),
    fields: odd.fields.map(({ path }) => path),
    kindSlots: [slot],
    hostIdSlot: slot,
    hostNameSlot: slot,
  });
  const bytes = linesOf([{ '@timestamp': 1, 'a\b': 'x' }]);
  const stop = kernel.take(bytes, 0, bytes.length, 0, 0);
  expect(stop === 'strange' || kernel.event.get(slot) === null).toBe(true);
});
