// Records of one event that stood apart, as lines that stand together.
import { describe, expect, test } from '@jest/globals';
import {
  gathered,
  NO_PLACE,
  parseRecord,
  RecordedEvent,
  type AuditRecord,
} from '../../src/audit/index.js';

const STAMP = 'msg=audit(1795234438.004:3008)';

function recordsOf(...lines: readonly string[]): AuditRecord[] {
  return lines.map((line) => {
    const record = parseRecord(line, NO_PLACE);
    if (typeof record === 'string') throw new Error(line);
    return record;
  });
}

const CALL = `type=SYSCALL ${STAMP}: arch=c000003e syscall=59 pid=7 comm="é"`;
const TITLE = `type=PROCTITLE ${STAMP}: proctitle="x"`;
const END = `type=EOE ${STAMP}: `;

describe('an event of records that stood apart', () => {
  test('is the lines that they were', () => {
    expect(gathered(recordsOf(CALL, TITLE))).toBe(`${CALL}\n${TITLE}\n`);
  });

  test('has an end', () => {
    expect(gathered(recordsOf(CALL))).toBe(`${CALL}\n${END}\n`);
  });

  test('is the same event as before', () => {
    const around = { host: { id: 'h' }, lineage: null };
    const lines = gathered(recordsOf(CALL, TITLE)) ?? '';
    const event = RecordedEvent.ofLines(lines.trimEnd(), around);
    expect(event?.document).toEqual(RecordedEvent.ofLines(`${CALL}\n${TITLE}`, around)?.document);
  });

  test.each([
    ['a type that says something else', [`type=BPF ${STAMP}: prog-id=1`]],
    ['an end that is none', [TITLE, CALL]],
    ['a host of its own', [`node=web ${CALL}`, TITLE]],
  ])('is left with %s', (_, lines) => {
    expect(gathered(recordsOf(...lines))).toBeNull();
  });

  test('is left with a record of several lines', () => {
    const records = recordsOf(CALL).map((record) => ({
      ...record,
      body: `${record.body}\n${END}`,
    }));
    expect(gathered(records)).toBeNull();
  });
});
