// What was typed behind `rshell-scan generate`.
import type { CommonFlags, RuleFlags } from '../options.js';

export interface GenerateFlags extends CommonFlags, RuleFlags {
  readonly nearMisses?: boolean;
  readonly seed: number;
  readonly start: string;
}
