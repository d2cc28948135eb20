// §6 of the specification: `*` is any number of characters, `?` is one, everything else is itself; the whole text counts.

/** Whether `pattern` covers `text`: follows, character by character of the pattern, everywhere that it can have got to. */
export function coversText(pattern: string, text: string): boolean {
  const characters = Array.from(text);
  let places = new Set([0]);
  for (const wanted of Array.from(pattern)) {
    const next = new Set<number>();
    for (const place of places) {
      if (wanted === '*') {
        for (let end = place; end <= characters.length; end++) next.add(end);
      } else if (place < characters.length && (wanted === '?' || wanted === characters[place])) {
        next.add(place + 1);
      }
    }
    places = next;
  }
  return places.has(characters.length);
}
