// Reads back the XML that reports write, strictly: whatever is not well-formed is an error.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside it, trimmed. */
  readonly text: string;
}

/** The root element of a document. Throws where it is not well-formed. */
export function parseXml(document: string): XmlElement {
  // Source: XML 1.0, production Char.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(document)) {
    throw new Error('a character that XML does not allow');
  }
  const open: {
    name: string;
    attributes: Record<string, string>;
    children: XmlElement[];
    text: string;
  }[] = [{ name: '', attributes: {}, children: [], text: '' }];
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  for (const [piece] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    const [, close, name, attributes = '', empty] =
      /^<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/.exec(piece) ?? [];
    const parent = open.at(-1)!;
    if (!piece.startsWith('<')) {
      parent.text += unescaped(piece);
    } else if (name === undefined) {
      throw new Error(`not a tag: ${piece}`);
    } else if (close === '/') {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
      open.at(-1)!.children.push({ ...parent, text: parent.text.trim() });
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(
        ([, key = '', value = '']) => [key, unescaped(value)] as const,
      );
      const element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      if (empty === '/') parent.children.push(element);
      else open.push(element);
    }
  }
  const [root, ...others] = open[0]?.children ?? [];
  if (root === undefined || others.length > 0 || open.length > 1) throw new Error('not one root');
  return root;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescaped(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}
