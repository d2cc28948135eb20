import type { SEVERITIES } from '../../report/index.js';
import type { BadLineLimit } from '../bad-lines.js';
import type { FollowFlags } from '../follow.js';
import type { NarrowingFlags } from '../narrowing.js';
import type {
  CommonFlags,
  CorrelationFlags,
  CostFlags,
  FieldFlags,
  GateFlags,
  InputFlags,
  OutputFlags,
  RuleFlags,
} from '../options.js';
import type { ProgressFlags } from '../progress.js';
import type { TuningFlags } from '../tuning.js';

/** What `--fail-on` may name: a severity, `any` or `never`. */
export type FailOn = (typeof SEVERITIES)[number] | 'any' | 'never';

export interface ScanFlags
  extends
    CommonFlags,
    InputFlags,
    FieldFlags,
    CorrelationFlags,
    RuleFlags,
    GateFlags,
    CostFlags,
    OutputFlags,
    ProgressFlags,
    NarrowingFlags,
    FollowFlags,
    TuningFlags {
  readonly summary: boolean;
  readonly hashInputs?: boolean;
  readonly failOn: FailOn;
  readonly maxBadLines?: BadLineLimit;
}
