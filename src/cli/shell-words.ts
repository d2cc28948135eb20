// Words as a shell takes them, for commands that people copy.
import { escapeControl } from '../source/index.js';

/** Longest command line that is told: a glob may have become ten thousand paths. */
const LONGEST = 4000;

/** A word, in quotes where it needs them. */
export function shellWord(word: string): string {
  const text = escapeControl(word);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `rshell-scan scan 'my events.ndjson'` */
export function commandLine(argv: readonly string[]): string {
  const text = ['rshell-scan', ...argv.map(shellWord)].join(' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} …`;
}
