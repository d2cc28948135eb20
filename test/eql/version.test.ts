import { expect, test } from '@jest/globals';
import { compareVersions, parseVersion } from '../../src/eql/version.js';

const ASCENDING = [
  '0.0.1',
  '1.0.0-1',
  '1.0.0-2',
  '1.0.0-10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.0+build.1',
  '1.2.4',
  '1.11.3',
  '2',
  '2.0',
  '2.0.0',
  '10.0.0',
  '99999999999999999999.0.0',
  '',
  '1.02.0',
  'bad',
];

test('versions are ordered by semantic versioning, what is none comes last', () => {
  const order = (a: string, b: string): number => compareVersions(parseVersion(a), parseVersion(b));
  for (const [i, a] of ASCENDING.entries()) {
    for (const [j, b] of ASCENDING.entries()) {
      expect([a, b, Math.sign(order(a, b))]).toEqual([a, b, Math.sign(i - j)]);
    }
  }
});
