import { Field, isArray, isObject, listOf, type Json, type JsonObject } from '../event/index.js';
import type { Rule } from '../rule/index.js';
import { ALERT_SCHEMA } from './alert.js';

/** A cryptographic digest of a text, in lower-case hexadecimal, at least {@link ID_LENGTH} digits. */
export type Hash = (text: string) => string;

/** 128 bits: no two alerts of any run will share an id by accident. */
const ID_LENGTH = 32;

/** What tells one event from another, wherever it stands in the input. */
interface Identified {
  readonly id: string | null;
  readonly indexName: string | null;
  readonly document: JsonObject;
}

/**
 * The part of an alert's identity that its content decides: rule, rule version, and its events in stage order. File
 * and line take no part, so an event that moves keeps its alert. An event of an Elasticsearch export is known by
 * `_index` and `_id`, one of the audit log by what the kernel calls it, any other by its whole document: `event.id` is not
 * unique in all sources.
 */
export function contentId(rule: Rule, events: readonly (Identified | null)[], hash: Hash): string {
  const head = JSON.stringify([ALERT_SCHEMA, rule.id, rule.version]);
  return hash(`${head}\n${eventsId(events, hash)}`).slice(0, ID_LENGTH);
}

/** The part of it that the events decide. */
export function eventsId(events: readonly (Identified | null)[], hash: Hash): string {
  const identities = events.map((event) => {
    if (event === null) return 'null';
    const { id, indexName, document } = event;
    return id !== null && indexName !== null
      ? JSON.stringify([indexName, id])
      : (auditId(document) ?? hash(canonicalJson(document)));
  });
  return identities.join('\n');
}

const SEQUENCE = new Field('auditd.sequence');
const TIME = new Field('@timestamp');
const HOST = new Field('host.id');

/**
 * The host, the time and the serial of an event of the audit log; null for any other. How much is told of it depends on who has read it, and
 * when: a log that is being written may stop in the middle of an event.
 */
function auditId(document: JsonObject): string | null {
  const [serial] = listOf(SEQUENCE.read(document));
  const [time] = listOf(TIME.read(document));
  if (serial === undefined || time === undefined) return null;
  const [host = null] = listOf(HOST.read(document));
  return JSON.stringify(['auditd', host, String(time), String(serial)]);
}

/**
 * The id of the alert with this content that is number `occurrence` of its run, from 0: an event that stands in the
 * input twice gives two alerts, and they need two ids.
 */
export function alertId(content: string, occurrence: number, hash: Hash): string {
  return occurrence === 0 ? content : hash(`${content}\n${occurrence}`).slice(0, ID_LENGTH);
}

/** JSON that is equal for equal documents: keys sorted by UTF-16 unit, no white space. */
export function canonicalJson(json: Json): string {
  if (typeof json === 'string') return quoted(json);
  if (isArray(json)) return canonicalList(json);
  return isObject(json) ? canonicalObject(json) : JSON.stringify(json);
}

// Texts grow in place: to join lists of pieces takes half as long again.

function canonicalList(list: readonly Json[]): string {
  let text = '';
  for (const item of list) text += `${text === '' ? '[' : ','}${canonicalJson(item)}`;
  return text === '' ? '[]' : `${text}]`;
}

function canonicalObject(object: JsonObject): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${quoted(key)}:${canonicalJson(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as JSON.stringify writes it, which takes several times as long for a short one. */
function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
