// A log that was rotated is one log: what its older files tell of processes is known in the newer ones.
import { describe, expect, test } from '@jest/globals';
import { scanInputs } from '../../src/scan/index.js';
import { compileQueries, inputOf, SETTINGS, WHOLE, type Delivery } from '../support/kernel.js';

const call = (serial: number, pid: number, name: string): string =>
  [
    `type=SYSCALL msg=audit(1795234438.224:${serial}): arch=c000003e syscall=59 success=yes exit=0 ppid=${pid - 1} pid=${pid} uid=0 comm="${name}" exe="/usr/bin/${name}"`,
    `type=EXECVE msg=audit(1795234438.224:${serial}): argc=2 a0="${name}" a1="-x"`,
    `type=PROCTITLE msg=audit(1795234438.224:${serial}): proctitle="${name}"`,
    '',
  ].join('\n');

/** The parents of processes called `nc`, by the file that tells of these. */
async function parentsIn(
  files: readonly (readonly [name: string, text: string])[],
  delivery: Delivery,
): Promise<readonly unknown[]> {
  const { queries, fields } = compileQueries(['process where process.name == "nc"']);
  const found: unknown[] = [];
  const inputs = files.map(([name, text]) => ({ ...inputOf(Buffer.from(text), delivery), name }));
  await scanInputs(inputs, queries, fields, SETTINGS, {
    match: ({ events }) => {
      for (const event of events) {
        const { parent } = event?.document['process'] as { parent?: { name?: string } };
        found.push([event?.place.file, parent?.name ?? null]);
      }
      return Promise.resolve();
    },
  });
  return found;
}

describe.each<Delivery['route']>(['file', 'compressed'])('a %s', (route) => {
  const delivery = { ...WHOLE, route };

  test('knows the processes of older files of its log', async () => {
    const files = [
      ['/log/audit.log.2', call(1, 10, 'bash')],
      ['/log/audit.log.1', call(2, 11, 'nc')],
      ['/log/audit.log', call(3, 21, 'sh') + call(4, 11, 'nc')],
    ] as const;
    expect(await parentsIn(files, delivery)).toEqual([
      ['/log/audit.log.1', 'bash'],
      ['/log/audit.log', 'bash'],
    ]);
  });

  test('knows none of another log, and none of a newer file', async () => {
    const older = ['/log/audit.log.1', call(2, 11, 'nc')] as const;
    const other = ['/web/audit.log.2', call(1, 10, 'bash')] as const;
    const newer = ['/log/audit.log', call(1, 10, 'bash')] as const;
    expect(await parentsIn([other, older], delivery)).toEqual([['/log/audit.log.1', null]]);
    expect(await parentsIn([newer, older], delivery)).toEqual([['/log/audit.log.1', null]]);
  });
});
