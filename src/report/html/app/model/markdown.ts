// Reads the Markdown of rule notes: headings, paragraphs, lists, code, emphasis, links to http(s). What Kibana adds
// (`!{osquery{…}}`, `!{investigate{…}}`) becomes its label and query. Gives a tree, never HTML; anything else stays text.

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly of: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly of: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly of: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly of: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly ListEntry[] };

export interface ListEntry {
  readonly of: readonly Inline[];
  readonly below: readonly Block[];
}

/** The blocks of a text. Linear in its length. */
export function parseMarkdown(text: string): readonly Block[] {
  return new BlockReader(text.replaceAll('\r\n', '\n').split('\n')).blocks(0);
}

interface Marker {
  readonly indent: number;
  readonly isOrdered: boolean;
  readonly text: string;
}

class BlockReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** Blocks up to a line that is indented less than `indent`. */
  blocks(indent: number): readonly Block[] {
    const blocks: Block[] = [];
    for (let line = this.#peek(); line !== undefined; line = this.#peek()) {
      if (line.trim() === '') this.#at += 1;
      else if (indentOf(line) < indent) break;
      else blocks.push(this.#block(line));
    }
    return blocks;
  }

  #peek(): string | undefined {
    return this.#lines[this.#at];
  }

  #block(line: string): Block {
    const text = line.trim();
    if (text.startsWith('```')) return this.#fence();
    const level = text.length - text.replace(/^#{1,6}/, '').length;
    if (level > 0 && text.charAt(level) === ' ') {
      this.#at += 1;
      return { kind: 'heading', level, of: parseInline(text.slice(level).trim()) };
    }
    const marker = markerOf(line);
    if (marker !== null) return this.#list(marker);
    if (text.startsWith('>')) return this.#quote();
    return this.#paragraph();
  }

  #fence(): Block {
    this.#at += 1;
    const lines: string[] = [];
    for (let line = this.#peek(); line !== undefined; line = this.#peek()) {
      this.#at += 1;
      if (line.trim().startsWith('```')) break;
      lines.push(line);
    }
    const shared = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
    return { kind: 'code', text: lines.map((line) => line.slice(shared)).join('\n') };
  }

  #list({ indent, isOrdered }: Marker): Block {
    const items: ListEntry[] = [];
    for (let line = this.#peek(); line !== undefined; line = this.#peek()) {
      if (line.trim() === '') {
        // A list goes on behind an empty line if its next line is of it.
        const next = this.#lines.slice(this.#at).find((each) => each.trim() !== '');
        const following = next === undefined ? null : markerOf(next);
        if (following === null || following.indent < indent) break;
        this.#at += 1;
        continue;
      }
      const marker = markerOf(line);
      if (marker?.indent !== indent || marker.isOrdered !== isOrdered) break;
      this.#at += 1;
      const words = [marker.text, ...this.#continued(indent)];
      items.push({ of: parseInline(words.join(' ')), below: this.#nested(indent) });
    }
    return { kind: 'list', isOrdered, items };
  }

  /** Lines that go on with an item. */
  #continued(indent: number): readonly string[] {
    const words: string[] = [];
    for (let line = this.#peek(); line !== undefined; line = this.#peek()) {
      const isOfItem = line.trim() !== '' && indentOf(line) > indent && markerOf(line) === null;
      if (!isOfItem || line.trim().startsWith('```')) break;
      words.push(line.trim());
      this.#at += 1;
    }
    return words;
  }

  #nested(indent: number): readonly Block[] {
    const line = this.#peek();
    return line === undefined || line.trim() === '' || indentOf(line) <= indent
      ? []
      : this.blocks(indent + 1);
  }

  #quote(): Block {
    const words: string[] = [];
    for (let line = this.#peek(); line?.trim().startsWith('>') === true; line = this.#peek()) {
      words.push(line.trim().slice(1).trim());
      this.#at += 1;
    }
    return { kind: 'quote', of: parseInline(words.join(' ')) };
  }

  #paragraph(): Block {
    const words: string[] = [];
    for (let line = this.#peek(); line !== undefined; line = this.#peek()) {
      const text = line.trim();
      const isOther = /^(#{1,6} |```|>)/.test(text) || markerOf(line) !== null;
      if (text === '' || (words.length > 0 && isOther)) break;
      words.push(text);
      this.#at += 1;
    }
    return { kind: 'paragraph', of: parseInline(words.join(' ')) };
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function markerOf(line: string): Marker | null {
  const [, blanks, bullet, text] = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/.exec(line) ?? [];
  if (blanks === undefined || bullet === undefined || text === undefined) return null;
  return { indent: blanks.length, isOrdered: /\d/.test(bullet), text };
}

/** What a line of text is made of. */
export function parseInline(text: string): readonly Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;
  const push = (inline: Inline, length: number): void => {
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
    found.push(inline);
    at += length;
  };
  while (at < text.length) {
    const special = specialAt(text, at);
    if (special !== null) push(special.inline, special.length);
    else {
      plain += text.charAt(at);
      at += 1;
    }
  }
  if (plain !== '') found.push({ kind: 'text', text: plain });
  return found;
}

