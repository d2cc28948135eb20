/** What every sample document shares: invented hosts, ids hashed from their names, labels, changes by hand. */
import { createHash } from 'node:crypto';

/** `length` hexadecimal digits that depend on `parts` alone. */
export function hashHex(length, ...parts) {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, length);
}

/** A UUID-shaped id that depends on `parts` alone. */
export function hashUuid(...parts) {
  const hex = hashHex(32, ...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20))
    .join('-');
}

/** A host: `name`, its machine id, and `ip` of the documentation range 192.0.2.0/24. */
export function makeHost(name, ip) {
  return { name, ip, id: hashHex(32, 'machine-id', name) };
}

/** The user database of every sample host: the ids of the recording and the names invented for them. */
const USERS = new Map([
  ['0', 'root'],
  ['33', 'www-data'],
  ['1000', 'deploy'],
]);

/** The name of a user or group id, or undefined where the host does not know it. */
export function nameOfId(id) {
  return USERS.get(id);
}

/** The fields `host.*` that beats and Elastic Defend share. */
export function hostFields({ name, id, ip }) {
  return {
    id,
    name,
    hostname: name,
    ip: [ip],
    architecture: 'x86_64',
    os: {
      type: 'linux',
      family: 'debian',
      platform: 'debian',
      name: 'Debian GNU/Linux',
      kernel: '6.18.44',
    },
  };
}

/** `labels.*` of a sample document: where it comes from and, in words, what was changed by hand. */
export function labelFields(origin, { step, note }) {
  return note === undefined ? { origin, step } : { origin, step, change: note };
}

/**
 * Sets the fields that `record.overrides` names (dotted path to value; undefined takes the field away). It is for
 * variants that the audit log cannot express, such as another `event.action`.
 */
export function override(document, { overrides = {} }) {
  for (const [path, value] of Object.entries(overrides)) {
    const parents = path.split('.');
    const field = parents.pop();
    parents.reduce((object, key) => object[key], document)[field] = value;
  }
  return document;
}
