// The kernel writes arguments in hex where they hold a blank, a quote or a control character; not every shipper decodes them.

const MOST_UNITS = 65_536;

/** The texts that a hex-encoded argument or command line spells, as a whole and argument by argument; null where `text` is not one. */
export function decodeHex(
  text: string,
): { readonly whole: string; readonly parts: readonly string[] } | null {
  if (text.length < 8 || text.length % 2 === 1 || text.length > MOST_UNITS) return null;
  if (!/^(?:[\da-f]+|[\dA-F]+)$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  }
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  // Digits of a hash or an address now and then spell something; they hardly spell only what one types.
  if (!/^[\t\n\r -~\0\u00a0-\uffff]+$/.test(decoded)) return null;
  const parts = decoded.split('\0').filter((part) => part !== '');
  return { whole: parts.join(' '), parts };
}
