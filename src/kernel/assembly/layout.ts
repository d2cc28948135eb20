// Where things are in the memory of the kernel. The host lays the memory out and sets these before the first line; the
// tables never change afterwards, except that kinds are learnt. All are addresses unless said otherwise.

/** Where structure finds its indexes: room for one address (u32) a byte of the longest line, and a chunk more. */
export let indexes: usize = 0;
/** Bytes of the longest line that is read here; longer ones are refused. */
export let longestLine: u32 = 0;

/** Keys: a hash table of 32-byte entries, see `fields.ts`; its size less one. */
export let keys: usize = 0;
export let keysMask: u32 = 0;
/**
 * Nodes of the tree of wanted fields, 16 bytes each: the slot of its value (u16, NO_SLOT: none), its flags (u16), 0, and which keys there may
 * be below it (u64), see `fields.ts`.
 */
export let nodes: usize = 0;
/** By node: whether the line at hand has it (u8). */
export let visited: usize = 0;
export let nodeCount: u32 = 0;
/** By slot: the first value of the line at hand (address, 0: absent). Then, by slot: not 0 if some line had it (u32). */
export let slots: usize = 0;
export let seen: usize = 0;
export let slotCount: u32 = 0;
/** Values of the line at hand, 16 bytes each: address, length, flags, next (u32 each). */
export let values: usize = 0;
export let valuesEnd: usize = 0;
/** Texts made from values of the line at hand: without escapes, in lower case. */
export let scratch: usize = 0;
export let scratchEnd: usize = 0;

/** The slot of the event time. */
export let timeSlot: u32 = 0;
/** The node of `@timestamp`: an object without it is perhaps the envelope of an event. */
export let timestampNode: u32 = 0;
/** The slots of the id and the name of the host. */
export let hostIdSlot: u32 = 0;
export let hostNameSlot: u32 = 0;
/** Hashes (u64) of hosts seen, as a list and as a hash table; the size of the table less one; the most that are counted. */
export let hostList: usize = 0;
export let hosts: usize = 0;
export let hostsMask: u32 = 0;
export let mostHosts: u32 = 0;

/** Slots (u32) whose values make up the kind of an event, and how many. */
export let kindSlots: usize = 0;
export let kindSlotCount: u32 = 0;
/** Kinds: a hash table of addresses of entries (u32, 0: free), see `kinds.ts`; its size less one. */
export let kinds: usize = 0;
export let kindsMask: u32 = 0;
/** The kinds themselves grow here. */
export let kindStore: usize = 0;
export let kindStoreEnd: usize = 0;

/** 16-byte words of a set of probes. */
export let probeWords: u32 = 0;
/** Lenses that narrow the probes, in the order in which they are asked: addresses (u32), and how many. */
export let narrowing: usize = 0;
export let narrowingCount: u32 = 0;
/** By probe: its program and the address of its key list (u32 each). */
export let probes: usize = 0;
/** The probes still possible for the line at hand. */
export let live: usize = 0;

/** Where leads go. */
export let output: usize = 0;
export let outputEnd: usize = 0;

/** Audit records: the type names, a node of {@link keys} as fields are; by type, from the node behind it on, its keys. */
export let typesNode: u32 = 0;
/** By number of the type: its roles (u32), see `records.ts`. */
export let typeRoles: usize = 0;
/** Registers: values of the event at hand, as those of fields; and by register the record that has told it, from 1 on (u8). */
export let registers: usize = 0;
export let owners: usize = 0;
export let registerCount: u32 = 0;
/** By slot: not 0 if the host knows that some event has it (u8). */
export let told: usize = 0;
/** What tells the shape of the event at hand. */
export let shape: usize = 0;
/** Process numbers that the host knows (u32), by their lowest bits; how many places there are, less one. */
export let pids: usize = 0;
export let pidsMask: u32 = 0;

/** Why the kernel stopped. */
export const AT_END: u32 = 0;
export const AT_STRANGE_LINE: u32 = 1;
export const AT_NEW_KIND: u32 = 2;
export const OUTPUT_FULL: u32 = 3;
export const AT_LEADS: u32 = 4;

/** The number of the line at hand: what is marked with another is out of date. */
export let line: u32 = 0;

export function nextLine(): void {
  // Zero marks what was never looked at.
  if (++line == 0) line = 1;
}
