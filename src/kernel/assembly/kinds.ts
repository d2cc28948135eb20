// The kind of an event: what its category and origin fields hold. Events of one kind are for the same probes, so that the
// index gate and the categories are worked out once a kind, by the host.
import { clear, copy } from './bytes';
import {
  kinds,
  kindsMask,
  kindSlotCount,
  kindSlots,
  kindStore,
  kindStoreEnd,
  probeWords,
  slots,
} from './layout';
import { makeRoom, UNUSUAL } from './fields';
import { equalTexts, hashText } from './text';

/**
 * An entry: hash (u64), events counted, its number, length of the key (u32 each), of a shape what is common to its events (address, see records.ts), 0;
 * the probes; the key.
 */
export const COUNT: usize = 8;
export const NUMBER: usize = 12;
const LENGTH: usize = 16;
export const COMMON: usize = 20;
export const PROBES: usize = 32;

const SEED: u64 = 0x2545f4914f6cdd1d;

let key: usize = 0;
let keyLength: usize = 0;
let keyHash: u64 = 0;

/** The entry for the line at hand; 0 where its kind is not known. `unclear` where it cannot be told at all. */
export let unclear: bool = false;

export function findKind(): usize {
  unclear = !makeKey();
  return unclear ? 0 : find();
}

/** The same for an event that is of one kind with all that have the same bytes at `at`. */
export function findShape(at: usize, length: usize): usize {
  key = at;
  keyLength = length;
  keyHash = hashText(at, length, SEED);
  return find();
}

function find(): usize {
  let place = <u32>keyHash;
  while (true) {
    const entry = <usize>load<u32>(kinds + ((<usize>(place & kindsMask)) << 2));
    if (entry == 0) return 0;
    if (
      load<u64>(entry) == keyHash &&
      load<u32>(entry, LENGTH) == <u32>keyLength &&
      equalTexts(entry + PROBES + ((<usize>probeWords) << 4), key, keyLength)
    ) {
      return entry;
    }
    place++;
  }
}

/** Remembers the kind that was asked for last; gives its entry, whose probes the host fills in, or 0 when there is no room. */
export function learnKind(number: u32): usize {
  const probeBytes = (<usize>probeWords) << 4;
  const size = (PROBES + probeBytes + keyLength + 31) & ~(<usize>15);
  const entry = kindStore;
  // Half of the table stays free, or looking for what is not there would never end.
  if (entry + size > kindStoreEnd || number >= kindsMask >> 1) return 0;
  kindStore = entry + size;
  store<u64>(entry, keyHash);
  store<u32>(entry, 0, COUNT);
  store<u32>(entry, number, NUMBER);
  store<u32>(entry, <u32>keyLength, LENGTH);
  store<u32>(entry, 0, COMMON);
  clear(entry + PROBES, probeBytes);
  copy(key, keyLength, entry + PROBES + probeBytes);
  let place = <u32>keyHash;
  while (load<u32>(kinds + ((<usize>(place & kindsMask)) << 2)) != 0) place++;
  store<u32>(kinds + ((<usize>(place & kindsMask)) << 2), <u32>entry);
  return entry;
}

/** Writes the values of the kind's fields one after the other. */
function makeKey(): bool {
  let size: usize = 16;
  const end = kindSlots + ((<usize>kindSlotCount) << 2);
  for (let slot = kindSlots; slot < end; slot += 4) {
    let value = <usize>load<u32>(slots + ((<usize>load<u32>(slot)) << 2));
    for (; value != 0; value = load<u32>(value, 12)) {
      size += <usize>load<u32>(value, 4) + 8;
      if ((load<u32>(value, 8) & UNUSUAL) != 0) return false;
    }
    size += 8;
  }
  key = makeRoom(size);
  if (key == 0) return false;
  let to = key;
  for (let slot = kindSlots; slot < end; slot += 4) {
    let value = <usize>load<u32>(slots + ((<usize>load<u32>(slot)) << 2));
    for (; value != 0; value = load<u32>(value, 12)) {
      const length = load<u32>(value, 4);
      store<u32>(to, (length << 3) | (load<u32>(value, 8) + 1));
      copy(<usize>load<u32>(value), <usize>length, to + 4);
      to += 4 + <usize>length;
    }
    store<u32>(to, 0);
    to += 4;
  }
  keyLength = to - key;
  keyHash = hashText(key, keyLength, SEED);
  return true;
}
