import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { cidrMatcher, compareAddresses, parseAddress, parseCidr } from '../../src/eql/cidr.js';

function inBlock(address: string, ...blocks: readonly string[]): boolean {
  const ranges = blocks.map((block) => {
    const range = parseCidr(block);
    if (range === null) throw new Error(block);
    return range;
  });
  return cidrMatcher(ranges)(address);
}

describe('blocks', () => {
  test.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '10.99.99.99/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['1.2.3.4', '1.2.3.4/32', true],
    ['1.2.3.5', '1.2.3.4/32', false],
    ['192.168.1.1', '192.168.1.0/31', true],
    ['192.168.1.2', '192.168.1.0/31', false],
    ['fe80::1', 'FE80::/10', true],
    ['FE80::1', 'fe80::/10', true],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['fec0::1', 'fe80::/10', false],
    ['::1', '::1/128', true],
    ['0:0:0:0:0:0:0:1', '::1/128', true],
    ['::ffff:10.0.0.1', '10.0.0.0/8', true],
    ['::ffff:a00:1', '10.0.0.0/8', true],
    ['10.0.0.1', '::ffff:0:0/96', true],
    ['10.0.0.1', '::ffff:10.0.0.0/104', true],
    ['11.0.0.1', '::ffff:10.0.0.0/104', false],
    ['10.0.0.1', 'fe80::/10', false],
    ['::1', '0.0.0.0/0', false],
    ['::1', '::/0', true],
    ['localhost', '0.0.0.0/0', false],
    ['10', '0.0.0.0/0', false],
    ['127.1', '0.0.0.0/0', false],
    ['0x7f.0.0.1', '0.0.0.0/0', false],
    ['010.0.0.1', '0.0.0.0/0', false],
    ['00.0.0.0', '0.0.0.0/0', false],
    ['1.2.3.4.5', '0.0.0.0/0', false],
    ['1.2.3.', '0.0.0.0/0', false],
    ['1..2.3', '0.0.0.0/0', false],
    ['1.2.3.256', '0.0.0.0/0', false],
    ['1.2.3.4 ', '0.0.0.0/0', false],
    ['::ffff:010.0.0.1', '0.0.0.0/0', false],
    ['::ffff:0x7f.1', '0.0.0.0/0', false],
    ['1:2:3', '::/0', false],
    [':'.repeat(1_000_000), '::/0', false],
    ['', '::/0', false],
  ])('%.40s in %s: %p', (address, block, expected) => {
    expect(inBlock(address, block)).toBe(expected);
  });

  test('[M] ::/0 holds every IPv4 address, as in the 128 bits of the index', () => {
    expect(inBlock('10.0.0.1', '::/0')).toBe(true);
    expect(inBlock('10.0.0.1', '::/96')).toBe(false);
  });

  test('an address is in a list if it is in any of its blocks', () => {
    const blocks = ['10.0.0.0/8', 'fe80::/10', '192.168.0.0/16'];
    const found = ['192.168.3.4', 'fe80::2', '8.8.8.8', '2001::1'].map((a) =>
      inBlock(a, ...blocks),
    );
    expect(found).toEqual([true, true, false, false]);
    expect(cidrMatcher([])('10.0.0.1')).toBe(false);
  });

  test.each([
    '10/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    '10.0.0.0/0x8',
    '::/129',
    '/8',
    '',
    'localhost/8',
    '0x7f.1/8',
  ])('%j is no block', (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});

test('addresses are ordered by their 128 bits', () => {
  const sorted = ['::', '::1', '0.0.0.0', '9.255.0.0', '10.0.0.0', '2001::', 'fe80::1'];
  const parsed = sorted.map((text) => parseAddress(text) ?? 0);
  expect(parsed.toSorted(compareAddresses)).toEqual(parsed);
  expect(parsed.toReversed().toSorted(compareAddresses)).toEqual(parsed);
});

describe('agreement with other implementations', () => {
  const part = fc.nat(300).map(String);
  const v4 = fc.ipV4();
  const almost = fc.oneof(
    v4,
    fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
    fc.string({ unit: fc.constantFrom(...Array.from('0123456789.x')), maxLength: 16 }),
  );

  test('what is an IPv4 address', () => {
    fc.assert(
      fc.property(almost, (text) => {
        expect(parseAddress(text) !== null).toBe(isIPv4(text));
        expect(parseAddress(text) !== null).toBe(ipaddr.IPv4.isValidFourPartDecimal(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('IPv4 blocks', () => {
    fc.assert(
      fc.property(v4, v4, fc.nat(32), (address, network, bits) => {
        const list = new BlockList();
        list.addSubnet(network, bits);
        const ours = inBlock(address, `${network}/${bits}`);
        expect(ours).toBe(list.check(address));
        expect(ours).toBe(ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(network), bits));
      }),
      { numRuns: 1000 },
    );
  });

  test('IPv6 blocks', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), fc.nat(128), (address, network, bits) => {
        fc.pre(isIPv6(address) && isIPv6(network));
        const list = new BlockList();
        list.addSubnet(network, bits, 'ipv6');
        fc.pre(
          typeof parseAddress(address) !== 'number' && typeof parseAddress(network) !== 'number',
        );
        expect(inBlock(address, `${network}/${bits}`)).toBe(list.check(address, 'ipv6'));
        expect(inBlock(network, `${network}/${bits}`)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('every address is in its own block, however it is written', () => {
    fc.assert(
      fc.property(fc.oneof(v4, fc.ipV6()), (text) => {
        const block = parseCidr(text);
        fc.pre(block !== null);
        const matches = cidrMatcher([block]);
        expect(matches(text)).toBe(true);
        expect(matches(ipaddr.process(text).toNormalizedString())).toBe(true);
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...Array.from('0123456789abcdef:.%/ x')),
          maxLength: 50,
        }),
        (text) => {
          expect(typeof cidrMatcher([parseCidr('0.0.0.0')!])(text)).toBe('boolean');
          parseCidr(text);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
