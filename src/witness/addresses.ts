/** IP addresses in and beside blocks. */
import { parseCidr, type CidrRange } from '../eql/index.js';
import type { Random } from './random.js';

/** Addresses from blocks for documentation, which mean nobody; then private ones, then some that no list of special blocks has. */
export function usualAddresses(random: Random): readonly string[] {
  const byte = (): number => 1 + random.below(254);
  return [
    `203.0.113.${byte()}`,
    `198.51.100.${byte()}`,
    `10.20.${byte()}.${byte()}`,
    `192.168.1.${byte()}`,
    `45.33.${byte()}.${byte()}`,
    `93.184.${byte()}.${byte()}`,
    '127.0.0.1',
    `2001:db8::${random.hex(4)}`,
    `2606:2800:220:1::${random.hex(4)}`,
    `fd00::${random.hex(4)}`,
    '::1',
  ];
}

/** Addresses of a block: drawn ones, then its ends. */
export function* addressesIn({ v4, v6 }: CidrRange, random: Random): Generator<string> {
  if (v4 !== null) {
    const size = v4.high - v4.low + 1;
    for (let drawn = 0; drawn < 8; drawn++) yield v4Text(v4.low + random.below(size));
    yield* [v4Text(v4.low), v4Text(v4.high)];
  }
  if (v6 !== null) {
    for (let drawn = 0; drawn < 8; drawn++) yield v6Text(v6.parts, v6.bits, random);
    yield v6.parts.map((part) => part.toString(16)).join(':');
  }
}

/** Addresses just outside of a block, or beside an address. */
export function* addressesNear(block: CidrRange | string): Generator<string> {
  const range = typeof block === 'string' ? parseCidr(block) : block;
  if (range !== null && range.v4 !== null) {
    if (range.v4.low > 0) yield v4Text(range.v4.low - 1);
    if (range.v4.high < 0xffff_ffff) yield v4Text(range.v4.high + 1);
  }
}

function v4Text(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

function v6Text(parts: readonly number[], bits: number, random: Random): string {
  return Array.from({ length: 8 }, (_, index) => {
    const fixed = Math.min(16, Math.max(0, bits - index * 16));
    const open = 2 ** (16 - fixed);
    const part = parts[index] ?? 0;
    return (part - (part % open) + random.below(open)).toString(16);
  }).join(':');
}
