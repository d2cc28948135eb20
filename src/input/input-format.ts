// The formats of inputs, by the names that people give them.
import type { RecordWrapping } from './unwrapped.js';

/**
 * What an input may be said to be: `auto` is told from its first lines. `json`: events as they are, in JSON of any layout. `auditd`: audit
 * records, one a line. `journald`, `journald-export`: the journal as journalctl writes it. `laurel`: its objects. `filebeat`: JSON with the
 * record as text in `message` or `event.original`, as Filebeat and Logstash ship a log.
 */
export const INPUT_FORMAT_NAMES = [
  'auto',
  'json',
  'auditd',
  'journald',
  'journald-export',
  'laurel',
  'filebeat',
] as const;

export type GivenFormat = (typeof INPUT_FORMAT_NAMES)[number];

/** How documents of that format wrap audit records; undefined where that is to be found out, or there are no documents. */
export function wrappingOfFormat(format: GivenFormat): RecordWrapping | null | undefined {
  switch (format) {
    case 'json':
      return null;
    case 'journald':
    case 'laurel':
    case 'filebeat':
      return format;
    case 'auto':
    case 'auditd':
    case 'journald-export':
      return undefined;
  }
}
