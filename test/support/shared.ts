import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A path in the shared folder of test material beside the repository; it need not exist. */
export function shared(...parts: readonly string[]): string {
  return path.join(ROOT, '..', 'shared', ...parts);
}

/** Whether the shared folder is there: tests over it skip themselves where it is not. */
export const HAS_SHARED = existsSync(shared('conformance'));
