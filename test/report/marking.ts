import type { Palette, Style } from '../../src/report/index.js';

function mark(style: Style): (text: string) => string {
  return (text) => `<${style}>${text}</${style}>`;
}

/** A palette whose colours can be read in a golden. */
export const MARKING: Palette = {
  critical: mark('critical'),
  high: mark('high'),
  medium: mark('medium'),
  low: mark('low'),
  strong: mark('strong'),
  faint: mark('faint'),
  accent: mark('accent'),
  warning: mark('warning'),
  good: mark('good'),
};

/** `text` without what {@link MARKING} put into it. */
export function unmarked(text: string): string {
  return text.replace(/<\/?(?:critical|high|medium|low|strong|faint|accent|warning|good)>/g, '');
}
