export { AuditEvent } from './audit-event.js';
export { auditDocument, lineageReaderOf, type Surroundings } from './document.js';
export { RecordGrouper, type GrouperState, type RecordGroup } from './grouper.js';
export { isText } from './fields.js';
export { pairOf, recordForms, type FieldSource, type RecordForm } from './field-source.js';
export { syscallNames } from './names.js';
export {
  ProcessTable,
  startsProcess,
  type KnownProcess,
  type Lineage,
  type ProcessAct,
  type ProcessTableState,
  type Program,
} from './process-table.js';
export { parseRecord, type AuditHost, type AuditRecord, type NotARecord } from './record.js';
export { isRecorded, parseRecorded, RecordedEvent, type FieldReader } from './recorded-event.js';
