export { AuditEvent } from './audit-event.js';
export { auditDocument, type Surroundings } from './document.js';
export { RecordGrouper, type GrouperState, type RecordGroup } from './grouper.js';
export { syscallNames } from './names.js';
export { ProcessTable, type ProcessTableState } from './process-table.js';
export { parseRecord, type AuditHost, type AuditRecord, type NotARecord } from './record.js';
export { isRecorded, parseRecorded, RecordedEvent, type FieldReader } from './recorded-event.js';
