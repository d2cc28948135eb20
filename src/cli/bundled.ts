import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the rules that come with this package. */
export const BUNDLED_RULES = path.join(
  path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))),
  'rules',
);
