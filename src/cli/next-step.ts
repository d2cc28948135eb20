// After a scan at a terminal: the command that tells more about the first alert.
import type { Alert } from '../alert/index.js';
import { SHORT_ID } from '../report/index.js';
import { shellWord } from './shell-words.js';

/** `Next: rshell-scan explain 5f0c2a91 events.ndjson`; null for events that cannot be read again. */
export function nextStep(alert: Alert, rules: readonly string[]): string | null {
  const file = alert.events.find((event) => event !== null)?.place.file;
  if (file === undefined || file.startsWith('<')) return null;
  const own = rules.map((path) => ` -r ${shellWord(path)}`).join('');
  return `Next: rshell-scan explain ${alert.id.slice(0, SHORT_ID)}${own} ${shellWord(file)}\n`;
}
