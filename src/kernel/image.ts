// Lays out the memory of a kernel: the tables that a plan makes, and the places that its lines need. See assembly/layout.ts.
import type { KernelExports, SettingName } from './exports.js';
import { KeyTree } from './key-tree.js';
import { Lenses, readable, type Lens } from './lens.js';
import { writeLens } from './lens-image.js';
import { bitBytes, tableSize, type MemoryLayout } from './memory.js';
import type { KernelPlan } from './plan.js';
import { writeProgram } from './program.js';
import { recordKeys, takeRecordRoom, writeRecords } from './record-image.js';

/** However long lines may be: the places for what is found in one have their price. */
const LONGEST_LINE = 256 * 1024;
/** What structure looks at in one go, see assembly/structure.ts. */
const CHUNK = 8192;
/** Values that wanted fields of one line hold at most. */
const MOST_VALUES = 8192;
const MOST_KINDS = 4096;
const KIND_BYTES = 512;
/** Distinct hosts that are counted. */
const MOST_HOSTS = 10_000;
const OUTPUT_BYTES = 256 * 1024;
/** Set beside the slot of a key field that may be absent. */
const OPTIONAL = 0x8000_0000;

/** Bytes of a key in its table, see assembly/fields.ts; what is beside the slot of a node with fields below. */
const KEY_BYTES = 32;
const HAS_CHILDREN = 0x1_0000;

export type Settings = Readonly<Record<SettingName, number>>;

/** What a kernel needs to know of its memory. */
export interface Layout {
  readonly settings: Settings;
  /** Behind the tables: what comes next is empty before the first line. */
  readonly tablesEnd: number;
}

/** Writes the tables for `plan`, and takes room for what its lines need. */
export function layOut(
  plan: KernelPlan,
  layout: MemoryLayout,
  kernel: KernelExports & WebAssembly.Exports,
): Layout {
  const settings = new Map<SettingName, number>([
    ['longestLine', Math.min(plan.longestLine, LONGEST_LINE)],
    ['slotCount', plan.fields.length],
    ['timeSlot', plan.timeSlot],
    ['hostIdSlot', plan.hostIdSlot],
    ['hostNameSlot', plan.hostNameSlot],
    ['kindSlots', layout.words(plan.kindSlots)],
    ['kindSlotCount', plan.kindSlots.length],
    ['probeWords', bitBytes(plan.probes.length) / 16],
    ...writeFields(plan, layout, kernel),
    ...writeProbes(plan, layout, kernel),
  ]);
  const tablesEnd = layout.end;
  for (const [name, value] of takeRoom(plan, settings.get('nodeCount') ?? 0, layout)) {
    settings.set(name, value);
  }
  apply(kernel, settings);
  // Every name of the type is in the map: those of the three functions and of this one together.
  return { settings: Object.fromEntries(settings) as Settings, tablesEnd };
}

type Entries = readonly (readonly [SettingName, number])[];

function writeFields(
  plan: KernelPlan,
  layout: MemoryLayout,
  kernel: KernelExports & WebAssembly.Exports,
): Entries {
  const tree = new KeyTree(plan.fields);
  const timestampNode = tree.nodeOf('@timestamp');
  const { nodes } = tree;
  const { records } = plan;
  const words = nodes.flatMap(({ slot, hasChildren }) => [
    slot | (hasChildren ? HAS_CHILDREN : 0),
    ...[0, 0, 0],
  ]);
  const recordNodes = records === undefined ? 0 : records.types.length + 1;
  const keys = [...tree.keys(), ...(records ? recordKeys(records, nodes.length) : [])];
  const size = tableSize(keys.length);
  const table: Entries = [
    ['keys', layout.reserve(size * KEY_BYTES)],
    ['keysMask', size - 1],
    ['nodes', layout.words([...words, ...Array.from({ length: recordNodes * 4 }, () => 0)])],
    ...(records ? writeRecords(records, nodes.length, layout) : []),
  ];
  // The kernel fills its table, because it hashes.
  apply(kernel, table);
  for (const { node, key, child } of keys) {
    const { at, length } = layout.text(key);
    kernel.addKey(node, at, length, child);
  }
  return [...table, ['nodeCount', nodes.length], ['timestampNode', timestampNode]];
}

