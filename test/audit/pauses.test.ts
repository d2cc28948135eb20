// Events whose end nobody marks, in a log that is written while it is read.
import { describe, expect, test } from '@jest/globals';
import { NO_PLACE, parseRecord, RecordGrouper, type AuditRecord } from '../../src/audit/index.js';

function record(type: string, serial: number): AuditRecord {
  const found = parseRecord(`type=${type} msg=audit(1790000000.100:${serial}): pid=1`, NO_PLACE);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('RecordGrouper.pause', () => {
  test('gives an event that has got no record for two pauses, and not earlier', () => {
    const grouper = new RecordGrouper();
    grouper.add(record('SYSCALL', 1));
    expect(grouper.pause()).toEqual([]);
    grouper.add(record('EXECVE', 1));
    expect([grouper.pause(), grouper.pause()]).toEqual([[], []]);
    expect(grouper.pause()[0]?.map(({ type }) => type)).toEqual(['SYSCALL', 'EXECVE']);
    expect(grouper.isWaiting).toBe(false);
  });

  test('waits for two seconds where the end must still come, unless it holds others up', () => {
    const grouper = new RecordGrouper();
    for (const type of ['SYSCALL', 'PROCTITLE']) grouper.add(record(type, 1));
    grouper.add(record('SYSCALL', 2));
    for (let pause = 0; pause < 13; pause++) expect(grouper.pause()).toEqual([]);
    expect(grouper.pause()).toHaveLength(1);
    grouper.add(record('SYSCALL', 3));
    for (const type of ['SYSCALL', 'PROCTITLE']) grouper.add(record(type, 4));
    expect([grouper.pause(), grouper.pause()]).toEqual([[], []]);
    expect(grouper.pause().map(([first]) => first?.serial)).toEqual([3, 4]);
  });

  test('waits as long again for what another run has left open', () => {
    const former = new RecordGrouper();
    former.add(record('SYSCALL', 1));
    former.pause();
    former.pause();
    const grouper = new RecordGrouper();
    grouper.restore(structuredClone(former.save()));
    expect(grouper.pause()).toEqual([]);
    grouper.add(record('PROCTITLE', 1));
    expect(grouper.isWaiting).toBe(false);
  });
});
