import type { ChalkInstance } from 'chalk';
import { PLAIN_PALETTE, type Palette } from '../report/index.js';

/**
 * Colours of reports: few hues, all of the terminal's own sixteen, so that they fit dark and light backgrounds alike;
 * weight carries the rest.
 */
export function paletteOf(chalk: ChalkInstance): Palette {
  if (chalk.level === 0) return PLAIN_PALETTE;
  return {
    critical: (text) => chalk.bold.white.bgRed(text),
    high: (text) => chalk.bold.red(text),
    medium: (text) => chalk.bold.magenta(text),
    low: (text) => chalk.bold.cyan(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    accent: (text) => chalk.cyan(text),
    warning: (text) => chalk.red(text),
    good: (text) => chalk.green(text),
  };
}
