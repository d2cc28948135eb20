// The titles of all diagnostic codes. A test holds this against every codes.ts of src/.
import { ALERT_CODES } from '../alert/index.js';
import { EQL_CODES } from '../eql/index.js';
import { FIELD_CODES } from '../fields/index.js';
import { INPUT_CODES } from '../input/index.js';
import { IO_CODES } from '../io/index.js';
import { LINT_CODES } from '../lint/index.js';
import { RULE_CODES, RULE_TEST_CODES } from '../rule/index.js';
import { SCAN_CODES } from '../scan/index.js';
import { TOML_CODES } from '../toml/index.js';
import { TUNING_CODES } from '../tuning/index.js';
import { WITNESS_CODES } from '../witness/index.js';
import { CLI_CODES } from './usage-error.js';

const TITLES: ReadonlyMap<string, string> = new Map(
  [
    TOML_CODES,
    RULE_CODES,
    RULE_TEST_CODES,
    LINT_CODES,
    EQL_CODES,
    INPUT_CODES,
    FIELD_CODES,
    IO_CODES,
    SCAN_CODES,
    ALERT_CODES,
    TUNING_CODES,
    WITNESS_CODES,
    CLI_CODES,
  ].flatMap((codes) => Object.entries(codes)),
);

/** What a code stands for, such as `line is not JSON`. */
export function titleOf(code: string): string {
  return TITLES.get(code) ?? '';
}
