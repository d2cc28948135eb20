// The index may only skip what could not have matched: it must find exactly what trying every probe finds.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DocumentEvent, FieldSet } from '../../src/event/index.js';
import { prepareQuery } from '../../src/scan/search.js';
import { bitsFor, setBit } from '../../src/scan/bitset.js';
import { ProbeIndex, type Probe } from '../../src/scan/probe-index.js';

const CONDITIONS = [
  'true',
  'process.name == "sh"',
  'process.name : "SH"',
  'process.name : ("s*", "bash")',
  'process.name in ("sh", "bash") and user.id == "0"',
  'process.name != "sh"',
  'not process.name in ("sh", "bash")',
  'process.args == "-c" and process.name != null',
  'process.args : ("-I", "-l") and process.name == "bash"',
  'process.name == "sh" or user.id == "0"',
  'process.name == "sh" or process.name : "BASH"',
  'user.id == 0',
  'user.id == "1" and process.args == "x"',
  'process.name == null',
  'process.pid == 4',
  'process.pid == "4" and process.name like "b*"',
  'process.name like ("s*", "*sh") and user.id != "0"',
  'process.name like ("ba*", "bash*", "*ash", "-c")',
  'process.args : ("-*", "B*h") and process.name : "*H"',
  'process.args like ("-c*", "x") or process.args == "bash"',
  'startsWith(process.name, "ba") and endsWith(process.args, "1")',
];

const value = fc.oneof(
  fc.constantFrom<string | number | boolean | null>(
    'sh',
    'SH',
    'bash',
    'x',
    '-c',
    '-i',
    '0',
    '1',
    0,
    1,
    4,
    '4',
    true,
    null,
  ),
);
const values = fc.oneof(value, fc.array(value, { maxLength: 3 }));
const documents = fc.record(
  {
    process: fc.record({ name: values, args: values, pid: values }, { requiredKeys: [] }),
    user: fc.record({ id: values }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

function probesFor(conditions: readonly string[], fields: FieldSet): readonly Probe[] {
  return conditions.map((condition, query) => {
    const { scanQuery } = prepareQuery({ name: 'q', text: `any where ${condition}` }, fields, {});
    return { query, subquery: 0, run: scanQuery!.compiled.subqueries[0]!, alone: [0], keyList: 0 };
  });
}

describe('ProbeIndex', () => {
  test('finds exactly what trying every probe finds', () => {
    const fields = new FieldSet();
    // Repeated, so that the sets take more than one word.
    const probes = probesFor([...CONDITIONS, ...CONDITIONS, ...CONDITIONS], fields);
    const index = new ProbeIndex(probes);
    const event = new DocumentEvent(fields);
    fc.assert(
      fc.property(documents, fc.infiniteStream(fc.boolean()), (document, closed) => {
        const allowed = bitsFor(probes.length);
        const open = probes.filter((_, number) => {
          if (closed.next().value === true) return false;
          setBit(allowed, number);
          return true;
        });
        event.reset(document);
        const found: Probe[] = [];
        index.collect(event, allowed, found);
        expect(found.map(({ query }) => query)).toEqual(
          open.filter(({ run }) => run.matches(event)).map(({ query }) => query),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
