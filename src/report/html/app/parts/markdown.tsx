// Markdown as elements: text is only ever text.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseMarkdown, type Block, type Inline } from '../model/markdown.js';
import { OutLink } from './basics.js';

export function Markdown({ text }: { readonly text: string }): JSX.Element {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div class="prose">{blocks.map(blockElement)}</div>;
}

function blockElement(block: Block): JSX.Element {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? <h4>{inlines(block.of)}</h4> : <h5>{inlines(block.of)}</h5>;
    case 'paragraph':
      return <p>{inlines(block.of)}</p>;
    case 'quote':
      return <blockquote>{inlines(block.of)}</blockquote>;
    case 'code':
      return <pre class="code">{block.text}</pre>;
    case 'list': {
      const items = block.items.map(({ of, below }) => (
        <li>
          {inlines(of)}
          {below.map(blockElement)}
        </li>
      ));
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function inlines(of: readonly Inline[]): readonly (JSX.Element | string)[] {
  return of.map((inline) => {
    switch (inline.kind) {
      case 'text':
        return inline.text;
      case 'code':
        return <code>{inline.text}</code>;
      case 'strong':
        return <strong>{inlines(inline.of)}</strong>;
      case 'emphasis':
        return <em>{inlines(inline.of)}</em>;
      case 'link':
        return <OutLink href={inline.href}>{inlines(inline.of)}</OutLink>;
    }
  });
}
