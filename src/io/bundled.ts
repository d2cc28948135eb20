import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A directory of this package. */
export function bundledDirectory(name: string): string {
  return path.join(packageRoot(), name);
}

/** A file of this package, by its path from the root. */
export function readBundledFile(name: string): Uint8Array {
  return readFileSync(path.join(packageRoot(), name));
}

/** Modules stand two levels below the root, in the library as in the program. */
function packageRoot(): string {
  return path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
}
