import { describe, expect, test } from '@jest/globals';
import { findingsIn, markedBy, ruleOf, sourcesOf } from './rules.js';

/** Codes of the findings about a query, with what they mark. */
function marksIn(query: string): readonly string[] {
  return findingsIn(sourcesOf(ruleOf(query))).map(
    (finding) => `${finding.code} ${markedBy(finding)}`,
  );
}

/** In a rule for Linux. */
const linux = (condition: string): string =>
  `process where host.os.type == "linux" and ${condition}`;

describe('finds', () => {
  test.each<[query: string, ...findings: string[]]>([
    // Values that ECS fixes.
    [linux('event.type == "Start"'), 'RS274 "Start"'],
    [linux('event.type in ("start", "strat")'), 'RS274 "strat"'],
    [linux('event.type : "Strat"'), 'RS274 "Strat"'],
    ['process where host.os.type == "Linux"', 'RS274 "Linux"'],
    [linux('event.outcome != "sucess"'), 'RS274 "sucess"'],
    ['Process where host.os.type == "linux"', 'RS274 Process'],
    ['proces where host.os.type == "linux"', 'RS274 proces'],
    [
      linux('auditd.data.syscall in ("execve", "execv", "nothing_like_it", "462")'),
      'RS274 "execv"',
      'RS274 "nothing_like_it"',
    ],
    // Numbers that are text.
    [linux('user.id >= 1000'), 'RS287 user.id >= 1000'],
    [linux('-5 < auditd.data.exit'), 'RS287 -5 < auditd.data.exit'],
    // Values that differ by case.
    [linux('process.name in ("Cursor", "sh", "cursor")'), 'RS275 "cursor"'],
    [linux('process.name like ("a*", "A*", "b*", "B*")'), 'RS275 "A*"'],
    // What `or` takes from the conditions before it.
    [linux('process.name == "a" or process.name == "b"'), 'RS276 or'],
    [linux('process.name == "a"\n  /* or b */ or (process.name == "b")'), 'RS276 or'],
    ['process where user.name == "a" or host.os.type == "linux" and user.name == "b"', 'RS276 or'],
    // Exclusions that end too early, or exclude nothing.
    [linux('(not process.name == "a" or process.name == "b")'), 'RS277 not'],
    [linux('(not process.name in ("a", "b") or process.name : "c*")'), 'RS277 not'],
    [linux('(process.name != "a" or process.name != "b")'), 'RS278 process.name != "b"'],
    [linux('(not user.id == "1" or not user.id in ("2", "3"))'), 'RS278 not user.id in ("2", "3")'],
    // What the search for witnesses proves.
    [linux('process.name == "a" and process.name == null'), 'RS279 process.name == null'],
    [
      linux('(user.name != null or user.name != "a")'),
      'RS280 user.name != null or user.name != "a"',
    ],
    [linux('process.name : ("a*", "ab")'), 'RS281 "ab"'],
    // What is there twice.
    [linux('process.name in ("a", "b", "a")'), 'RS282 "a"'],
    [linux('process.name : ("a", "A")'), 'RS282 "A"'],
    [linux('process.pid in (1, 2, 1)'), 'RS282 1'],
    [
      linux('process.args == "a" and process.pid == 1 and process.args  ==  "a"'),
      'RS283 process.args  ==  "a"',
    ],
    [linux('not (user.name == "a" or (user.name == "a"))'), 'RS283 user.name == "a"'],
    // Alternatives that another one covers, and brackets that what stands beside them makes true.
    [
      linux('(user.name == "a" or (user.id == "1" and user.name == "a"))'),
      'RS286 user.id == "1" and user.name == "a"',
    ],
    [linux('(user.name in ("a", "b") or user.name == "b")'), 'RS286 user.name == "b"'],
    [linux('(user.name == "b" or user.name in~ ("a", "B"))'), 'RS286 user.name == "b"'],
    [linux('(user.name like "ba*" or user.name == "bash")'), 'RS286 user.name == "bash"'],
    [
      linux('(user.name : "BA*" or user.name : ("bash", "bat"))'),
      'RS286 user.name : ("bash", "bat")',
    ],
    [linux('(user.name like ("x*", "y*") or user.name like "y*")'), 'RS286 user.name like "y*"'],
    [
      linux('(user.id == "1" and user.name == "a" or user.name == "a" and user.id == "1")'),
      'RS286 user.name == "a" and user.id == "1"',
    ],
    [
      linux('user.name == "a" and (user.id == "1" or user.name == "a")'),
      'RS280 user.id == "1" or user.name == "a"',
    ],
    [
      linux(
        'user.name == "a" and user.id == "1" and (user.id == "1" and user.name == "a" or user.id == "2")',
      ),
      'RS280 user.id == "1" and user.name == "a" or user.id == "2"',
    ],
    // Constants where conditions belong.
    [linux('true'), 'RS280 true'],
    [linux('(user.name == "a" or false)'), 'RS279 false'],
    // Sequences that leave open what belongs together.
    [
      'sequence with maxspan=1s\n [process where host.os.type == "linux"]\n [file where true]',
      'RS284 sequence',
    ],
    [
      '// a sequence\nsequence by host.id\n [process where host.os.type == "linux"]\n [file where true]',
      'RS285 sequence',
    ],
  ])('%s', (query, ...findings) => {
    expect(marksIn(query)).toEqual(findings);
  });
});

