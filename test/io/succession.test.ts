// Files that wait to be read while they are rotated on.
import {
  closeSync,
  copyFileSync,
  fstatSync,
  readSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { headOf, openIfThere, type OpenFile } from '../../src/io/open-file.js';
import { Succession } from '../../src/io/succession.js';
import { withFiles } from './files.js';

const line = (name: string): string => `${name} ${'.'.repeat(80)}\n`;

function textOf({ fd }: OpenFile): string {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, bytes, 0, bytes.length, 0);
  return bytes.toString();
}

test('a file that was copied and cut before it was read, and renamed then, stands behind its copy', async () => {
  await withFiles({ 'log.1': line('read'), log: line('first') }, async (root) => {
    const log = path.join(root, 'log');
    let reading = openIfThere(`${log}.1`);
    const heads = reading === null ? [] : [headOf(reading)];
    const succession = new Succession(
      log,
      { reading: () => reading, heads: () => heads },
      () => undefined,
    );
    succession.look();
    await soon();
    renameSync(`${log}.1`, `${log}.2`);
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    await soon();
    writeFileSync(log, line('second'));
    for (const number of [2, 1]) renameSync(`${log}.${number}`, `${log}.${number + 1}`);
    renameSync(log, `${log}.1`);
    await soon();
    writeFileSync(log, line('third'));
    const texts: string[] = [];
    for (let next = succession.take(); next !== undefined; next = succession.take()) {
      if (reading !== null) closeSync(reading.fd);
      reading = next;
      texts.push(textOf(next));
      heads.push(headOf(next));
    }
    expect(texts).toEqual([line('first'), line('second'), line('third')]);
    if (reading !== null) closeSync(reading.fd);
    succession.close();
  });
});

/** Longer than the clock of files stands still. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
