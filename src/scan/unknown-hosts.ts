// Audit logs that do not tell their host: their events are taken for those of one.
import { logOf } from '../io/index.js';
import type { Diagnostic } from '../source/index.js';
import type { InputLog } from './input-log.js';

/** Logs that are named. */
const MOST_NAMED = 3;

/** Says so where there is more than one such log; the files of a log that was rotated are one. */
export function tellUnknownHosts(
  inputs: readonly { readonly input: { readonly name: string }; readonly log: InputLog }[],
): readonly Diagnostic[] {
  const silent = inputs.filter(({ log }) => log.lacksHost).map(({ input }) => logOf(input.name));
  const [first, ...others] = new Set(silent);
  if (first === undefined || others.length === 0) return [];
  const names = [first, ...others];
  const rest = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return [
    {
      code: 'RS334',
      severity: 'warning',
      message: `${names.length} logs do not tell their host, and are taken for those of one: ${shown}`,
      help: 'where they are of several, scan each by itself with --host-id, or have auditd write `node=` (name_format)',
    },
  ];
}
