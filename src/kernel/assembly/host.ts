// What only the host knows of an event that is made of audit records: which processes there were before.
import { LAZY } from './fields';
import { slots } from './layout';

/** The event at hand starts a process, or is of one that is not among those that the host is known to know. */
export declare function see(): void;

/** The event at hand has leads. */
export declare function keep(): void;

/** Puts the value of a field into its slot. */
declare function tell(slot: u32): void;

/** The first value of a field, 0 where it is absent; asks the host where only that knows. */
export function valueOf(slot: u32): usize {
  const link = slots + ((<usize>slot) << 2);
  const value = <usize>load<u32>(link);
  if (value == 0 || (load<u32>(value, 8) & LAZY) == 0) return value;
  store<u32>(link, 0);
  tell(slot);
  return <usize>load<u32>(link);
}
