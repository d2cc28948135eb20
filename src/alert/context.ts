import type {
  AlertEvent,
  AlertHost,
  AlertParentProcess,
  AlertProcess,
  AlertUser,
} from './alert.js';

/**
 * What the events of an alert agree on. A missing event says nothing, so the alert of a sequence with one still has
 * its host, user and process. Host and user: an event without the field does not disagree. Process: the same while
 * all events speak of one process; where they speak of several, only what every one of them has alike is kept, so
 * that no process appears that never existed.
 */
export function commonContext(events: readonly AlertEvent[]): {
  readonly host: AlertHost;
  readonly user: AlertUser;
  readonly process: AlertProcess;
} {
  const [first, ...others] = events;
  if (first !== undefined && others.length === 0) {
    return { host: first.host, user: first.user, process: first.process };
  }
  const processes = events.map((event) => event.process);
  const one = areOneProcess(processes);
  return {
    host: {
      id: agreed(events, (event) => event.host.id),
      name: agreed(events, (event) => event.host.name),
    },
    user: {
      id: agreed(events, (event) => event.user.id),
      name: agreed(events, (event) => event.user.name),
    },
    process: {
      ...commonProcess(processes, one),
      parent: commonProcess(
        processes.map((process) => process.parent),
        one,
      ),
    },
  };
}

function areOneProcess(processes: readonly AlertParentProcess[]): boolean {
  return (
    alike(processes, (process) => process.entity_id) !== null ||
    (alike(processes, (process) => process.pid) !== null &&
      processes.every((process) => process.entity_id === null))
  );
}

function commonProcess(processes: readonly AlertParentProcess[], one: boolean): AlertParentProcess {
  const common = one ? agreed : alike;
  return {
    pid: common(processes, (process) => process.pid),
    name: common(processes, (process) => process.name),
    executable: common(processes, (process) => process.executable),
    command_line: common(processes, (process) => process.command_line),
    title: common(processes, (process) => process.title),
    entity_id: common(processes, (process) => process.entity_id),
  };
}

/** The one value that those items have that have any; null when they differ or none has any. */
function agreed<Item, Value>(
  items: readonly Item[],
  valueOf: (item: Item) => Value | null,
): Value | null {
  const values = new Set(items.map(valueOf));
  values.delete(null);
  const [value = null] = values.size === 1 ? values : [];
  return value;
}

/** The one value that every item has; null when they differ or one has none. */
function alike<Item, Value>(
  items: readonly Item[],
  valueOf: (item: Item) => Value | null,
): Value | null {
  return items.every((item) => valueOf(item) !== null) ? agreed(items, valueOf) : null;
}
