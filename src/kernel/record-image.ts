// Lays out what a kernel needs to read audit records: see assembly/records.ts.
import type { SettingName } from './exports.js';
import type { MemoryLayout } from './memory.js';
import type { RecordPlan, RecordReading, RecordRole } from './plan.js';

/** See assembly/record-body.ts. */
const ROLES: Readonly<Record<RecordRole, number>> = {
  alone: 1,
  ends: 2,
  leads: 4,
  arguments: 8,
  message: 16,
  'passed-over': 32,
  end: 64,
};
const READINGS: Readonly<Record<RecordReading, number>> = {
  plain: 1,
  text: 2,
  number: 3,
  exit: 4,
  socket: 5,
  refused: 255,
};
/** Bytes of what tells a shape: a few hundred records, and two short texts. */
const SHAPE_BYTES = 512;
/** Places for process numbers. */
const PIDS = 1 << 16;
/** What shapes have in common, together. */
const COMMON_BYTES = 512 * 1024;

/** A key in the table of keys: below which node, and what it leads to. */
export interface NodeKey {
  readonly node: number;
  readonly key: string;
  readonly child: number;
}

/** The keys of records; type names stand below node `first`, the keys of a type below those that come behind it. */
export function recordKeys({ types }: RecordPlan, first: number): readonly NodeKey[] {
  return types.flatMap(({ name, keys }, index) => [
    { node: first, key: name, child: index + 1 },
    ...keys.map(({ key, register, reading }) => ({
      node: first + index + 1,
      key,
      child: register * 256 + READINGS[reading],
    })),
  ]);
}

type Entries = readonly (readonly [SettingName, number])[];

/** Tables that no event changes. */
export function writeRecords(
  { types, registers }: RecordPlan,
  typesNode: number,
  layout: MemoryLayout,
): Entries {
  const roles = types.map((type) => type.roles.reduce((sum, role) => sum | ROLES[role], 0));
  return [
    ['typesNode', typesNode],
    ['typeRoles', layout.words([0, ...roles])],
    ['registerCount', registers],
  ];
}

/** Room for what events say. */
export function takeRecordRoom(
  { registers }: RecordPlan,
  slotCount: number,
  layout: MemoryLayout,
): Entries {
  const common = layout.reserve(COMMON_BYTES);
  return [
    ['registers', layout.reserve(registers * 16)],
    ['owners', layout.reserve(registers)],
    ['told', layout.reserve(slotCount)],
    ['shape', layout.reserve(SHAPE_BYTES)],
    ['pids', layout.reserve(PIDS * 4)],
    ['pidsMask', PIDS - 1],
    ['common', common],
    ['commonEnd', common + COMMON_BYTES],
  ];
}
