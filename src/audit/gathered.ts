// Records of one event that stood apart, between those of others -> the lines that they would be, one behind the other.
import { recordForms, type RecordForm } from './field-source.js';
import type { RecordGroup } from './grouper.js';

const ROLES: ReadonlyMap<string, RecordForm['role']> = new Map(
  recordForms().map(({ type, role }) => [type, role]),
);
const LINE_END = /[\r\n]/;

/**
 * The lines of an event, as auditd writes them where nothing comes between, up to one that ends it. Null where a reader of {@link recordForms} would
 * not take them for the event: one of its records is of another type, ends it too early, tells its host, or is no line.
 */
export function gathered(group: RecordGroup): string | null {
  const last = group.length - 1;
  let isEnded = false;
  const lines: string[] = [];
  for (const [index, { type, host, timeMs, serial, body }] of group.entries()) {
    const role = ROLES.get(type);
    isEnded = role === 'title' || role === 'alone';
    if (role === undefined || (isEnded && index < last)) return null;
    if (host.id !== undefined || host.name !== undefined || LINE_END.test(body)) return null;
    lines.push(`type=${type} ${stampOf(timeMs, serial)}: ${body}\n`);
  }
  const [first] = group;
  if (first !== undefined && !isEnded) {
    lines.push(`type=EOE ${stampOf(first.timeMs, first.serial)}: \n`);
  }
  return lines.join('');
}

function stampOf(timeMs: number, serial: number): string {
  const ms = String(timeMs % 1000).padStart(3, '0');
  return `msg=audit(${Math.floor(timeMs / 1000)}.${ms}:${serial})`;
}
