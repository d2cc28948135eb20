import { expect, test } from '@jest/globals';
import { findDead } from '../../src/witness/index.js';
import { checked } from './support.js';

/** The dead parts of a query: their kind, their text, and why. */
function deadIn(text: string): readonly string[] {
  return findDead(checked(text)).map(
    ({ kind, span, reason }) => `${kind} ${text.slice(span.start, span.end)}: ${reason}`,
  );
}

test.each<readonly [text: string, dead: readonly string[]]>([
  [
    'any where process.executable in ("/dev/fd/*", "/bin/sh")',
    ['entry "/dev/fd/*": `*` is literal in `in`'],
  ],
  ['any where process.executable == "/dev/fd/*"', ['entry "/dev/fd/*": `*` is literal in `==`']],
  [
    'any where file.path : ("/tmp/*", "/tmp/a*", "/TMP/b")',
    ['entry "/tmp/a*": `"/tmp/*"` covers it', 'entry "/TMP/b": `"/tmp/*"` covers it'],
  ],
  ['any where file.path like ("/tmp/a*", "/tmp/*")', ['entry "/tmp/a*": `"/tmp/*"` covers it']],
  [
    'any where cidrmatch(source.ip, "10.1.0.0/16", "10.0.0.0/8", "10.1.0.0/16", "10.9.9.9", "11.0.0.0/8", "2001:db8::1", "2001:db8::/32")',
    [
      'entry "10.1.0.0/16": `"10.0.0.0/8"` covers it',
      'entry "10.1.0.0/16": `"10.1.0.0/16"` covers it',
      'entry "10.9.9.9": `"10.0.0.0/8"` covers it',
      'entry "2001:db8::1": `"2001:db8::/32"` covers it',
    ],
  ],
  [
    'any where cidrmatch(source.ip, "::/0", "10.0.0.0/8")',
    ['entry "10.0.0.0/8": `"::/0"` covers it'],
  ],
  ['any where cidrmatch(source.ip, "::1/128", "0.0.0.0/0", "fe80::/10")', []],
  ['any where file.path in ("a", "b", "a")', ['entry "a": it is in the list already']],
  [
    'any where process.name == "a" and not process.name in ("b", "c")',
    ['never process.name in ("b", "c"): `process.name == "a"` rules it out'],
  ],
  [
    'any where process.pid > 4 and process.pid != 0',
    ['always process.pid != 0: `process.pid > 4` implies it'],
  ],
  [
    'any where process.name like "b*" and not process.name in ("b", "c")',
    ['entry "c": `process.name like "b*"` rules it out'],
  ],
  [
    'any where process.name like "a*" and process.name in ("ab", "b")',
    ['entry "b": `process.name like "a*"` rules it out'],
  ],
  [
    'any where user.id == "0" and user.id != "0"',
    ['never user.id != "0": `user.id == "0"` rules it out'],
  ],
  [
    'any where process.pid > 4 and process.pid < 4',
    ['never process.pid < 4: `process.pid > 4` rules it out'],
  ],
  // What a day leaves open is part of it: behind the fifth comes the sixth.
  [
    'any where process.start > "2026-01-05" and process.start < "2026-01-06"',
    ['never process.start < "2026-01-06": `process.start > "2026-01-05"` rules it out'],
  ],
  ['any where process.start >= "2026-01-05" and process.start < "2026-01-06"', []],
  [
    'any where process.start == "2026-01-05T10:00:00Z" and process.start >= "2026-01-05T10:00:01Z"',
    [
      'never process.start >= "2026-01-05T10:00:01Z": `process.start == "2026-01-05T10:00:00Z"` rules it out',
    ],
  ],
  [
    'any where process.name == "a" and (process.name == "b" or process.pid == 4)',
    ['never process.name == "b": `process.name == "a"` rules it out'],
  ],
  [
    'any where process.name == null or process.name != null',
    [
      'always process.name == null or process.name != null: `process.name == null` or `process.name != null` holds for every event',
    ],
  ],
  [
    'sequence [any where user.id == null and user.id : "a"] [any where true]',
    ['never user.id : "a": `user.id == null` rules it out'],
  ],
  [
    'any where process.name : "a" or not process.name : "a"',
    [
      'always process.name : "a" or not process.name : "a": `process.name : "a"` or `not process.name : "a"` holds for every event',
    ],
  ],
  ['any where process.pid == 1 and true', ['always true: it depends on no event']],
  ['any where process.pid == 1 or false', ['never false: it depends on no event']],
  ['any where process.pid == 1 or true', ['always true: it depends on no event']],
  ['sequence [any where true] [any where false]', ['never false: it depends on no event']],
  // All of these say something.
  ['any where true', []],
  ['any where process.name : "*"', []],
  ['any where process.args == "*"', []],
  ['any where process.args : "a" and process.args : "b"', []],
  ['any where process.args == "a" and not process.args == "b"', []],
  ['any where process.name : "a" and process.name != "a"', []],
  ['any where process.name in ("a", "A")', []],
  ['any where file.path like ("/a*/b", "/a/*b")', []],
  ['any where file.path like "/usr/*" and not file.path in ("/usr/a", "/usr/b")', []],
  ['any where user.id == "0" and user.id != null', []],
  ['any where process.pid >= 4 and process.pid <= 4', []],
  ['any where destination.ip == "10.0.0.0/8" and destination.ip != "10.1.1.1"', []],
  ['any where process.name regex "a.*" and process.name regex "b.*"', []],
])('%s', (text, dead) => {
  expect(deadIn(text)).toEqual(dead);
});
