// Entries of the journal -> audit records. The journal has one entry a record: its text without the header, and what stood there in fields
// of their own. Source: formats §3.
import { parseRecord, type AuditRecord, type RecordPlace } from '../audit/index.js';
import { isArray, parseTimestamp, type Json, type JsonObject } from '../event/index.js';
import { fieldOf, textFieldOf } from './field-of.js';
import type { Unwrapped } from './unwrapped.js';

/** Whether a document is an entry of the journal, as journalctl writes it. */
export function isJournalEntry(document: JsonObject): boolean {
  return (
    Object.hasOwn(document, '_TRANSPORT') ||
    Object.hasOwn(document, '__CURSOR') ||
    Object.hasOwn(document, '__REALTIME_TIMESTAMP')
  );
}

/** Entries of one journal. */
export class Journal {
  /** Whether the journal has got records from the kernel: then what the kernel also printed is the same once more. */
  #sawAudit = false;

  save(): boolean {
    return this.#sawAudit;
  }

  restore(sawAudit: boolean): void {
    this.#sawAudit = sawAudit;
  }

  records(entry: JsonObject, place: RecordPlace): Unwrapped {
    const transport = textOf(entry['_TRANSPORT']);
    if (transport === 'kernel') return this.#printed(entry, place);
    const isAudit =
      transport === 'audit' || (transport === undefined && Object.hasOwn(entry, '_AUDIT_ID'));
    if (!isAudit) return 'passed-over';
    this.#sawAudit = true;
    const message = textOf(entry['MESSAGE']);
    const us = textOf(entry['_SOURCE_REALTIME_TIMESTAMP']);
    const serial = textOf(entry['_AUDIT_ID']);
    if (message === undefined || us === undefined || serial === undefined) return 'cut-off';
    const stamp = `${us.slice(0, -6)}.${us.slice(-6, -3)}`;
    return withHost(recordOf(message, stamp, serial, place), hostOfEntry(entry));
  }

  /** A record that the kernel printed because nobody listened. */
  #printed(entry: JsonObject, place: RecordPlace): Unwrapped {
    const message = textOf(entry['MESSAGE']) ?? '';
    if (this.#sawAudit || !message.startsWith('audit: type=')) return 'passed-over';
    return withHost(parseRecord(message, place), hostOfEntry(entry));
  }
}

/** Serials whose time is remembered. */
const MAX_SERIALS = 256;
/** Records of one event come within less; a serial that comes later is another event's. */
const SAME_EVENT_MS = 10_000;

/**
 * Entries of the journal as Filebeat ships them: without the time of the record. The time at which the first record of an event came into the
 * journal stands for it.
 */
export class ShippedJournal {
  readonly #times = new Map<string, number>();

  save(): readonly (readonly [key: string, ms: number])[] {
    return [...this.#times];
  }

  restore(times: readonly (readonly [key: string, ms: number])[]): void {
    for (const [key, ms] of times) this.#times.set(key, ms);
  }

  static isEntry(document: JsonObject): boolean {
    return fieldOf(document, 'systemd.transport') === 'audit';
  }

  records(document: JsonObject, place: RecordPlace): Unwrapped {
    const serial = fieldOf(document, 'journald.custom.audit_id');
    const message = textOf(document['message']);
    const came = parseTimestamp(textOf(document['@timestamp']) ?? null)?.ms;
    const isWhole = typeof serial === 'string' || typeof serial === 'number';
    if (message === undefined || !isWhole || came === undefined) return 'damaged';
    const host = hostOf(document);
    const ms = this.#timeOf(`${serial} ${host.id ?? host.name ?? ''}`, came);
    const stamp = `${Math.floor(ms / 1000)}.${ms % 1000}`;
    return withHost(recordOf(message, stamp, String(serial), place), host);
  }

  #timeOf(key: string, came: number): number {
    const known = this.#times.get(key);
    if (known !== undefined && Math.abs(came - known) <= SAME_EVENT_MS) return known;
    this.#times.delete(key);
    this.#times.set(key, came);
    if (this.#times.size > MAX_SERIALS) {
      const [oldest = ''] = this.#times.keys();
      this.#times.delete(oldest);
    }
    return came;
  }
}

/** A record whose text starts with its type. */
function recordOf(
  message: string,
  stamp: string,
  serial: string,
  place: RecordPlace,
): ReturnType<typeof parseRecord> {
  const space = message.indexOf(' ');
  const type = space === -1 ? message : message.slice(0, space);
  const body = space === -1 ? '' : message.slice(space + 1);
  // The name that systemd gives to a type it does not know.
  const name = type.replace(/^AUDIT(\d{1,5})$/, 'UNKNOWN[$1]');
  return parseRecord(`type=${name} msg=audit(${stamp}:${serial}): ${body}`, place);
}

function withHost(record: ReturnType<typeof parseRecord>, host: AuditRecord['host']): Unwrapped {
  return typeof record === 'string' ? 'damaged' : [{ ...record, host }];
}

function hostOfEntry(entry: JsonObject): AuditRecord['host'] {
  return hostNamed(textOf(entry['_MACHINE_ID']), textOf(entry['_HOSTNAME']));
}

/** The host that a shipper put beside a record, which knows it better than the record; Logstash may write its name only. */
export function hostOf(document: JsonObject, told: AuditRecord['host'] = {}): AuditRecord['host'] {
  const id = textFieldOf(document, 'host.id') ?? told.id;
  const name = textFieldOf(document, 'host.name') ?? textFieldOf(document, 'host') ?? told.name;
  return hostNamed(id, name);
}

function hostNamed(id: string | undefined, name: string | undefined): AuditRecord['host'] {
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

/** A text, which journalctl writes as an array of bytes where it is not plain; a field set twice is an array of texts. */
function textOf(json: Json | undefined): string | undefined {
  if (typeof json === 'string') return json;
  if (!isArray(json)) return undefined;
  const bytes = json.filter((item) => typeof item === 'number');
  return bytes.length === json.length ? Buffer.from(bytes).toString('utf8') : textOf(json[0]);
}
