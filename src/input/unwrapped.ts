import type { AuditRecord } from '../audit/index.js';

/** How an input wraps audit records: see `GivenFormat`. */
export type RecordWrapping = 'journald' | 'filebeat' | 'laurel';

/** Why a document gives no records. */
export type NoRecords =
  /** It is not wrapped that way: an event as it is, perhaps. */
  | 'event'
  /** An entry of another log. */
  | 'passed-over'
  /** journalctl left out the text of the record, or the fields that go with it. */
  | 'cut-off'
  /** `ausearch -i`. */
  | 'interpreted'
  /** It should hold some. */
  | 'damaged';

export type Unwrapped = readonly AuditRecord[] | NoRecords;
