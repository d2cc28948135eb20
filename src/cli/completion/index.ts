import type { CommandInfo } from '../help/index.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { powershellCompletion } from './powershell.js';
import { zshCompletion } from './zsh.js';

/** Completion scripts by shell. Each is made from the commands alone and starts nothing when it runs. */
export const COMPLETIONS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} as const satisfies Readonly<Record<string, (root: CommandInfo) => string>>;

export type Shell = keyof typeof COMPLETIONS;
