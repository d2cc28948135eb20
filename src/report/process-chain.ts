import type { AlertEvent, AlertParentProcess, AlertProcess } from '../alert/index.js';
import { cutText } from './words.js';

/** `bash(4412)`; null when neither name nor pid is known. */
export function processLabel({ name, executable, pid }: AlertParentProcess): string | null {
  const known = name ?? executable;
  if (known === null) return pid === null ? null : `pid ${pid}`;
  const { kept, left } = cutText(known, 64);
  return `${kept}${left > 0 ? '…' : ''}${pid === null ? '' : `(${pid})`}`;
}

/** The event that a card speaks of first: the last one that tells what was run, else the last with a process. */
export function subjectOf(events: readonly AlertEvent[]): AlertEvent | undefined {
  return (
    events.findLast(({ process }) => process.command_line !== null) ??
    events.findLast(({ process }) => process.title !== null) ??
    events.findLast(({ process }) => processLabel(process) !== null)
  );
}

/**
 * Ancestors first: `nginx(812)`, `sh(4410)`, `bash(4412)`. An event names its process and the parent; other events of
 * the same alert may know that parent's parent.
 */
export function ancestry(
  { process, host }: AlertEvent,
  events: readonly AlertEvent[],
): readonly string[] {
  const chain: string[] = [];
  const known = events.filter((event) => event.host.id === host.id).map((event) => event.process);
  const visited = new Set<AlertProcess>();
  let next: AlertProcess | undefined = process;
  while (next !== undefined && !visited.has(next)) {
    visited.add(next);
    const { parent }: AlertProcess = next;
    const label = processLabel(next);
    if (label !== null) chain.unshift(label);
    next = known.find((other) => !visited.has(other) && isSame(other, parent));
    const parentLabel = next === undefined ? processLabel(parent) : null;
    if (parentLabel !== null) chain.unshift(parentLabel);
  }
  return chain;
}

/** Whether both speak of one process: by entity id where both have one, else by pid. */
export function isSame(a: AlertParentProcess, b: AlertParentProcess): boolean {
  if (a.entity_id !== null && b.entity_id !== null) return a.entity_id === b.entity_id;
  return a.pid !== null && a.pid === b.pid;
}