describe('has nothing to say about', () => {
  test.each<string>([
    linux('event.type in ("start", "change")'),
    linux('event.type : ("START", "ch*")'),
    linux('event.type == "process_started"'),
    linux('auditd.data.syscall : ("OPENAT", "exec*")'),
    linux('auditd.data.syscall regex "(open|openat)"'),
    linux('process.pid > 1000 and user.id == 0 and user.name > "m"'),
    linux('event.action == "Exec"'),
    '"credential_access" where host.os.type == "linux"',
    linux('process.args in ("-c", "-C")'),
    linux('process.name in~ ("a", "b")'),
    linux('process.name regex ("a\\\\S", "a\\\\s")'),
    linux('(process.name == "a" or process.name == "b")'),
    `process where (host.os.type == "linux" and user.name == "a") or user.name == "b"`,
    linux('(process.args == "a" and process.args == "b" or process.args == "c")'),
    linux('(not process.name == "a" or user.name == "b")'),
    linux('(not (process.name == "a") or process.name == "b")'),
    linux('not (process.name == "a" or process.name == "b")'),
    linux('process.name != "a" and process.name != "b"'),
    linux('(process.args != "a" or process.args != "b")'),
    linux('(process.name in ("a", "b") or process.args in ("a", "b"))'),
    'sequence by host.id with maxspan=1s\n [process where host.os.type == "linux"]\n [file where true]',
    'sequence with maxspan=1s\n [process where host.os.type == "linux"] by host.id\n [file where true] by host.id',
  ])('%s', (query) => {
    expect(marksIn(query)).toEqual([]);
  });
});

test('two entries of one list that differ by case are told once, with their number', () => {
  const query = linux('process.name in ("A", "a", "B", "b", "C", "c")');
  expect(findingsIn(sourcesOf(ruleOf(query)))).toMatchObject([
    { code: 'RS275', notes: ['and 2 more in this list'] },
  ]);
});

test('a list with several wildcards in an exact comparison is told of once', () => {
  expect(marksIn(linux('process.name in ("a*", "b*", "c")'))).toEqual(['RS270 "a*"']);
});

test('`\\S` and `\\s` are two, whether or not case is ignored', () => {
  const marks = marksIn(linux('process.name regex~ ("a\\\\S", "a\\\\s")'));
  expect(marks.filter((mark) => mark.startsWith('RS282'))).toEqual([]);
});

describe('what only the compiler reads', () => {
  test.each([
    [linux('process.name regex "a("'), 'RS241'],
    [linux('cidrMatch(source.ip, concat("10.0.0.0", "/99"))'), 'RS240'],
    [linux('process.start > "yesterday"'), 'RS290'],
    [linux('process.start > "now-1d"'), 'RS291'],
    [linux('cidrMatch(source.ip, "10.0.0.0/8") and process.start > "2026-11-21"'), ''],
  ])('%s', (query, expected) => {
    const errors = findingsIn(sourcesOf(ruleOf(query))).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map(({ code }) => code).join(' ')).toBe(expected);
  });
});
