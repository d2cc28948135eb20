import { counted, grouped } from '../report/index.js';
import { escapeControl } from '../source/index.js';
import type { AllowEntry } from '../tuning/index.js';

/** Entries that are named; `-v` names all. */
const MOST_NAMED = 5;
const LONGEST_REASON = 100;

/** The entries of allow lists that a run had no use for, each in a line; empty where there are none. */
export function renderUnused(entries: readonly Pick<AllowEntry, 'place' | 'reason'>[]): string {
  if (entries.length === 0) return '';
  const shown = entries.slice(0, MOST_NAMED);
  const width = Math.max(...shown.map(({ place }) => place.length));
  const rows = shown.map(({ place, reason }) => {
    const said = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
    return `  ${escapeControl(place.padEnd(width))}  ${escapeControl(said)}\n`;
  });
  const left = entries.length - shown.length;
  const what = counted(
    entries.length,
    'entry of the allow list was',
    'entries of the allow list were',
  );
  const more = left === 0 ? '' : `  and ${grouped(left)} more (-v tells all)\n`;
  return `${what} not used:\n${rows.join('')}${more}`;
}
