export { prepareAllow, unusedEntry, type PreparedAllow } from './allow.js';
export { readAllowList, type AllowEntry, type AllowList } from './allow-list.js';
export { Baseline } from './baseline.js';
export { TUNING_CODES, type TuningCode } from './codes.js';
export {
  compileCondition,
  type CompiledCondition,
  type ConditionContext,
  type EventCondition,
} from './condition.js';
export { Repeats, type RepeatedAlert } from './repeats.js';
export { Tuner, type SuppressedAlerts, type TunerState, type TuningOptions } from './tuner.js';
export { outsideOf, parseMoment, type TimeSpan } from './span.js';
