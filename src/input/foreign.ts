// What an input is when it is plainly not JSON: said once, in place of a bad line for each line.
import { NO_PLACE, parseRecord } from '../audit/index.js';
import type { ProblemText } from './problem.js';

/** What a file looks like and what a person can do about it. */
export interface Foreign {
  /** With its article: `a PNG image`. */
  readonly name: string;
  readonly help?: string;
}

/** What is said of an input that is one. */
export function refusalOf({ name, help }: Foreign): ProblemText {
  const message = `expected events; this looks like ${name}`;
  return help === undefined ? { message } : { message, help };
}

/** The most of a first line that {@link detectForeign} looks at, in bytes. */
export const HEAD_BYTES = 4096;

const AS_JSON = 'export it as JSON, with all fields: journalctl -o json --all _TRANSPORT=audit';
const WITHOUT_SERIAL: Foreign = { name: 'audit messages without time and serial', help: AS_JSON };
export const INTERPRETED: Foreign = {
  name: 'output of ausearch -i, which cannot be turned back into records',
  help: 'leave out `-i`: ausearch --raw',
};
const REDIRECT = 'export the events as NDJSON, one document a line';
const TWICE = 'compressed twice? unpack it once more';

/** Byte sequences at the start of well-known kinds of file. */
const MAGIC: readonly (readonly [bytes: string, foreign: Foreign])[] = [
  ['\x89PNG', { name: 'a PNG image' }],
  ['\x7fELF', { name: 'an ELF program' }],
  ['ElfFile\0', { name: 'a Windows event log (EVTX)', help: 'rules for Linux find nothing in it' }],
  ['%PDF-', { name: 'a PDF document' }],
  ['PK\x03\x04', { name: 'a ZIP archive', help: 'unpack it first' }],
  ['SQLite format 3', { name: 'an SQLite database', help: REDIRECT }],
  ['PAR1', { name: 'a Parquet file', help: REDIRECT }],
  ['Obj\x01', { name: 'an Avro file', help: REDIRECT }],
  ['\xd4\xc3\xb2\xa1', { name: 'a packet capture' }],
  ['\xa1\xb2\xc3\xd4', { name: 'a packet capture' }],
  [
    'LPKSHHRH',
    { name: 'a binary journal of systemd', help: 'use: journalctl --file=FILE -o json' },
  ],
  ['\x1f\x8b', { name: 'gzip data', help: TWICE }],
  ['\x28\xb5\x2f\xfd', { name: 'zstd data', help: TWICE }],
  ['MZ', { name: 'a Windows program' }],
];

const UTF16: Foreign = {
  name: 'UTF-16 text',
  help: 'convert it to UTF-8: iconv -f UTF-16 -t UTF-8',
};

/** Line patterns; each runs over at most {@link HEAD_BYTES} characters and takes linear time. */
const TEXTS: readonly (readonly [pattern: RegExp, foreign: Foreign])[] = [
  [/^(?:node=\S+ )?type=\S+ msg=audit\(/, INTERPRETED],
  [/^(?:.{0,80} )?audit(?:\[\d+\])?: [A-Z_]+ /, WITHOUT_SERIAL],
  [
    /^(?:SYSCALL|EXECVE|PROCTITLE|PATH|CWD|SOCKADDR|LOGIN|USER_\w{1,20}|CRED_\w{1,20}|BPRM_FCAPS) \w{1,20}=/,
    WITHOUT_SERIAL,
  ],
  [
    /^NODE,EVENT,DATE,TIME,/,
    { name: 'output of ausearch --format csv', help: 'use: ausearch --raw' },
  ],
  [/<Event>.{0,400}Linux-Sysmon/, { name: 'Sysmon for Linux, which is not read' }],
  [/^<(?:\?xml|Events?\b|!DOCTYPE|html\b)/i, { name: 'XML or HTML', help: REDIRECT }],
  [
    /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /,
    {
      name: 'a syslog text file',
      help: 'audit records in it: grep -a "audit" FILE | rshell-scan --format auditd -',
    },
  ],
  [/^CEF:\d/, { name: 'CEF messages', help: REDIRECT }],
];

const CSV: Foreign = { name: 'CSV', help: REDIRECT };

/** Whether `head`, the start of a line, is that of a raw audit record, or of what ausearch puts between them. */
export function startsRecord(head: Buffer): boolean {
  const record = parseRecord(head.toString('latin1', 0, HEAD_BYTES), NO_PLACE);
  return typeof record !== 'string' || (record === 'separator' && head.length > 0);
}

/** Whether `head` is that of `journalctl -o export`. */
export function startsJournalExport(head: Buffer): boolean {
  return /^__(?:CURSOR|REALTIME_TIMESTAMP)=/.test(head.toString('latin1', 0, 32));
}

/** What `head`, the start of the first line of an input, says the input is; null when it may well be JSON. */
export function detectForeign(head: Buffer): Foreign | null {
  const bytes = head.toString('latin1', 0, HEAD_BYTES);
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes) || /^[[{]\0/.test(bytes)) return UTF16;
  for (const [magic, foreign] of MAGIC) if (bytes.startsWith(magic)) return foreign;
  if (bytes.startsWith('ustar', 257)) {
    return { name: 'a tar archive', help: 'unpack it first: tar -xf FILE' };
  }
  for (const [pattern, foreign] of TEXTS) if (pattern.test(bytes)) return foreign;
  return isCsvHeader(bytes) ? CSV : null;
}

/** Three or more column names with commas, semicolons or tabs between them. */
function isCsvHeader(line: string): boolean {
  return [',', ';', '\t'].some((separator) => {
    const cells = line.trimEnd().split(separator);
    return cells.length > 2 && cells.every((cell) => /^"?[@\w][@\w .-]*"?$/.test(cell));
  });
}
