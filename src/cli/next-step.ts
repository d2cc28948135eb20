// After a scan at a terminal: the command that tells more about the first alert.
import type { Alert } from '../alert/index.js';
import { SHORT_ID } from '../report/index.js';
import { escapeControl } from '../source/index.js';

/** `Next: rshell-scan explain 5f0c2a91 events.ndjson`; null for events that cannot be read again. */
export function nextStep(alert: Alert, rules: readonly string[]): string | null {
  const file = alert.events.find((event) => event !== null)?.place.file;
  if (file === undefined || file.startsWith('<')) return null;
  const own = rules.map((path) => ` -r ${word(path)}`).join('');
  return `Next: rshell-scan explain ${alert.id.slice(0, SHORT_ID)}${own} ${word(file)}\n`;
}

/** A path as a shell takes it. */
function word(path: string): string {
  const text = escapeControl(path);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
