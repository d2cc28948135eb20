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
