export {
  compileQuery,
  prepareQuery,
  type CompiledText,
  type QueryOptions,
  type SearchableQuery,
  type SearchMatch,
  type SearchOptions,
} from './search.js';
export { SCAN_CODES, type ScanCode } from './codes.js';
export { DEFAULT_EVENT_FIELDS, type EventFields, type ScanQuery } from './query.js';
export { type GateMode } from './gate.js';
export { type FoundEvent, type FoundMatch } from './event-source.js';
export { type InputReport } from './input-log.js';
export { type QueryProfile, type RunCost } from './profile.js';
export { type Sighted } from './sightings.js';
export { type Silence } from './silence.js';
export { scanInputs, type ScanHandler, type ScanResult } from './scan.js';
export type { ScanSettings } from './settings.js';
