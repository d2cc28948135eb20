export {
  compileQuery,
  prepareQuery,
  type CompiledText,
  type QueryOptions,
  type SearchableQuery,
  type SearchMatch,
  type SearchOptions,
} from './search.js';
export {
  DocumentSearch,
  type DocumentMatch,
  type DocumentSearchOptions,
} from './document-search.js';
export { readDocuments, type DocumentsRead, type DocumentTaker } from './read-documents.js';
export { SCAN_CODES, type ScanCode } from './codes.js';
export { DEFAULT_EVENT_FIELDS, type EventFields, type ScanQuery } from './query.js';
export { EventFilter, type Exclusion } from './event-filter.js';
export { UNTOLD, type GateMode } from './gate.js';
export { Kinds, type Kind } from './kinds.js';
export { type FoundEvent, type FoundMatch } from './event-source.js';
export { InputLog, type InputReport } from './input-log.js';
export { type QueryProfile, type RunCost } from './profile.js';
export { probesOf } from './probe.js';
export { type Sighted } from './sightings.js';
export { silenceDetail, silencesOf, type Silence, type Surveyed } from './silence.js';
export { scanInputs } from './scan.js';
export { LiveScan } from './live.js';
export type { Checkpoint, Revision, ScanHandler } from './live-options.js';
export type { SavedScan } from './saved-scan.js';
export { type ScanResult } from './result.js';
export type { ReadSettings, ScanSettings } from './settings.js';
export { Survey, type SurveyedEvent, type SurveySettings } from './survey.js';
export type { Input } from '../io/index.js';
