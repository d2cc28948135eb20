import { expect, test } from '@jest/globals';
import { nearestAmong } from '../../src/fields/nearest.js';

test.each([
  ['the same letters', 'process.parent.name', 'process_parent_name'],
  ['upper case', 'process.name', 'Process.Name'],
  ['a prefix', 'process.command_line', 'winlog.event_data.process.command_line'],
  ['a slip', 'process.entity_id', 'process.enity_id'],
])('%s: %s may be %s', (_, wanted, seen) => {
  expect(nearestAmong(['host.name', 'something.else', seen])(wanted)).toBe(seen);
});

test.each([
  ['a field that is known is meant as it stands', 'process.ppid', 'process.pid'],
  ['nothing is near', 'process.parent.name', 'vlan'],
  ['the same parent is not enough', 'process.start', 'process.Name'],
])('%s', (_, wanted, seen) => {
  expect(nearestAmong([seen])(wanted)).toBeUndefined();
});
