// Which characters nobody sees, or sees somewhere else than they stand: controls, format characters (bidi marks and overrides among
// them), whatever Unicode has a program ignore, separators of lines, lone surrogates, and code points that are no characters. This is
// the one table of them: every format of text that we write goes by it.
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

const TAB = 0x09;
const LINE_FEED = 0x0a;

/** By code point, where there is a shorter escape than by number. */
const SHORT: Readonly<Record<number, string>> = {
  [TAB]: '\\t',
  [LINE_FEED]: '\\n',
  0x0d: '\\r',
};

/**
 * `text` with every character that could move a cursor, hide text or reorder it written as a visible escape.
 * Log content is written by attackers: everything from an event passes through here before it reaches a terminal.
 */
export function escapeControl(text: string): string {
  return text.replace(HIDDEN, (character) => visible(codeOf(character)));
}

/** The same for a text that has lines: their ends and tabs stay. */
export function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = codeOf(character);
    return code === LINE_FEED || code === TAB ? character : visible(code);
  });
}

/** `json` with those characters as escapes of JSON, which is the same JSON; its own line ends stay. */
export function escapeJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    codeOf(character) === LINE_FEED ? character : unitsOf(character).map(jsonEscape).join(''),
  );
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function visible(code: number): string {
  const digits = code.toString(16);
  if (code < 0x100) return SHORT[code] ?? `\\x${digits.padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

function unitsOf(character: string): readonly number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
}

function jsonEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
