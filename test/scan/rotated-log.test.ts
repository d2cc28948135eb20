// A log that was rotated is one log: what its older files tell of processes is known in the newer ones, and an event that the end of a file
// cuts in two is one event.
import { describe, expect, test } from '@jest/globals';
import type { Input } from '../../src/io/index.js';
import { readDocuments, scanInputs, type ScanSettings } from '../../src/scan/index.js';
import { RshellError } from '../../src/source/index.js';
import { compileQueries, inputOf, SETTINGS, WHOLE, type Delivery } from '../support/kernel.js';
import { ROUTES } from '../support/routes.js';

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
): Promise<readonly (readonly unknown[])[]> {
  const { queries, fields } = compileQueries(['process where process.name == "nc"']);
  const found: (readonly unknown[])[] = [];
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

/** Two events whose records interleave, one without an end, and a fourth. */
const LOG = [
  call(1, 10, 'bash'),
  ...mixed(call(2, 11, 'nc'), call(3, 12, 'sh')),
  call(4, 13, 'awk').split('\n').slice(0, 2).join('\n') + '\n',
  call(5, 14, 'nc'),
].join('');

function mixed(a: string, b: string): readonly string[] {
  const [first, second] = [a.trimEnd().split('\n'), b.trimEnd().split('\n')];
  return first.flatMap((line, number) => [`${line}\n`, `${second[number] ?? ''}\n`]);
}

/** The files that `text` is rotated into where `cuts`, numbers of lines, say so. */
function rotated(
  text: string,
  cuts: readonly number[],
): readonly (readonly [name: string, text: string])[] {
  const lines = text.split(/(?<=\n)/);
  const ends = [...cuts, lines.length];
  return ends.map((end, number) => {
    const name =
      number === cuts.length ? '/log/audit.log' : `/log/audit.log.${cuts.length - number}`;
    return [name, lines.slice(ends[number - 1] ?? 0, end).join('')];
  });
}

/** Every event of a log, in its order, and where it starts: the line of all files together. */
async function eventsIn(
  files: readonly (readonly [name: string, text: string])[],
  delivery: Delivery,
  settings: Partial<ScanSettings>,
): Promise<readonly unknown[]> {
  const { queries, fields } = compileQueries(['any where process.pid > 0']);
  const found: { line: number; event: unknown }[] = [];
  const inputs = files.map(([name, text]) => ({ ...inputOf(Buffer.from(text), delivery), name }));
  const before = (file: string): number =>
    files
      .slice(
        0,
        files.findIndex(([name]) => name === file),
      )
      .reduce((lines, [, text]) => lines + text.split('\n').length - 1, 0);
  const handler = {
    match: ({
      events,
    }: {
      events: readonly ({
        document: object;
        place: { file: string; line: number; offset: number };
      } | null)[];
    }) => {
      for (const event of events) {
        if (event === null) continue;
        const { file, line, offset } = event.place;
        const text = files.find(([name]) => name === file)?.[1] ?? '';
        // The offset is that of the line.
        expect(text.slice(0, offset).split('\n')).toHaveLength(line);
        found.push({ line: before(file) + line, event: event.document });
      }
      return Promise.resolve();
    },
  };
  const { inputs: reports } = await scanInputs(
    inputs,
    queries,
    fields,
    { ...SETTINGS, ...settings },
    handler,
  );
  expect(reports.reduce((events, report) => events + report.events, 0)).toBe(5);
  return found.sort((a, b) => a.line - b.line);
}

const LINES = LOG.trimEnd().split('\n').length;
const CUTS = [
  ...Array.from({ length: LINES - 1 }, (_, line) => [line + 1]),
  ...Array.from({ length: LINES - 2 }, (_, line) => [line + 1, line + 2]),
];

describe.each<Delivery['route']>(['file', 'compressed'])(
  'an event that goes on in the next %s',
  (route) => {
    const delivery = { ...WHOLE, route };

    test.each(['kernel', 'json'] as const)(
      'is one, and stands where it starts: %s',
      async (decoder) => {
        const whole = await eventsIn([['/log/audit.log', LOG]], delivery, { decoder });
        expect(whole).toHaveLength(5);
        for (const cuts of CUTS) {
          expect([cuts, await eventsIn(rotated(LOG, cuts), delivery, { decoder })]).toEqual([
            cuts,
            whole,
          ]);
        }
      },
    );
  },
);

test.each(ROUTES.filter(([name]) => name !== 'ausearch'))(
  'so it is for who asks for all documents: %s',
  async (_, write) => {
    const documents = async (cuts: readonly number[]): Promise<readonly unknown[]> => {
      const found: unknown[] = [];
      const inputs = rotated(LOG, cuts).map(([name, text]) => ({
        ...inputOf(Buffer.from(write(text)), WHOLE),
        name,
      }));
      await readDocuments(inputs, SETTINGS, (document) => found.push(document) > 0);
      return found;
    };
    const whole = await documents([]);
    expect(whole).toHaveLength(5);
    for (const cuts of CUTS) expect([cuts, await documents(cuts)]).toEqual([cuts, whole]);
  },
);

describe('an event whose records end with its file', () => {
  const [start = ''] = call(7, 30, 'nc').split(/(?<=\n)/);

  test('is an event where no file of its log follows', async () => {
    const other = ['/other/audit.log', call(8, 31, 'nc')] as const;
    const found = await parentsIn([['/log/audit.log', start], other], WHOLE);
    expect(found.map(([file]) => file)).toEqual(['/log/audit.log', '/other/audit.log']);
  });

  test('is an event where its file is damaged behind it', async () => {
    const { queries, fields } = compileQueries(['process where process.name == "nc"']);
    const found: number[] = [];
    const damaged: Input = {
      ...inputOf(Buffer.alloc(0), { ...WHOLE, route: 'compressed' }),
      // eslint-disable-next-line @typescript-eslint/require-await -- inputs are asynchronous, this one is at hand
      async *blocks() {
        yield Buffer.from(start);
        throw new RshellError({ code: 'RS321', severity: 'error', message: 'damaged' });
      },
    };
    const { failed } = await scanInputs([damaged], queries, fields, SETTINGS, {
      match: ({ events }) => Promise.resolve(void found.push(events.length)),
    });
    expect([found, failed]).toEqual([[1], true]);
  });
});
