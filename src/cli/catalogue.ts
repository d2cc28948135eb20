import { EQL_CODES } from '../eql/index.js';
import { INPUT_CODES } from '../input/index.js';
import { IO_CODES } from '../io/index.js';
import { SCAN_CODES } from '../scan/index.js';
import { RULE_CODES, RULE_TEST_CODES } from '../rule/index.js';
import { TOML_CODES } from '../toml/index.js';
import { WITNESS_CODES } from '../witness/index.js';
import type { Code } from '../source/index.js';
import { CLI_CODES } from './usage-error.js';

const TITLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...TOML_CODES,
    ...RULE_CODES,
    ...RULE_TEST_CODES,
    ...EQL_CODES,
    ...INPUT_CODES,
    ...IO_CODES,
    ...SCAN_CODES,
    ...CLI_CODES,
    ...WITNESS_CODES,
  }),
);

/** What a code stands for, such as `line is not JSON`; null for one that no catalogue has. */
export function titleOf(code: Code): string | null {
  return TITLES.get(code) ?? null;
}
