import { expect, test } from '@jest/globals';
import { compareNames } from '../../src/io/log-names.js';

test('files of one log stand from the oldest on', () => {
  const inOrder = [
    'a.json',
    'audit.log-20261119.gz',
    'audit.log-20261120',
    'audit.log.10.zst',
    'audit.log.2.gz',
    'audit.log.1',
    'audit.log',
    'events.ndjson',
    'other.log.1',
    'other.log',
  ];
  expect(inOrder.toReversed().sort(compareNames)).toEqual(inOrder);
});

test('other names are compared code unit by code unit', () => {
  expect(
    ['b', 'a.gz', 'B', '10.0.0.2', 'a', '10.0.0.1', 'web-2', 'web-1'].sort(compareNames),
  ).toEqual(['10.0.0.1', '10.0.0.2', 'B', 'a', 'a.gz', 'b', 'web-1', 'web-2']);
});
