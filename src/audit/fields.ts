// One record -> its fields, in words: numbers by name, hexadecimal decoded.
import { decodeHex, decodeSocketAddress, untilNul } from './decode.js';
import { architectureName, exitName, syscallName } from './names.js';
import { readPairs, unquote, type Pairs } from './pairs.js';
import type { AuditRecord } from './record.js';

/** What a record says. Each part is worked out when it is first asked for: of most records, rules ask little. */
export class RecordFields {
  readonly #type: string;
  /** As written. */
  readonly #pairs: Pairs;
  /** What auditd adds when it resolves numbers: `ARCH=x86_64 SYSCALL=execve AUID="alice"`; often empty. */
  readonly #resolved: string;
  #all: ReadonlyMap<string, string> | null = null;
  #names: ReadonlyMap<string, string> | null = null;
  #tags: readonly string[] | null = null;

  constructor(record: AuditRecord) {
    const { type, body } = record;
    const own = ownLength(body);
    this.#type = type;
    this.#pairs = readPairs(prepared(type, own === body.length ? body : body.slice(0, own)));
    this.#resolved = body.slice(own);
  }

  /** All fields. */
  get values(): ReadonlyMap<string, string> {
    return (this.#all ??= valuesOf(this.#type, this.#pairs, this.#textKeys));
  }

  /** Keys of the audit rules that asked for the record (`auditctl -k`). */
  get tags(): readonly string[] {
    return (this.#tags ??= tagsOf(this.#pairs));
  }

  /** `success` or `fail`; null where the record does not tell. */
  get result(): 'success' | 'fail' | null {
    const written = this.#pairs.get('success') ?? this.#pairs.get('res');
    if (written === undefined) return null;
    const value = unquote(written).toLowerCase();
    return value === 'yes' || value === '1' || value.startsWith('suc') ? 'success' : 'fail';
  }

  /** Names that auditd found for the numbers of the record, by field: `uid` -> `alice`. */
  get names(): ReadonlyMap<string, string> {
    return (this.#names ??= resolvedNames(this.#resolved));
  }

  /** One of {@link values}; of those that rules ask for most, without reading the others. */
  get(key: string): string | undefined {
    if (this.#all !== null || !ALONE.has(key) || this.#type === 'EXECVE') {
      return this.values.get(key);
    }
    const raw = this.#pairs.get(key);
    if (raw === undefined) return undefined;
    if (key === 'exit') return exitName(unquote(raw));
    if (key === 'syscall' && CALLS.has(this.#type)) return this.#syscall(raw);
    return this.#textKeys.includes(key) ? textOf(raw) : unquote(raw);
  }

  get #textKeys(): readonly string[] {
    return textKeysOf(this.#type);
  }

  #syscall(raw: string): string {
    const architecture = this.#pairs.get('arch');
    if (architecture === undefined) return unquote(raw);
    return syscallName(architectureName(unquote(architecture)), unquote(raw));
  }
}

/** Fields that are told by their own pair; `syscall` by `arch` as well. */
const ALONE: ReadonlySet<string> = new Set(
  'a0 a1 a2 a3 comm cwd exe exit gid pid ppid proctitle syscall uid'.split(' '),
);

/** Reads the fields of a record. Source: formats §4, "Values". */
function valuesOf(type: string, pairs: Pairs, textKeys: readonly string[]): Values {
  // Of two, the one that says `success` counts, and the other is a field like any.
  const resultKey = pairs.has('success') ? 'success' : 'res';
  const values: Values = new Map();
  for (const [key, raw] of pairs) {
    if (key === 'key' || key === resultKey) continue;
    values.set(key, textKeys.includes(key) ? textOf(raw) : unquote(raw));
  }
  for (const key of UNSET_IDS) {
    const value = values.get(key);
    if (value === '4294967295' || value === '-1') values.set(key, 'unset');
  }
  const exit = values.get('exit');
  if (exit !== undefined) values.set('exit', exitName(exit));
  splitContext(values, 'subj');
  if (CALLS.has(type)) nameSyscall(values);
  else if (type === 'SOCKADDR') readSocketAddress(values);
  else if (type === 'EXECVE') readArguments(values, pairs);
  else if (type === 'PATH') splitContext(values, 'obj');
  return values;
}

const UNSET_IDS = ['auid', 'old-auid', 'ses'];
/** Types of records that name a system call by number. */
const CALLS: ReadonlySet<string> = new Set(['SYSCALL', 'SECCOMP']);

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

function textKeysOf(type: string): readonly string[] {
  return TEXTS.get(type) ?? ALWAYS_TEXT;
}

/** Whether a field of records of a type holds a text, which may be written in hexadecimal. */
export function isText(type: string, key: string): boolean {
  return textKeysOf(type).includes(key);
}

/** Parts a record from its resolved names. */
const GROUP_SEPARATOR = '\x1d';
/** Shippers of logs may turn the byte that parts the two into a blank, or drop it. Not inside of a quoted value. */
const RESOLVED_WITHOUT_SEPARATOR =
  /(?<=[\s)'"0-9])(?<!=["'])(?:ARCH|SYSCALL|AUID|UID|OUID|SADDR|ID)=/;
/** What one of these ends in, and nothing else of most records. */
const RESOLVED_END = /[A-Z]=/;

/** How much of a text stands before the resolved names. */
function ownLength(text: string): number {
  const at = text.indexOf(GROUP_SEPARATOR);
  if (at !== -1) return at;
  const found = RESOLVED_END.test(text) ? text.search(RESOLVED_WITHOUT_SEPARATOR) : -1;
  return found === -1 ? text.length : found;
}

/** The text of a record whose pairs are not all written as pairs. */
function prepared(type: string, body: string): string {
  switch (type) {
    case 'AVC': {
      const [all, verdict = '', permissions = ''] =
        /avc:\s{1,8}(\w{1,32})\s{1,8}\{([^}]{0,1024})\}\s{1,8}for\s{1,8}/.exec(body) ?? [];
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

type Values = Map<string, string>;

/** A security context, `user:role:domain:level:category`, as a field for each part. */
function splitContext(values: Values, key: string): void {
  const context = values.get(key);
  if (context === undefined) return;
  values.delete(key);
  const parts = context.split(':');
  const category = parts.slice(4).join(':');
  const named = ['user', 'role', 'domain', 'level'].slice(0, parts.length);
  named.forEach((name, index) => {
    values.set(`${key}_${name}`, parts[index] ?? '');
  });
  if (parts.length > 4) values.set(`${key}_category`, category);
}

function tagsOf(pairs: Pairs): readonly string[] {
  const raw = pairs.get('key');
  if (raw === undefined) return [];
  const several = decodeHex(raw);
  if (several !== null) return several.toString('utf8').split('\x01');
  const text = unquote(raw);
  return [text.startsWith('key=') ? text.slice(4) : text];
}

/** A text, decoded where it has odd characters; NUL bytes, which part arguments, become blanks. */
function textOf(raw: string): string {
  const decoded = decodeHex(raw)?.toString('utf8');
  return decoded === undefined ? unquote(raw) : decoded.replaceAll('\0', ' ');
}

function nameSyscall(values: Values): void {
  const architecture = values.get('arch');
  if (architecture === undefined) return;
  const name = architectureName(architecture);
  values.set('arch', name);
  const number = values.get('syscall');
  if (number !== undefined) values.set('syscall', syscallName(name, number));
}

function readSocketAddress(values: Values): void {
  const address = decodeSocketAddress(values.get('saddr') ?? '');
  if (address === null) return;
  values.delete('saddr');
  for (const [key, value] of Object.entries(address)) values.set(key, value);
}

function readArguments(values: Values, pairs: Pairs): void {
  for (const [key, raw] of pairs) {
    // Pieces of a long argument, `a1[0]`, are decoded when they are together.
    if (!/^a\d+$/.test(key)) continue;
    const decoded = decodeHex(raw);
    if (decoded !== null) values.set(key, untilNul(decoded));
  }
}

/** `AUID="alice" UID="root"` -> by lower-case field; numbers that nobody has named are left out. */
function resolvedNames(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (text === '') return names;
  for (const [, key = '', name = ''] of text.matchAll(/([A-Z]{1,16})="([^"]*)"/g)) {
    if (name !== '' && name !== 'unset' && !name.startsWith('unknown(')) {
      names.set(key.toLowerCase(), name);
    }
  }
  return names;
}
