// One record -> its fields, in words: numbers by name, hexadecimal decoded.
import { decodeHex, decodeSocketAddress, untilNul } from './decode.js';
import { architectureName, exitName, syscallName } from './names.js';
import { readPairs, type Written } from './pairs.js';
import type { AuditRecord } from './record.js';

/** What a record says. */
export interface RecordFields {
  readonly values: Map<string, string>;
  /** `success` or `fail`; null where the record does not tell. */
  readonly result: string | null;
  /** Keys of the audit rules that asked for the record (`auditctl -k`). */
  readonly tags: readonly string[];
  /** Names that auditd found for the numbers of the record, by field: `uid` -> `alice`. */
  readonly names: ReadonlyMap<string, string>;
}

/** Reads the fields of a record. Source: formats §4, "Values". */
export function fieldsOf(record: AuditRecord): RecordFields {
  const pairs = readPairs(prepared(record));
  for (const key of UNSET_IDS) {
    const value = pairs.get(key);
    if (value?.text === '4294967295' || value?.text === '-1') set(pairs, key, 'unset');
  }
  const exit = pairs.get('exit');
  if (exit !== undefined) set(pairs, 'exit', exitName(exit.text));
  splitContext(pairs, 'subj');
  const result = takeResult(pairs);
  const tags = takeTags(pairs);
  for (const key of TEXTS.get(record.type) ?? ALWAYS_TEXT) decodeText(pairs, key);
  SPECIAL.get(record.type)?.(pairs);
  return {
    values: new Map([...pairs].map(([key, { text }]) => [key, text])),
    result,
    tags,
    names: resolvedNames(record.resolved),
  };
}

type Pairs = Map<string, Written>;

const UNSET_IDS = ['auid', 'old-auid', 'ses'];

/** Fields that hold texts, by record type; elsewhere the same letters may be a number. */
const ALWAYS_TEXT = ['cwd'];
const TEXTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['SYSCALL', ['cwd', 'exe', 'comm']],
  ['SECCOMP', ['cwd', 'exe', 'comm']],
  ['PROCTITLE', ['cwd', 'proctitle']],
  ['PATH', ['cwd', 'name']],
  ['USER_CMD', ['cwd', 'cmd']],
  ['USER_LOGIN', ['cwd', 'acct']],
  ['TTY', ['cwd', 'data']],
  ['USER_TTY', ['cwd', 'data']],
]);

/** What else records of a type need. */
const SPECIAL: ReadonlyMap<string, (pairs: Pairs) => void> = new Map([
  ['SYSCALL', nameSyscall],
  ['SECCOMP', nameSyscall],
  ['SOCKADDR', readSocketAddress],
  ['EXECVE', readArguments],
  [
    'PATH',
    (pairs: Pairs) => {
      splitContext(pairs, 'obj');
    },
  ],
]);

/** The text of a record whose pairs are not all written as pairs. */
function prepared({ type, body }: AuditRecord): string {
  switch (type) {
    case 'AVC': {
      const [all, verdict = '', permissions = ''] =
        /avc:\s+(\w+)\s+\{([^}]*)\}\s+for\s+/.exec(body) ?? [];
      if (all === undefined) return body;
      const list = permissions.trim().split(/\s+/).join(',');
      return `seresult=${verdict} seperms=${list} ${body.slice(body.indexOf(all) + all.length)}`;
    }
    case 'LOGIN':
      return body.replaceAll('old ', 'old_').replaceAll('new ', 'new_');
    case 'CRED_DISP':
    case 'USER_START':
    case 'USER_END':
      return body.replace(' (hostname=', ' hostname=').replace(/\)'$/, "'");
    default:
      return body;
  }
}

function set(pairs: Pairs, key: string, text: string): void {
  pairs.set(key, { raw: text, text });
}

/** A security context, `user:role:domain:level:category`, as a field for each part. */
function splitContext(pairs: Pairs, key: string): void {
  const context = pairs.get(key);
  if (context === undefined) return;
  pairs.delete(key);
  const parts = context.text.split(':');
  const category = parts.slice(4).join(':');
  const named = ['user', 'role', 'domain', 'level'].slice(0, parts.length);
  named.forEach((name, index) => {
    set(pairs, `${key}_${name}`, parts[index] ?? '');
  });
  if (parts.length > 4) set(pairs, `${key}_category`, category);
}

function takeResult(pairs: Pairs): string | null {
  const key = pairs.has('success') ? 'success' : 'res';
  const value = pairs.get(key)?.text.toLowerCase();
  if (value === undefined) return null;
  pairs.delete(key);
  return value === 'yes' || value === '1' || value.startsWith('suc') ? 'success' : 'fail';
}

function takeTags(pairs: Pairs): readonly string[] {
  const key = pairs.get('key');
  if (key === undefined) return [];
  pairs.delete('key');
  const several = decodeHex(key.raw);
  if (several !== null) return several.toString('utf8').split('\x01');
  return [key.text.startsWith('key=') ? key.text.slice(4) : key.text];
}

/** Decodes a text with odd characters; NUL bytes, which part arguments, become blanks. */
function decodeText(pairs: Pairs, key: string): void {
  const decoded = decodeHex(pairs.get(key)?.raw ?? '');
  if (decoded !== null) set(pairs, key, decoded.toString('utf8').split('\0').join(' '));
}

function nameSyscall(pairs: Pairs): void {
  const architecture = pairs.get('arch');
  if (architecture === undefined) return;
  const name = architectureName(architecture.text);
  set(pairs, 'arch', name);
  const number = pairs.get('syscall');
  if (number !== undefined) set(pairs, 'syscall', syscallName(name, number.text));
}

function readSocketAddress(pairs: Pairs): void {
  const address = decodeSocketAddress(pairs.get('saddr')?.text ?? '');
  if (address === null) return;
  pairs.delete('saddr');
  for (const [key, value] of Object.entries(address)) set(pairs, key, value);
}

function readArguments(pairs: Pairs): void {
  for (const [key, { raw }] of pairs) {
    // Pieces of a long argument, `a1[0]`, are decoded when they are together.
    if (!/^a\d+$/.test(key)) continue;
    const decoded = decodeHex(raw);
    if (decoded !== null) set(pairs, key, untilNul(decoded));
  }
}

/** `AUID="alice" UID="root"` -> by lower-case field; numbers that nobody has named are left out. */
function resolvedNames(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [, key = '', name = ''] of text.matchAll(/([A-Z]+)="([^"]*)"/g)) {
    if (name !== '' && name !== 'unset' && !name.startsWith('unknown(')) {
      names.set(key.toLowerCase(), name);
    }
  }
  return names;
}
