export { AuditEvent } from './audit-event.js';
export { auditDocument, lineageReaderOf, type Surroundings } from './document.js';
export {
  RecordGrouper,
  type GrouperState,
  type RecordGroup,
  type WaitingEvent,
} from './grouper.js';
export { isText } from './fields.js';
export { pairOf, recordForms, type FieldSource, type RecordForm } from './field-source.js';
export { gathered } from './gathered.js';
export { syscallNames } from './names.js';
export {
  identityOf,
  partsOfProcess,
  processOf,
  ProcessTable,
  startsProcess,
  type KnownProcess,
  type Lineage,
  type ProcessAct,
  type ProcessId,
  type ProcessNote,
  type ProcessParts,
  type ProcessTableState,
} from './process-table.js';
export { pack, PackedProgram, unpack, type Program, type Written } from './program.js';
export {
  NO_PLACE,
  parseRecord,
  type AuditHost,
  type AuditRecord,
  type NotARecord,
  type RecordPlace,
} from './record.js';
export { isRecorded, parseRecorded, RecordedEvent, type FieldReader } from './recorded-event.js';
