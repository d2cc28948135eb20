import { describe, expect, test } from '@jest/globals';
import type { Scalar } from '../../../src/event/index.js';
import { completeCommand } from '../../../src/cli/shell/command-completer.js';
import { completeQuery, type Vocabulary } from '../../../src/cli/shell/completer.js';
import { tabAction, type Completion } from '../../../src/cli/shell/completion.js';

const VALUES: Readonly<Record<string, readonly Scalar[]>> = {
  'process.name': ['bash', 'bashful', 'Busybox', 'nc'],
  'process.pid': [4412, 1],
  'process.args': ['say "hi"', 'a\\b', '\u202eevil', 'x'.repeat(300)],
  'process.interactive': [true],
};

const VOCABULARY: Vocabulary = {
  categories: [
    { name: 'process', events: 12_000 },
    { name: 'intrusion detection', events: 1 },
  ],
  fields: [
    { path: 'host.id', events: 3 },
    { path: 'kubernetes.io/pod', events: 1 },
    ...Object.keys(VALUES).map((path) => ({ path, events: 2 })),
  ],
  knownFields: ['process.name', 'process.parent.name', 'url.full'],
  valuesOf: (field) => ({
    events: 1,
    isCut: false,
    values: (VALUES[field] ?? []).map((value) => ({ value, events: 7 })),
  }),
};

function names({ candidates }: Completion): readonly string[] {
  return candidates.map(({ name }) => name);
}

/** `before` after Tab; a list of names where Tab shows one. */
function afterTab(before: string): string | readonly string[] | null {
  const completion = before.startsWith('.')
    ? completeCommand(before, () => ({ ...VOCABULARY, ruleNames: ['Potential Reverse Shell'] }))
    : completeQuery(before, VOCABULARY);
  const action = tabAction(completion, before);
  switch (action.kind) {
    case 'insert':
      return before.slice(0, action.start) + action.text;
    case 'list':
      return action.candidates.map(({ name }) => name);
    case 'none':
      return null;
  }
}

describe('Tab puts in', () => {
  test.each([
    ['p', 'process where '],
    ['int', '"intrusion detection" where '],
    ['sequ', 'sequence '],
    ['sequence by ho', 'sequence by host.id '],
    ['sequence by host.id, process.na', 'sequence by host.id, process.name '],
    ['sequence by host.id w', 'sequence by host.id with '],
    ['sequence by host.id with m', 'sequence by host.id with maxspan='],
    ['sequence [pro', 'sequence [process where '],
    ['sequence [any where true] with ', 'sequence [any where true] with runs='],
    ['sequence ![a', 'sequence ![any where '],
    ['process w', 'process where '],
    ['any where PROCESS.NA', 'any where process.name '],
    ['any where proc', 'any where process.'],
    ['any where not process.i', 'any where not process.interactive '],
    ['any where kub', 'any where kubernetes.`io/pod` '],
    ['any where ?host', 'any where ?host.id '],
    ['any where url', 'any where url.full '],
    ['any where le', 'any where length('],
    ['any where length(process.na', 'any where length(process.name '],
    ['any where process.name == "ba', 'any where process.name == "bash'],
    ['any where process.name == "bashf', 'any where process.name == "bashful"'],
    ['any where process.name == "bu', 'any where process.name == "Busybox"'],
    ['any where process.name != n', 'any where process.name != "nc"'],
    ['any where process.name in ("nc", "bu', 'any where process.name in ("nc", "Busybox"'],
    ['any where process.name not in ("n', 'any where process.name not in ("nc"'],
    ['any where process.name like~ n', 'any where process.name like~ "nc"'],
    ['any where process.name : ("n', 'any where process.name : ("nc"'],
    ['any where startsWith~(process.name, "n', 'any where startsWith~(process.name, "nc"'],
    ['any where process . name == "n', 'any where process . name == "nc"'],
    ['any where `process`.name == "n', 'any where `process`.name == "nc"'],
    ['any where process.name == ', 'any where process.name == "'],
    ['any where process.pid == 4', 'any where process.pid == 4412'],
    ['any where process.interactive == ', 'any where process.interactive == true'],
    ['any where process.args == "say', 'any where process.args == "say \\"hi\\""'],
    ['any where process.args == "a', 'any where process.args == "a\\\\b"'],
    ['any where process.args == "\u202e', 'any where process.args == "\\u{202e}evil"'],
    ['any where host.id == 1 a', 'any where host.id == 1 and '],
    ['any where host.id l', 'any where host.id like'],
    ['any where host.id n', 'any where host.id not in '],
    ['any where true | h', 'any where true | head '],
    ['.ru', '.ru'],
    ['.qu', '.quit'],
    ['.run pot', '.run Potential Reverse Shell '],
    ['.explain Pot', '.explain Potential Reverse Shell '],
    ['.schema url', '.schema url.full '],
    ['.format j', '.format json '],
    ['.help sch', '.help schema '],
    ['.load test/cli/shell/compl', '.load test/cli/shell/completer.test.ts '],
  ])('%s', (before, expected) => {
    const after = afterTab(before);
    if (before === expected) expect(after).toEqual(['rules', 'run']);
    else expect(after).toBe(expected);
  });
});

describe('Tab shows', () => {
  test.each([
    ['any where process.name == "bash', ['bash', 'bashful']],
    [
      'any where process.',
      ['process.name', 'process.pid', 'process.args', 'process.interactive', 'process.parent.name'],
    ],
    ['any where host.id == 1 o', null],
    ['', ['process', 'intrusion detection', 'any', 'sequence', 'sample']],
  ])('%j', (before, expected) => {
    const after = afterTab(before);
    if (expected === null) expect(after).toBe('any where host.id == 1 or ');
    else expect(after).toEqual(expected);
  });
});

describe('Tab does nothing', () => {
  test.each([
    ['in a comment', 'any where /* pro'],
    ['in a string that nothing is compared with', 'any where "ba'],
    ['in a raw string', 'any where process.name == """ba'],
    ['behind a quote that has closed', 'any where process.name == "nc"x'],
    ['for a value that no event has', 'any where process.name == "zsh'],
    ['in a list behind a value', 'any where process.name in ("nc" '],
    ['behind an unknown command', '.nosuch x'],
    ['where a command takes a number', '.show 1'],
    ['in a directory that is not there', '.load no/such/'],
  ])('%s', (_where, before) => {
    expect(afterTab(before)).toBeNull();
  });
});

test.each<[string, readonly string[]]>([
  ['any where process.name == "nc" ', ['and', 'or']],
  ['any where process.pid > 4 ', ['and', 'or']],
  ['any where process.name : ("a", "b") ', ['and', 'or']],
  ['any where process.name in~ ("a") ', ['and', 'or']],
  ['any where process.name like "a*" ', ['and', 'or']],
  [
    'any where length(process.name) ',
    ['and', 'or', 'in', 'not in', 'like', 'like~', 'regex', 'regex~'],
  ],
])('what is compared already is not compared again: %s', (before, words) => {
  expect(names(completeQuery(before, VOCABULARY))).toEqual(words);
});

test('long values are not offered', () => {
  expect(names(completeQuery('any where process.args == ', VOCABULARY))).toHaveLength(3);
});

test('a candidate comes with how many events have it', () => {
  expect(completeQuery('pro', VOCABULARY).candidates[0]?.note).toBe('12,000');
});
