// What was known of processes, written down and read again.
import { describe, expect, test } from '@jest/globals';
import type { KnownProcess, Lineage } from '../../src/input/index.js';
import { LineageStore } from '../../src/scan/lineage-store.js';
import { Spool } from '../../src/scan/spool.js';

function process(id: string, args: readonly string[] = [id]): KnownProcess {
  const entityId = Buffer.from(id).toString('base64');
  return { entityId, name: id, executable: `/usr/bin/${id}`, args };
}

/** Without what a store notes for itself. */
function plain(lineage: Lineage | null): Lineage | null {
  if (lineage === null) return null;
  const of = ({ entityId, name, executable, args }: KnownProcess): KnownProcess => ({
    entityId,
    name,
    executable,
    args: [...args],
  });
  return { own: of(lineage.own), parent: lineage.parent && of(lineage.parent) };
}

describe('a lineage', () => {
  const store = new LineageStore(new Spool(1000));
  const [init, shell, other] = ['init', 'sh', 'é😀'].map((id) => process(id)) as [
    KnownProcess,
    KnownProcess,
    KnownProcess,
  ];
  const long = process('long', ['x'.repeat(70_000), '', '\n']);
  const lineages: readonly (Lineage | null)[] = [
    { own: shell, parent: init },
    { own: shell, parent: init },
    { own: init, parent: null },
    // Of another parent, and of the one before once more.
    { own: shell, parent: other },
    { own: shell, parent: init },
    { own: long, parent: shell },
    { own: other, parent: long },
    { own: shell, parent: null },
    null,
  ];
  const places = lineages.map((lineage) => store.put(lineage));

  test.each(lineages.map((lineage, number) => [number, lineage] as const))(
    '%i is what it was when it was put',
    (number, lineage) => {
      expect(plain(store.get(places[number]!))).toEqual(plain(lineage));
    },
  );

  test('that is put again stands where it stood', () => {
    expect(places[1]).toBe(places[0]);
  });

  test('of a process that another store has noted is written by this one, too', () => {
    const spool = new Spool(1000);
    const second = new LineageStore(spool);
    expect(plain(second.get(second.put({ own: long, parent: init })))).toEqual(
      plain({ own: long, parent: init }),
    );
  });
});
