// What only the host knows of an event that is made of audit records: which processes there were before.
import { LAZY } from './fields';
import { slots } from './layout';

/**
 * The event starts a process, or is of one that is not among those that the host is known to know. An event is told from others by `event`; `pid` is the
 * number of its process and `ppid` that of the parent, negative where it names none.
 */
declare function see(event: u32, pid: i32, ppid: i32, kind: u32, ms: f64, serial: f64): void;

/** The event has leads. */
declare function keep(event: u32, pid: i32, ppid: i32): void;

/** Puts the value of a field into its slot. */
declare function tell(event: u32, pid: i32, ppid: i32, slot: u32): void;

/** The event at hand. */
let event: u32 = 0;
let pid: i32 = 0;
let ppid: i32 = 0;

export function turnTo(eventAtHand: u32, process: i32, parent: i32): void {
  event = eventAtHand;
  pid = process;
  ppid = parent;
}

/** Shows the event at hand to the host. */
export function show(kind: u32, ms: f64, serial: f64): void {
  see(event, pid, ppid, kind, ms, serial);
}

/** Says that the event at hand has leads. */
export function keepLineage(): void {
  keep(event, pid, ppid);
}

/** The first value of a field, 0 where it is absent; asks the host where only that knows. */
export function valueOf(slot: u32): usize {
  const link = slots + ((<usize>slot) << 2);
  const value = <usize>load<u32>(link);
  if (value == 0 || (load<u32>(value, 8) & LAZY) == 0) return value;
  store<u32>(link, 0);
  tell(event, pid, ppid, slot);
  return <usize>load<u32>(link);
}
