export { AuditMemory, type AuditMemoryState, type AuditOptions } from './audit-assembler.js';
export { INPUT_CODES, type InputCode } from './codes.js';
export { DocumentReader, type DocumentHandler } from './document-reader.js';
export { INPUT_FORMAT_NAMES, type GivenFormat } from './input-format.js';
export type { Bookmark, InputFormat, ReaderOptions } from './reader-options.js';
export type { AuditLog, LineScreen, RecordScreen } from './line-screen.js';
export { DocumentPlace, type BulkAction } from './place.js';
export { InputProblem } from './problem.js';
export { documentsOfText, recordedOfText, type FoundDocument } from './unwrap.js';
export { describeUnknownShape, type UnknownShape } from './shape.js';
export {
  isText,
  lineageReaderOf,
  pack,
  PackedProgram,
  pairOf,
  identityOf,
  partsOfProcess,
  processOf,
  RecordedEvent,
  recordForms,
  startsProcess,
  unpack,
  type FieldReader,
  type FieldSource,
  type KnownProcess,
  type Lineage,
  type ProcessAct,
  type ProcessId,
  type ProcessNote,
  type ProcessParts,
  type RecordPlace,
  type Program,
  type RecordForm,
  type Surroundings,
  type WaitingEvent,
} from '../audit/index.js';
