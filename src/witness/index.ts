export { WITNESS_CODES, type WitnessCode } from './codes.js';
export type { DeadPart } from './dead-part.js';
export { findDead } from './dead.js';
export { whyNeverMatching } from './never.js';
export { covers, exactShape, wildcardShape, type TextShape } from './text-shape.js';
export {
  generate,
  type Generated,
  type GenerateOptions,
  type Inseparable,
  type Stream,
} from './generate.js';