function takeRoom(
  { fields, probes, records }: KernelPlan,
  nodeCount: number,
  layout: MemoryLayout,
): Entries {
  const slotBytes = fields.length * 4;
  const hosts = tableSize(MOST_HOSTS);
  const kinds = tableSize(MOST_KINDS);
  return [
    ['indexes', layout.reserve((LONGEST_LINE + 2 * CHUNK) * 4)],
    ['visited', layout.reserve(nodeCount)],
    ['slots', layout.reserve(slotBytes)],
    ['seen', layout.reserve(slotBytes)],
    ...range('values', 'valuesEnd', MOST_VALUES * 16, layout),
    ...range('scratch', 'scratchEnd', 2 * LONGEST_LINE, layout),
    ['hostList', layout.reserve(MOST_HOSTS * 8)],
    ['hosts', layout.reserve(hosts * 8)],
    ['hostsMask', hosts - 1],
    ['mostHosts', MOST_HOSTS],
    ['kinds', layout.reserve(kinds * 4)],
    ['kindsMask', kinds - 1],
    ...range('kindStore', 'kindStoreEnd', MOST_KINDS * KIND_BYTES, layout),
    ['live', layout.reserve(bitBytes(probes.length))],
    ...(records ? takeRecordRoom(records, fields.length, layout) : []),
    ...range('output', 'outputEnd', OUTPUT_BYTES + probes.length * 12, layout),
  ];
}

/** Sets the settings of a kernel. */
export function apply(
  kernel: WebAssembly.Exports,
  settings: Iterable<readonly [string, number]>,
): void {
  for (const [name, value] of settings) {
    const setting = kernel[name];
    if (setting instanceof WebAssembly.Global) setting.value = value;
  }
}

function range(
  start: SettingName,
  end: SettingName,
  length: number,
  layout: MemoryLayout,
): Entries {
  const at = layout.reserve(length);
  return [
    [start, at],
    [end, at + length],
  ];
}

/** A lens that can rule out this share of the probes is asked first. */
const WORTHWHILE_SHARE = 1 / 40;

function writeProbes(
  { probes: plans }: KernelPlan,
  layout: MemoryLayout,
  kernel: KernelExports,
): Entries {
  const lenses = new Lenses();
  const probes = plans.map(({ screen, keys }) => ({ screen: readable(screen), keys }));
  for (const [number, { screen }] of probes.entries()) lenses.add(number, screen);
  const narrowing = lenses.all
    .filter((lens) => lens.narrowing > 0 && lens.narrowing >= probes.length * WORTHWHILE_SHARE)
    .sort((a, b) => Number(a.isSearched) - Number(b.isSearched) || b.narrowing - a.narrowing);
  const addresses = new Map<Lens, number>();
  const costs = new Map<Lens, number>();
  for (const lens of lenses.all) {
    const narrows = narrowing.includes(lens);
    addresses.set(lens, writeLens(lens, narrows, probes.length, layout, kernel));
    costs.set(lens, narrows ? 0 : lens.isSearched ? 8 : 2);
  }
  const written = {
    lenses,
    address: (lens: Lens) => addresses.get(lens) ?? 0,
    cost: (lens: Lens) => costs.get(lens) ?? 0,
  };
  const keyLists = new Map<string, number>();
  const table = probes.flatMap(({ screen, keys }) => {
    const fields = keys.map(({ slot, optional }) => (optional ? slot + OPTIONAL : slot));
    const identity = fields.join();
    let keyList = keyLists.get(identity);
    if (keyList === undefined) {
      keyList = layout.words([0, 0, 0, 0, 0, fields.length, ...fields]);
      keyLists.set(identity, keyList);
    }
    return [writeProgram(screen, written, layout), keyList];
  });
  return [
    ['narrowing', layout.words(narrowing.map(written.address))],
    ['narrowingCount', narrowing.length],
    ['probes', layout.words(table)],
  ];
}
