/**
 * A fast scan that misses attacks is worth nothing: holds what a command found against what the generator planted.
 * A check takes the output of a command and gives what is wrong with it, or undefined.
 */
import { createHash } from 'node:crypto';

/**
 * Each rule of `rules.ids` must have raised as many alerts as `events.expected` tells. No other rule may have raised any,
 * unless the set is `partial`: then it holds rules that nothing was planted for.
 */
export function foundAsPlanted({ expected }, { ids, partial = false }) {
  return (stdout) => {
    const found = countsIn(stdout);
    for (const [id, count] of Object.entries(expected)) {
      const alerts = found.get(id) ?? 0;
      found.delete(id);
      if (ids.includes(id) && alerts !== count)
        return `${alerts} alerts of rule ${id} where ${count} attacks were planted`;
    }
    const [other] = found.keys();
    return other === undefined || partial
      ? undefined
      : `an alert of rule ${other}, planted by none`;
  };
}

/** Alerts by rule: of the scanner, one JSON object a line, or of a peer, one object `{alerts: {id: count}}`. */
function countsIn(stdout) {
  const counts = new Map();
  for (const line of stdout.split('\n')) {
    if (line === '') continue;
    const { rule, alerts } = JSON.parse(line);
    const found = rule === undefined ? Object.entries(alerts) : [[rule.id, 1]];
    for (const [id, count] of found) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return counts;
}

const counted = new Map();

/** All commands of one `key` must raise as many alerts of each rule. */
export function sameCounts(key) {
  return (stdout) => {
    const counts = JSON.stringify([...countsIn(stdout)].sort());
    const first = counted.get(key) ?? counts;
    counted.set(key, first);
    return first === counts ? undefined : `${counts} alerts by rule where there were ${first}`;
  };
}

const digests = new Map();

/** All commands of one `key` must print the same bytes: threads must not change a thing. */
export function sameAlerts(key) {
  return (stdout) => {
    const digest = createHash('sha256').update(stdout).digest('hex');
    const first = digests.get(key) ?? digest;
    digests.set(key, first);
    return first === digest ? undefined : 'other alerts than with another number of threads';
  };
}