interface Special {
  readonly inline: Inline;
  readonly length: number;
}

function specialAt(text: string, at: number): Special | null {
  switch (text.charAt(at)) {
    case '`':
      return enclosed(text, at, '`', (inner) => ({ kind: 'code', text: inner }));
    case '*':
      return text.startsWith('**', at)
        ? enclosed(text, at, '**', (inner) => ({ kind: 'strong', of: parseInline(inner) }))
        : enclosed(text, at, '*', (inner) => ({ kind: 'emphasis', of: parseInline(inner) }));
    case '[':
      return linkAt(text, at);
    case '!':
      return text.startsWith('!{', at) ? pluginAt(text, at) : null;
    case 'h':
      return addressAt(text, at);
    default:
      return null;
  }
}

function enclosed(
  text: string,
  at: number,
  mark: string,
  inlineOf: (inner: string) => Inline,
): Special | null {
  const start = at + mark.length;
  const end = text.indexOf(mark, start);
  const inner = end === -1 ? '' : text.slice(start, end);
  if (inner.trim() === '' || (mark !== '`' && inner.startsWith(' '))) return null;
  return { inline: inlineOf(inner), length: inner.length + 2 * mark.length };
}

function linkAt(text: string, at: number): Special | null {
  const middle = text.indexOf('](', at);
  const end = middle === -1 ? -1 : text.indexOf(')', middle);
  if (end === -1 || text.slice(at + 1, middle).includes('[')) return null;
  const href = webAddress(text.slice(middle + 2, end).trim());
  if (href === null) return null;
  const label = text.slice(at + 1, middle);
  return {
    inline: { kind: 'link', href, of: [{ kind: 'text', text: label }] },
    length: end + 1 - at,
  };
}

function addressAt(text: string, at: number): Special | null {
  if (!/^https?:\/\//.test(text.slice(at, at + 8))) return null;
  const [written = ''] = /^[^\s<>"'`)\]]+/.exec(text.slice(at, at + 2000)) ?? [];
  const address = written.replace(/[.,;:!?]+$/, '');
  const href = webAddress(address);
  if (href === null) return null;
  return {
    inline: { kind: 'link', href, of: [{ kind: 'text', text: address }] },
    length: address.length,
  };
}

/** The address as a browser writes it; null for anything but http(s). */
export function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** `!{osquery{"label":"…","query":"…"}}` as its label, and its query as code. */
function pluginAt(text: string, at: number): Special | null {
  const open = text.indexOf('{', at + 2);
  const end = text.indexOf('}}', at);
  if (open === -1 || end === -1 || open > end) return null;
  // The JSON of a plugin may hold braces: it ends where it parses.
  for (let close = end; close !== -1 && close - at < 8000; close = text.indexOf('}}', close + 1)) {
    const value = parsedObject(text.slice(open, close + 1));
    if (value === null) continue;
    const parts = [value['label'], value['query']].filter((part) => typeof part === 'string');
    const [label = text.slice(at + 2, open), query] = parts;
    const name: Inline = { kind: 'strong', of: [{ kind: 'text', text: label }] };
    const of: readonly Inline[] =
      query === undefined
        ? [name]
        : [name, { kind: 'text', text: ' ' }, { kind: 'code', text: query }];
    return { inline: { kind: 'emphasis', of }, length: close + 2 - at };
  }
  return null;
}

function parsedObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    // What JSON.parse gives for an object is one of text keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
