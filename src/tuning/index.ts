export { TUNING_CODES, type TuningCode } from './codes.js';
export { compileCondition, type CompiledCondition, type EventCondition } from './condition.js';
export { outsideOf, parseMoment, type TimeSpan } from './span.js';
