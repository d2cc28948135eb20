import type { ChalkInstance } from 'chalk';
import type { SyntaxStyle } from './highlighter.js';
import type { SyntaxPaint } from './line-view.js';

/** Colours of a query, of the terminal's own sixteen as all others are. */
export function syntaxPaintOf(chalk: ChalkInstance): SyntaxPaint {
  if (chalk.level === 0) return (_style, text) => text;
  const paints: Readonly<Record<SyntaxStyle, (text: string) => string>> = {
    plain: (text) => text,
    keyword: (text) => chalk.magenta(text),
    category: (text) => chalk.bold(text),
    function: (text) => chalk.cyan(text),
    string: (text) => chalk.green(text),
    number: (text) => chalk.yellow(text),
    comment: (text) => chalk.dim(text),
    invalid: (text) => chalk.red.underline(text),
    command: (text) => chalk.cyan.bold(text),
  };
  return (style, text) => paints[style](text);
}
