// Parts of an event that one kind of record tells: addresses, arguments, the file.
import { decodeHex, untilNul } from './decode.js';
import type { RecordFields } from './fields.js';

export type TextMap = Readonly<Record<string, string>>;

export type Direction = 'ingress' | 'egress';

export interface AuditProcess {
  readonly pid: string | null;
  readonly parentPid: string | null;
  readonly title: string | null;
  readonly name: string | null;
  readonly executable: string | null;
  readonly workingDirectory: string | null;
  readonly args: readonly string[];
}

export interface AuditFile {
  readonly path: string | null;
  readonly device: string | null;
  readonly inode: string | null;
  /** Permissions in octal digits: `0755`. */
  readonly mode: string | null;
  readonly uid: string | null;
  readonly gid: string | null;
  readonly owner: string | null;
  readonly group: string | null;
  readonly selinux: TextMap;
}

export interface AuditAddress {
  readonly ip: string | null;
  readonly port: string | null;
  /** Of a Unix socket. */
  readonly path: string | null;
}

export interface AuditSummary {
  readonly actorPrimary: string | null;
  readonly actorSecondary: string | null;
  readonly objectType: string | null;
  readonly objectPrimary: string | null;
  readonly objectSecondary: string | null;
  readonly how: string | null;
}

/** The address of a SOCKADDR record; null where it names none. */
export function addressOf(values: ReadonlyMap<string, string>): AuditAddress | null {
  const ip = values.get('addr') ?? null;
  const port = values.get('port') ?? null;
  const path = values.get('path') ?? null;
  return ip === null && port === null && (path ?? '') === '' ? null : { ip, port, path };
}

/** Puts the arguments of EXECVE records together, those that came in pieces over several records among them. */
export function argumentsOf(records: readonly RecordFields[]): readonly string[] {
  const args = new Map<number, string>();
  const pieces = new Map<number, Map<number, string>>();
  for (const { values } of records) {
    for (const [key, value] of values) {
      const [, number, piece] = /^a(\d{1,6})(?:\[(\d{1,6})\])?$/.exec(key) ?? [];
      if (number === undefined) continue;
      if (piece === undefined) args.set(Number(number), value);
      else {
        const own = pieces.get(Number(number)) ?? new Map<number, string>();
        pieces.set(Number(number), own.set(Number(piece), value));
      }
    }
  }
  for (const [number, own] of pieces) {
    const text = byNumber(own).join('');
    const decoded = decodeHex(text);
    args.set(number, decoded === null ? text : untilNul(decoded));
  }
  // One that is missing is left out; the others are worth having.
  return byNumber(args);
}

function byNumber(texts: ReadonlyMap<number, string>): readonly string[] {
  return [...texts].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** What PATH record number `hint` tells, or the next one that names a thing and not the directory it is in. */
export function fileOf(paths: readonly RecordFields[], hint: number): AuditFile | null {
  const from = paths.length > hint ? hint : 0;
  const isThing = ({ values }: RecordFields): boolean =>
    values.get('nametype') !== 'PARENT' && values.get('nametype') !== 'UNKNOWN';
  const path = paths.slice(from).find(isThing) ?? paths[from];
  if (path === undefined) return null;
  const { values, names } = path;
  const of = (key: string): string | null => values.get(key) ?? null;
  const mode = Number.parseInt(of('mode') ?? '', 8);
  return {
    path: of('name'),
    device: of('rdev'),
    inode: of('inode'),
    mode: Number.isNaN(mode) ? null : (mode & 0o7777).toString(8).padStart(4, '0'),
    uid: of('ouid'),
    gid: of('ogid'),
    owner: names.get('ouid') ?? null,
    group: names.get('ogid') ?? null,
    selinux: partsOf(values, 'obj_'),
  };
}

/** The values whose keys start with `prefix`, by what follows it. */
export function partsOf(values: ReadonlyMap<string, string>, prefix: string): TextMap {
  const own = [...values].filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}
