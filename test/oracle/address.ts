// §6, §7, §8 of the specification: addresses and blocks. IPv4 is `::ffff:0:0/96` of IPv6, so that there is one kind of address.
import ipaddr from 'ipaddr.js';

const BITS = 128;
const V4_BITS = 32;
const PART = /^(?:0|[1-9]\d{0,2})$/;

/** The 128 bits of the address that `text` spells, as a number; null where it spells none. */
export function addressOf(text: string): bigint | null {
  if (!text.includes(':')) return v4(text);
  const bare = text.split('%')[0]!;
  // The library reads octal parts of an IPv4 tail.
  if (bare.includes('.') && v4(bare.slice(bare.lastIndexOf(':') + 1)) === null) return null;
  if (!ipaddr.IPv6.isValid(bare)) return null;
  const { parts } = ipaddr.IPv6.parse(bare);
  return parts.reduce((bits, part) => bits * 0x1_0000n + BigInt(part), 0n);
}

function v4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !PART.test(part) || Number(part) > 255))
    return null;
  return 0xffff_0000_0000n + BigInt(parts.reduce((bits, part) => bits * 256 + Number(part), 0));
}

/** Whether an address is in the block that `block` spells: an address, or one with `/bits`. */
export function isInBlock(address: bigint | null, block: string): boolean {
  const [base = '', bits, more] = block.split('/');
  const start = addressOf(base);
  if (address === null || start === null || more !== undefined) return false;
  if (bits === undefined) return address === start;
  const most = base.includes(':') ? BITS : V4_BITS;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) return false;
  const rest = BigInt(most - Number(bits));
  return address >> rest === start >> rest;
}
