// How much each check weighs, and which of them can mend what they find.
import type { EqlCode } from '../eql/index.js';
import type { RuleCode } from '../rule/index.js';
import type { TomlCode } from '../toml/index.js';
import type { LintCode } from './codes.js';

/** One kind of finding that `--disable` can switch off. */
export interface Check {
  /** `warning`: hardly what the author meant; `info`: worth knowing, and right in many a rule. */
  readonly severity: 'warning' | 'info';
  readonly fixable: boolean;
}

const warning: Check = { severity: 'warning', fixable: false };
const info: Check = { severity: 'info', fixable: false };
/** As the others, and mended by `--fix`. */
const fixableWarning: Check = { ...warning, fixable: true };
const fixableInfo: Check = { ...info, fixable: true };

/** What this folder looks for. */
export const LINT_CHECKS: Readonly<Record<LintCode, Check>> = {
  RS140: warning,
  RS141: fixableWarning,
  RS142: warning,
  RS143: warning,
  RS144: fixableWarning,
  RS145: warning,
  RS146: warning,
  RS148: info,
  RS149: warning,
  RS150: warning,
  RS151: warning,
  RS152: info,
  RS274: warning,
  RS275: info,
  RS276: warning,
  RS277: warning,
  RS278: warning,
  RS279: warning,
  RS280: warning,
  RS281: info,
  RS282: fixableInfo,
  RS283: warning,
  RS284: warning,
  RS285: info,
  RS286: warning,
  RS287: warning,
};

/** What loading a rule tells of one that runs. */
const LOADER_CHECKS: Partial<Readonly<Record<TomlCode | RuleCode | EqlCode, Check>>> = {
  RS105: info,
  RS106: warning,
  RS107: warning,
  RS110: info,
  RS111: info,
  RS120: warning,
  RS201: warning,
  RS270: warning,
  RS271: warning,
  RS272: warning,
  RS273: warning,
};

/** Every kind of warning and info about a rule, by ascending code. */
export const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries({ ...LOADER_CHECKS, ...LINT_CHECKS }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
