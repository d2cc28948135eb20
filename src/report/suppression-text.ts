import type { AlertSuppression } from '../alert/index.js';

/** What suppressed an alert, for people: `backup agent (allow.toml:3, ops)`. */
export function suppressionText({
  by,
  reason,
  entry,
  owner,
}: Omit<AlertSuppression, 'alert'>): string {
  if (by !== 'allow') return reason;
  return `${reason} (${[entry, owner].filter((text) => text !== null).join(', ')})`;
}
