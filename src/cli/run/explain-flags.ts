// What was typed behind `rshell-scan explain`.
import type { CommonFlags, FieldFlags, GateFlags, InputFlags } from '../options.js';

export interface ExplainFlags
  extends CommonFlags, FieldFlags, GateFlags, Omit<InputFlags, 'jobs' | 'strict'> {
  readonly rules?: readonly string[];
  readonly bundled: boolean;
  readonly eql?: boolean;
  readonly event?: string;
  readonly id?: string;
  readonly eofClosesWindows?: boolean;
  readonly top: number;
  readonly output?: readonly string[];
}
