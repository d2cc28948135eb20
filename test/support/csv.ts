// Reads back the CSV that reports write, as strictly as RFC 4180 says it: whatever does not fit is an error.

/** The records of a text, the header among them. Throws where it is not CSV, or records differ in length. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const [cell, next] = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
      record.push(cell);
      at = next;
      if (text[at] === ',') at += 1;
      else break;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no end of a record at ${at}`);
    at += 2;
    records.push(record);
  }
  const lengths = new Set(records.map(({ length }) => length));
  if (lengths.size > 1) throw new Error(`records of ${[...lengths].join(' and ')} cells`);
  return records;
}

/** Rows as objects, by the names of the header. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]!])));
}

/** Source: RFC 4180, production non-escaped: no quote, comma or line break. */
function plainCell(text: string, from: number): readonly [string, number] {
  const [cell = ''] = /^[^,\r\n]*/.exec(text.slice(from)) ?? [];
  if (cell.includes('"')) throw new Error(`a quote in a bare cell at ${from}`);
  return [cell, from + cell.length];
}

/** Source: RFC 4180, production escaped: quotes are doubled. */
function quotedCell(text: string, from: number): readonly [string, number] {
  let end = from + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) throw new Error(`no end of the cell at ${from}`);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
}
