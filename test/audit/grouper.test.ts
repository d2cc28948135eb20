// Which events wait for others.
import { describe, expect, test } from '@jest/globals';
import { NO_PLACE, parseRecord, RecordGrouper, type RecordGroup } from '../../src/audit/index.js';

/** Adds a record; gives the serial numbers of the events that are complete by it. */
function add(grouper: RecordGrouper, line: string): readonly number[] {
  const record = parseRecord(line, NO_PLACE);
  if (typeof record === 'string') throw new Error(record);
  return serialsOf(grouper.add(record));
}

function serialsOf(groups: readonly RecordGroup[]): readonly number[] {
  return groups.flatMap(([first]) => first?.serial ?? []);
}

const bpf = (serial: number): string =>
  `type=BPF msg=audit(1790000000.100:${serial}): prog-id=7 op=UNLOAD`;
const call = (serial: number, seconds = 0): string =>
  `type=SYSCALL msg=audit(179000000${seconds}.100:${serial}): ppid=1 pid=2`;
const title = (serial: number, seconds = 0): string =>
  `type=PROCTITLE msg=audit(179000000${seconds}.100:${serial}): proctitle="x"`;

describe('an event that waits for records', () => {
  test('holds none back if it names no process', () => {
    const grouper = new RecordGrouper();
    add(grouper, bpf(1));
    expect(grouper.waiting).toEqual([{ serial: 1, untilMs: 1_790_000_002_100 }]);
    add(grouper, call(2));
    expect(grouper.waiting).toBeNull();
    expect(add(grouper, title(2))).toEqual([2]);
    expect(add(grouper, 'type=EOE msg=audit(1790000000.100:1): ')).toEqual([1]);
  });

  test('holds those behind it back if it names one, as it is or by a later record', () => {
    for (const lines of [[call(1)], [bpf(1), call(1)]]) {
      const grouper = new RecordGrouper();
      for (const line of lines) add(grouper, line);
      add(grouper, call(2));
      expect(add(grouper, title(2))).toEqual([]);
      expect(add(grouper, title(1))).toEqual([1, 2]);
    }
  });

  test('is complete when time has gone on and others have started, whoever has read those', () => {
    const grouper = new RecordGrouper();
    add(grouper, bpf(1));
    add(grouper, call(2, 3));
    expect(add(grouper, title(2, 3))).toEqual([2]);
    grouper.pass(7);
    add(grouper, call(3, 3));
    expect(add(grouper, title(3, 3))).toEqual([3]);
    expect(grouper.isWaiting).toBe(false);
  });
});
