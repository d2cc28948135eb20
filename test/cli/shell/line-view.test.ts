import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { highlight } from '../../../src/cli/shell/highlighter.js';
import { drawLine } from '../../../src/cli/shell/line-view.js';
import { VirtualTerminal } from '../../support/virtual-terminal.js';

const PROMPT = 'eql> ';

/** Draws each line over the one before; gives the terminal. */
function drawn(
  lines: readonly { readonly text: string; readonly cursor: number }[],
  columns: number,
  rows = 100,
): VirtualTerminal['screen'] {
  const terminal = new VirtualTerminal(columns, rows);
  let cursorRow = 0;
  for (const { text, cursor } of lines) {
    const line = { prompt: PROMPT, parts: highlight(text), cursor };
    const drawing = drawLine(line, { columns, rows }, cursorRow, (style, part) =>
      style === 'plain' ? part : `\u001b[35m${part}\u001b[39m`,
    );
    terminal.write(drawing.text);
    cursorRow = drawing.cursorRow;
  }
  return terminal.screen;
}

/** `text` broken into rows of `columns`. */
function broken(text: string, columns: number): readonly string[] {
  const rows = text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
  return rows.map((row) => row.trimEnd());
}

test('a line that fits', () => {
  expect(drawn([{ text: 'any where', cursor: 3 }], 40)).toEqual({
    rows: ['eql> any where'],
    cursor: { row: 0, column: 8 },
  });
});

test('a line that fills its row to the edge: the cursor is in the next one', () => {
  expect(drawn([{ text: 'any w', cursor: 5 }], 10).cursor).toEqual({ row: 1, column: 0 });
});

test('whatever was typed before, the last line alone is to be seen, and the cursor is where it belongs', () => {
  const edit = fc
    .string({ unit: fc.constantFrom('a', 'b', ' ', '"', '.', '/', '*'), maxLength: 60 })
    .chain((text) => fc.record({ text: fc.constant(text), cursor: fc.nat(text.length) }));
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 2, max: 40 }),
      (edits, columns) => {
        const last = edits.at(-1) ?? { text: '', cursor: 0 };
        const { rows, cursor } = drawn(edits, columns);
        const expected = broken(PROMPT + last.text, columns);
        while (expected.length > 0 && expected.at(-1) === '') (expected as string[]).pop();
        expect(rows).toEqual(expected);
        const at = PROMPT.length + last.cursor;
        expect(cursor).toEqual({ row: Math.floor(at / columns), column: at % columns });
      },
    ),
  );
});

describe('a line that is higher than the terminal', () => {
  const text = Array.from({ length: 200 }, (_, index) => String(index % 10)).join('');

  test.each([
    ['at its end', 200],
    ['in its middle', 100],
    ['at its start', 0],
  ])('is shown around the cursor: %s', (_where, cursor) => {
    const { rows, cursor: at } = drawn(
      [
        { text, cursor },
        { text, cursor },
      ],
      10,
      6,
    );
    expect(rows.length).toBeLessThanOrEqual(5);
    const whole = PROMPT + text;
    const [row, column] = [
      Math.floor((PROMPT.length + cursor) / 10),
      (PROMPT.length + cursor) % 10,
    ];
    expect(at.column).toBe(column);
    expect(rows[at.row] ?? '').toBe(broken(whole, 10)[row] ?? '');
  });
});

test.each([
  ['control characters are shown as what they are', 'a\u001b[2Jb', 2, 'eql> a\\x1b[2Jb', 10],
  ['bidi marks, too', 'a\u202eb', 2, 'eql> a\\u202eb', 12],
])('%s', (_what, text, cursor, row, column) => {
  expect(drawn([{ text, cursor }], 40)).toEqual({ rows: [row], cursor: { row: 0, column } });
});

test('a wide character does not stand on the edge', () => {
  const line = { prompt: '> ', parts: highlight('"漢漢"'), cursor: 4 };
  const { text } = drawLine(line, { columns: 5, rows: 9 }, 0, (_style, part) => part);
  // Quote and one wide character fit beside the prompt; the other goes to the next row, with the quote and the cursor.
  expect(text).toContain('\u001b[4G');
});
