// Values of records that are written in hexadecimal: texts with odd characters, and socket addresses.

/**
 * The bytes that a text value stands for, which the kernel writes in upper-case hexadecimal when it is not plain; null when `raw` is
 * no such value. A quoted value never is.
 */
export function decodeHex(raw: string): Buffer | null {
  if (raw.length % 2 !== 0 || raw === '' || !/^[0-9A-F]+$/.test(raw)) return null;
  return Buffer.from(raw, 'hex');
}

/** Parts of a socket address: `family`, and `addr` with `port`, `path`, or the bytes as they were (`saddr`). */
export type SocketAddress = Readonly<Record<string, string>>;

const UNIX = 1;
const IPV4 = 2;
const IPV6 = 10;
const NETLINK = 16;

/** Reads `saddr` of a SOCKADDR record; null when it is too short for its family. Source: formats §4. */
export function decodeSocketAddress(hex: string): SocketAddress | null {
  if (hex.length < 4 || !/^(?:[0-9A-Fa-f]{2})+$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex');
  // The family is in the order of the machine: no family has a number that reads the same both ways.
  const little = bytes.readUInt16LE(0);
  const family = little > 0xff && bytes[0] === 0 ? bytes.readUInt16BE(0) : little;
  switch (family) {
    case UNIX:
      return { family: 'unix', path: untilNul(bytes.subarray(2)) };
    case IPV4:
      if (bytes.length < 8) return null;
      return {
        family: 'ipv4',
        addr: bytes.subarray(4, 8).join('.'),
        port: String(bytes.readUInt16BE(2)),
      };
    case IPV6: {
      if (bytes.length < 24) return null;
      const flow = bytes.readUInt32BE(4);
      return {
        family: 'ipv6',
        addr: ipv6Text(bytes.subarray(8, 24)),
        port: String(bytes.readUInt16BE(2)),
        ...(flow > 0 ? { flow: String(flow) } : {}),
      };
    }
    case NETLINK:
      return { family: 'netlink', saddr: hex };
    default:
      return { family: String(family), saddr: hex };
  }
}

/** The text up to the first NUL byte. */
export function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** An IPv6 address as RFC 5952 writes it; one that holds an IPv4 address is written as that. */
function ipv6Text(bytes: Buffer): string {
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
  if (isMapped && bytes[11] === 0xff) return bytes.subarray(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
  const [start, length] = longestZeros(groups);
  const text = (part: readonly number[]): string => part.map((n) => n.toString(16)).join(':');
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

/** Where the longest run of zeros starts, the first of equals, and how long it is. */
function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best[1]) best = [start, index + 1 - start];
  });
  return best;
}
