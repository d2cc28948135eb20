/** A number of the kernel that the host may set before the first line. */
type Setting = WebAssembly.Global;

/** What the kernel gives and takes: see assembly/index.ts and assembly/layout.ts. Addresses are numbers. */
export interface KernelExports {
  readonly take: (
    from: number,
    to: number,
    offset: number,
    line: number,
    eachLine: boolean,
  ) => number;
  readonly proceed: () => number;
  readonly addKey: (node: number, at: number, length: number, child: number) => void;
  readonly addText: (table: number, mask: number, at: number, length: number, row: number) => void;
  readonly addHostHash: (hash: bigint) => void;
  readonly addHost: (at: number, length: number) => void;
  readonly learnKind: (number: number) => number;
  readonly resetCensus: () => void;
  readonly startKey: () => bigint;
  readonly keyPart: (hash: bigint, at: number, length: number) => bigint;
  readonly absentKeyPart: (hash: bigint) => bigint;
  readonly takeRecords: (from: number, to: number, offset: number, line: number) => number;
  readonly forgetPids: () => void;
  readonly startWaiting: () => void;
  readonly addWaiting: (serial: number, untilMs: number) => boolean;
  readonly packProgram: (withArguments: boolean) => number;
  readonly packed: Setting;
  readonly makeRoom: (length: number) => number;
  readonly addValue: (at: number, length: number, flags: number, link: number) => boolean;
  readonly recordPosition: Setting;
  readonly recordLines: Setting;
  readonly recordEvents: Setting;
  readonly eventEnd: Setting;
  readonly position: Setting;
  readonly linesTaken: Setting;
  readonly written: Setting;
  readonly firstMs: Setting;
  readonly firstNs: Setting;
  readonly lastMs: Setting;
  readonly lastNs: Setting;
  readonly hostCount: Setting;
}

/** Names of the settings in assembly/layout.ts. */
export type SettingName =
  | 'indexes'
  | 'longestLine'
  | 'keys'
  | 'keysMask'
  | 'nodes'
  | 'visited'
  | 'nodeCount'
  | 'slots'
  | 'seen'
  | 'slotCount'
  | 'values'
  | 'valuesEnd'
  | 'scratch'
  | 'scratchEnd'
  | 'timeSlot'
  | 'timestampNode'
  | 'hostIdSlot'
  | 'hostNameSlot'
  | 'hostList'
  | 'hosts'
  | 'hostsMask'
  | 'mostHosts'
  | 'kindSlots'
  | 'kindSlotCount'
  | 'kinds'
  | 'kindsMask'
  | 'kindStore'
  | 'kindStoreEnd'
  | 'probeWords'
  | 'narrowing'
  | 'narrowingCount'
  | 'probes'
  | 'live'
  | 'typesNode'
  | 'typeRoles'
  | 'registers'
  | 'registerCount'
  | 'owners'
  | 'told'
  | 'shape'
  | 'pids'
  | 'pidsMask'
  | 'common'
  | 'commonEnd'
  | 'output'
  | 'outputEnd';

/** What the assembly asks of whoever has it: see assembly/host.ts. */
export interface KernelImports {
  /** An event of a kind, with its time in milliseconds and its serial number, starts a process, or is of one that may not be known. */
  readonly see: (
    event: number,
    pid: number,
    ppid: number,
    kind: number,
    ms: number,
    serial: number,
  ) => void;
  /** The event has leads: those that come next. */
  readonly keep: (event: number, pid: number, ppid: number) => void;
  /** A field is looked at that only processes tell: it is to be put in its slot. */
  readonly tell: (event: number, pid: number, ppid: number, slot: number) => void;
}
