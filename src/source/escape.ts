// C0 and C1 controls, bidi marks and overrides, zero-width and line separators, lone surrogates, byte-order mark.
const HOSTILE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

const SHORT: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u001b': '\\x1b',
};

/**
 * `text` with every character that could move a cursor, hide text or reorder it written as a visible escape.
 * Log content is written by attackers: everything from an event passes through here before it reaches a terminal.
 */
export function escapeControl(text: string): string {
  return text.replace(HOSTILE, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    const code = character.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
