export type { AuditEvent } from './audit-event.js';
export { coalesce } from './coalesce.js';
export { auditDocument, hostIdOf } from './document.js';
export { RecordGrouper, type RecordGroup } from './grouper.js';
export { ProcessTable } from './process-table.js';
export { parseRecord, type AuditHost, type AuditRecord, type NotARecord } from './record.js';
