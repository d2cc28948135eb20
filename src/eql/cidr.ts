/**
 * IP addresses and blocks: what EQL's `cidrMatch`, and `==` on an `ip` field, mean by "in". Addresses live in one
 * 128-bit space where IPv4 is `::ffff:0:0/96`, as in Elasticsearch's index. IPv4 text has four decimal parts
 * and nothing else: no octal, no hexadecimal, no missing parts.
 */
import ipaddr from 'ipaddr.js';
import type { AddressRange } from './screen.js';

/** IPv4 as an unsigned 32-bit number, IPv6 as eight 16-bit parts. A mapped address (`::ffff:1.2.3.4`) is IPv4. */
export type IpAddress = number | readonly number[];

/** All addresses of one block. */
export interface CidrRange {
  /** The IPv4 part, both ends inclusive; null: no IPv4 address is in the block. */
  readonly v4: AddressRange | null;
  /** The IPv6 part: addresses that agree with `parts` in the first `bits` bits; null: none. */
  readonly v6: { readonly parts: readonly number[]; readonly bits: number } | null;
}

const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0xffff];
const ALL_V4 = { low: 0, high: 0xffff_ffff };
/** No spelling of an IPv6 address is longer (45 characters, without its zone). */
const LONGEST_V6 = 45;

/** The address that `text` spells; null when it spells none. A zone (`%eth0`) is ignored. */
export function parseAddress(text: string): IpAddress | null {
  const v4 = parseIpv4(text);
  if (v4 >= 0) return v4;
  return parseIpv6(text);
}

/**
 * The block that `text` spells; null when it spells none. Host bits may be set (`10.1.2.3/8`); an address without a
 * prefix is the block that holds it alone.
 */
export function parseCidr(text: string): CidrRange | null {
  const slash = text.indexOf('/');
  if (slash === -1) {
    const alone = parseAddress(text);
    return alone === null ? null : rangeOfAddress(alone);
  }
  const digits = text.slice(slash + 1);
  const address = parseAddress(text.slice(0, slash));
  if (address === null || !/^\d{1,3}$/.test(digits)) return null;
  const bits = Number(digits);
  if (typeof address === 'number') {
    // A mapped address counts its prefix from the start of the 128 bits.
    const mapped = text.includes(':');
    if (bits > (mapped ? 128 : 32)) return null;
    if (mapped && bits < 96) return v6Range(partsOf(address), bits);
    return v4Range(address, mapped ? bits - 96 : bits);
  }
  return bits > 128 ? null : v6Range(address, bits);
}

/** The block that holds `address` alone. */
function rangeOfAddress(address: IpAddress): CidrRange {
  return typeof address === 'number' ? v4Range(address, 32) : v6Range(address, 128);
}

/** A test whether a text spells an address in any of `ranges`. Text that spells none is in no range. */
export function cidrMatcher(ranges: readonly CidrRange[]): (text: string) => boolean {
  const v4 = ranges.flatMap(({ v4 }) => (v4 === null ? [] : [v4]));
  const v6 = ranges.flatMap(({ v6 }) => (v6 === null ? [] : [v6]));
  const inV4 = (address: number): boolean => {
    for (const { low, high } of v4) if (address >= low && address <= high) return true;
    return false;
  };
  return (text) => {
    const address = parseIpv4(text);
    if (address >= 0) return inV4(address);
    if (v6.length === 0 && v4.length === 0) return false;
    const parsed = parseIpv6(text);
    if (parsed === null) return false;
    if (typeof parsed === 'number') return inV4(parsed);
    return v6.some(({ parts, bits }) => sharesPrefix(parsed, parts, bits));
  };
}

/** Whether `outer` holds every address that `inner` does. */
export function includesBlock(outer: CidrRange, inner: CidrRange): boolean {
  if (inner.v6 !== null) {
    const { v6 } = outer;
    return (
      v6 !== null && v6.bits <= inner.v6.bits && sharesPrefix(inner.v6.parts, v6.parts, v6.bits)
    );
  }
  const [wide, narrow] = [outer.v4, inner.v4];
  return wide !== null && narrow !== null && wide.low <= narrow.low && narrow.high <= wide.high;
}

/** Order of addresses by their 128 bits. */
export function compareAddresses(a: IpAddress, b: IpAddress): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = partsOf(a);
  const right = partsOf(b);
  for (const [index, part] of left.entries()) {
    const difference = part - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The number of a strict dotted quad; -1 for any other text. Hot: called for every event that is asked. */
function parseIpv4(text: string): number {
  const { length } = text;
  if (length < 7 || length > 15) return -1;
  let address = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x2e) {
      if (part < 0) return -1;
      address = address * 256 + part;
      part = -1;
      dots += 1;
    } else {
      const digit = unit - 0x30;
      // A leading zero would be octal to some readers: `010` is not a part.
      if (digit < 0 || digit > 9 || part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    }
  }
  return dots === 3 && part >= 0 ? address * 256 + part : -1;
}

function parseIpv6(text: string): IpAddress | null {
  if (!text.includes(':')) return null;
  const zone = text.indexOf('%');
  const bare = zone === -1 ? text : text.slice(0, zone);
  if (bare.length > LONGEST_V6) return null;
  // The library would read an octal tail (`::ffff:010.0.0.1`).
  if (bare.includes('.') && parseIpv4(bare.slice(bare.lastIndexOf(':') + 1)) < 0) return null;
  if (!ipaddr.IPv6.isValid(bare)) return null;
  const { parts } = ipaddr.IPv6.parse(bare);
  if (!sharesPrefix(parts, MAPPED_PREFIX, 96)) return parts;
  return (parts[6] ?? 0) * 0x1_0000 + (parts[7] ?? 0);
}

function partsOf(address: IpAddress): readonly number[] {
  if (typeof address !== 'number') return address;
  return [...MAPPED_PREFIX, Math.floor(address / 0x1_0000), address % 0x1_0000];
}

function v4Range(address: number, bits: number): CidrRange {
  const size = 2 ** (32 - bits);
  const low = Math.floor(address / size) * size;
  return { v4: { low, high: low + size - 1 }, v6: null };
}

/** A block that is wide enough to hold `::ffff:0:0/96` holds all of IPv4. */
function v6Range(parts: readonly number[], bits: number): CidrRange {
  const holdsV4 = bits <= 96 && sharesPrefix(parts, MAPPED_PREFIX, bits);
  return { v4: holdsV4 ? ALL_V4 : null, v6: { parts, bits } };
}

function sharesPrefix(a: readonly number[], b: readonly number[], bits: number): boolean {
  for (let index = 0; index * 16 < bits; index++) {
    const rest = Math.min(16, bits - index * 16);
    const difference = (a[index] ?? 0) ^ (b[index] ?? 0);
    if (difference >>> (16 - rest) !== 0) return false;
  }
  return true;
}
