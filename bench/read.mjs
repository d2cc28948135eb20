/** What a Node process can take in at best: reads FILE in blocks of 1 MiB and looks at nothing. */
import { openSync, readSync } from 'node:fs';

const block = Buffer.allocUnsafe(1 << 20);
const file = openSync(process.argv[2], 'r');
while (readSync(file, block, 0, block.length, null) > 0);
