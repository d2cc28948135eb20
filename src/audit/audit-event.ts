import type { AuditHost } from './record.js';

export type TextMap = Readonly<Record<string, string>>;

/** One event, as its records tell it. All values are texts: as the kernel wrote them, or by name. */
export interface AuditEvent {
  readonly timeMs: number;
  readonly serial: number;
  readonly host: AuditHost;
  /** Type of its first record. */
  readonly recordType: string;
  readonly result: 'success' | 'fail' | 'unknown';
  readonly session: string | null;
  readonly tags: readonly string[];
  /** Numbers of users and groups, and names found for them, by field of the record: `uid`, `egid` … */
  readonly ids: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly selinux: TextMap;
  readonly process: AuditProcess;
  readonly file: AuditFile | null;
  readonly source: AuditAddress | null;
  readonly destination: AuditAddress | null;
  readonly direction: 'ingress' | 'egress' | null;
  readonly paths: readonly TextMap[];
  /** Whatever else the records say. */
  readonly data: ReadonlyMap<string, string>;
  /** Whether the table of meanings knows such events. */
  readonly isKnown: boolean;
  /** ECS category and type. */
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly action: string | null;
  readonly summary: AuditSummary;
  /** Who goes where in the document: `user.effective` and a number or name. */
  readonly users: readonly (readonly [to: string, who: string])[];
}

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
