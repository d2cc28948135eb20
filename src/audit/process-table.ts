// What an audit log tells of processes over time, put into each event: the parent by name, and ids that last.
import type { Json, JsonObject } from '../event/index.js';
import type { AuditEvent } from './audit-event.js';

/** What is known of a process. */
interface Process {
  readonly entityId: string;
  readonly name: string | null;
  readonly executable: string | null;
  readonly args: readonly string[];
  /** When it was first seen. */
  readonly sinceMs: number;
}

/** Processes remembered; the one that was started longest ago is forgotten beyond it. */
const MAX_PROCESSES = 65_536;
const FORKS: ReadonlySet<string> = new Set(['clone', 'clone3', 'fork', 'vfork']);
const EXECS: ReadonlySet<string> = new Set(['execve', 'execveat']);

/**
 * The processes of the hosts of an input, as far as their log tells of them. Elastic Defend says with each event which process, and which
 * parent, it is of; auditd gives numbers only, and those are used again.
 */
export class ProcessTable {
  readonly #processes = new Map<string, Process>();

  /** `document`, which is that of `event`, with what is known of its process; the fields added are named in it. */
  enrich(event: AuditEvent, document: JsonObject, hostId: string): JsonObject {
    const { pid, parentPid } = event.process;
    if (pid === null) return document;
    const own = this.#see(event, hostId, pid);
    const parent = parentPid === null ? undefined : this.#processes.get(`${parentPid} ${hostId}`);
    this.#start(event, hostId, own);
    const { process = {} } = document as { readonly process?: Fields };
    const { parent: parentFields = {} } = process as { readonly parent?: Fields };
    return {
      ...document,
      process: {
        ...process,
        entity_id: own.entityId,
        ...(parent === undefined
          ? {}
          : { parent: { ...parentFields, ...described(parent), entity_id: parent.entityId } }),
      },
      rshell_scan: {
        enriched:
          parent === undefined ? ['process.entity_id'] : ['process.entity_id', 'process.parent'],
      },
    };
  }

  /** The process of an event, as it is from then on. */
  #see(event: AuditEvent, hostId: string, pid: string): Process {
    const key = `${pid} ${hostId}`;
    const known = this.#processes.get(key);
    const { name, executable, args } = event.process;
    const isExec = EXECS.has(event.data.get('syscall') ?? '') && event.result === 'success';
    if (known !== undefined && !isExec) return known;
    const entityId = known?.entityId ?? idOf(hostId, pid, event);
    const seen = {
      entityId,
      name,
      executable,
      args: isExec ? args : (known?.args ?? []),
      sinceMs: known?.sinceMs ?? event.timeMs,
    };
    this.#remember(key, seen);
    return seen;
  }

  /** Notes the child that a call has started: it is what its parent is, until it runs a program of its own. */
  #start(event: AuditEvent, hostId: string, parent: Process): void {
    const child = event.data.get('exit') ?? '';
    if (!FORKS.has(event.data.get('syscall') ?? '') || !/^[1-9]\d{0,9}$/.test(child)) return;
    const key = `${child} ${hostId}`;
    // A record is written when its call ends: a child may have run, and ended, before its parent's.
    if ((this.#processes.get(key)?.sinceMs ?? -1) >= event.timeMs) return;
    const sinceMs = event.timeMs;
    this.#remember(key, { ...parent, entityId: idOf(hostId, child, event), sinceMs });
  }

  #remember(key: string, process: Process): void {
    this.#processes.delete(key);
    this.#processes.set(key, process);
    if (this.#processes.size <= MAX_PROCESSES) return;
    const [oldest = ''] = this.#processes.keys();
    this.#processes.delete(oldest);
  }
}

type Fields = Readonly<Record<string, Json>>;

function described({ name, executable, args }: Process): Fields {
  return {
    ...(name === null ? {} : { name }),
    ...(executable === null ? {} : { executable }),
    ...(args.length === 0 ? {} : { args }),
  };
}

/** Names a process by its host, its number, and the first event that tells of it. */
function idOf(hostId: string, pid: string, { timeMs, serial }: AuditEvent): string {
  return Buffer.from(`${hostId}-${pid}-${timeMs}-${serial}`).toString('base64');
}
