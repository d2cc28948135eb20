import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A directory of this package. Modules stand two levels below its root, in the library as in the program. */
export function bundledDirectory(name: string): string {
  const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
  return path.join(root, name);
}
