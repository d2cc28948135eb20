// What is counted of the lines that were settled: times, hosts, fields.
import { clear } from './bytes';
import {
  hostIdSlot,
  hostList,
  hostNameSlot,
  hosts,
  hostsMask,
  mostHosts,
  seen,
  slotCount,
  slots,
} from './layout';
import { hashText, timeMs, timeNs } from './text';

// The first and the last time of all lines settled: a line without one is strange.
export let firstMs: f64 = Infinity;
export let firstNs: u32 = 0;
export let lastMs: f64 = -Infinity;
export let lastNs: u32 = 0;
/** How many hosts are in the table: their hashes stand one behind the other, too. */
export let hostCount: u32 = 0;

/** Forgets what was counted, as after it was reported. Hosts and kinds stay known. */
export function resetCensus(): void {
  clear(seen, (<usize>slotCount) << 2);
  firstMs = Infinity;
  firstNs = 0;
  lastMs = -Infinity;
  lastNs = 0;
}

/** Counts the event whose fields are in the slots. */
export function count(): void {
  countTime();
  countHost();
  countFields();
}

function countTime(): void {
  if (timeMs < firstMs || (timeMs == firstMs && timeNs < firstNs)) {
    firstMs = timeMs;
    firstNs = timeNs;
  }
  if (timeMs > lastMs || (timeMs == lastMs && timeNs > lastNs)) {
    lastMs = timeMs;
    lastNs = timeNs;
  }
}

/** The host by its id, or else its name, where that is one string. */
function countHost(): void {
  let value = <usize>load<u32>(slots + ((<usize>hostIdSlot) << 2));
  if (value == 0) value = <usize>load<u32>(slots + ((<usize>hostNameSlot) << 2));
  if (value == 0 || load<u32>(value, 8) != 0 || load<u32>(value, 12) != 0) return;
  addHost(<usize>load<u32>(value), <usize>load<u32>(value, 4));
}

/** Remembers a host by the hash of its text. */
export function addHost(at: usize, length: usize): void {
  if (length > 256) return;
  addHostHash(hashText(at, length, HOST_SEED) | 1);
}

const HOST_SEED: u64 = 0x3c6ef372fe94f82b;

/** Remembers the hash of a host, as another kernel may have found it. */
export function addHostHash(hash: u64): void {
  let place = <u32>(hash >> 32);
  while (true) {
    const entry = hosts + ((<usize>(place & hostsMask)) << 3);
    const known = load<u64>(entry);
    if (known == hash) return;
    if (known == 0) {
      if (hostCount >= mostHosts) return;
      store<u64>(hostList + ((<usize>hostCount) << 3), hash);
      hostCount++;
      store<u64>(entry, hash);
      return;
    }
    place++;
  }
}

function countFields(): void {
  const end = (<usize>slotCount) << 2;
  for (let i: usize = 0; i < end; i += 16) {
    v128.store(seen + i, v128.or(v128.load(seen + i), v128.load(slots + i)));
  }
}
