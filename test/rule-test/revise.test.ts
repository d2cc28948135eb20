import { expect, test } from '@jest/globals';
import { reviseTests } from '../../src/rule-test/index.js';
import { ruleText, runTests } from './support.js';

const CASES = `# a comment
[[case]]
name = "says nothing"
expect = "match"
events = [{ event.category = "process", host.id = "h1" }] # one

[[case]]
name = "says something else"
expect = "match"
alerts = 7 # seven
join_keys = [["h9"]]
events = [{ event.category = "process", host.id = ["h1", "h2"] }]

[[case]]
name = "expects a match and gets none"
expect = "match"
alerts = 3
events = [{ event.category = "file" }]

[[case]]
name = "expects none and gets one"
expect = "no_match"
events = [{ event.category = "process", host.id = "h1" }]

[[case]]
name = "passes"
expect = "no_match"
events = [{ event.category = "file" }]
`;

const RULE = ruleText('sequence by host.id [process where true] with runs=1 [process where true]');
const SAME = ruleText('sample by host.id [process where true] [process where host.id != null]');

test('counts and keys are mended, expectations never', async () => {
  const twice = CASES.replaceAll(/events = \[(\{.*\})\]/g, 'events = [$1, $1]');
  const { files } = await runTests({ 'x.toml': RULE, 'x.test.toml': twice });
  const [revised, ...others] = reviseTests(files);
  expect(others).toEqual([]);
  expect(revised?.cases.map(({ written }) => written.name)).toEqual([
    'says nothing',
    'says something else',
  ]);
  expect(revised?.text).toBe(
    twice
      .replace('expect = "match"\n', 'expect = "match"\nalerts = 1\njoin_keys = [["h1"]]\n')
      .replace(
        'alerts = 7 # seven\njoin_keys = [["h9"]]',
        'alerts = 2 # seven\njoin_keys = [["h1"], ["h2"]]',
      ),
  );
  const again = await runTests({ 'x.toml': RULE, 'x.test.toml': revised?.text ?? '' });
  expect(reviseTests(again.files)).toEqual([]);
  expect(again.files[0]?.cases.map(({ verdict }) => verdict)).toEqual([
    'passed',
    'passed',
    'failed',
    'failed',
    'passed',
  ]);
});

test('an event rule is given no join keys', async () => {
  const { files } = await runTests({
    'x.toml': ruleText('process where true'),
    'x.test.toml': CASES,
  });
  expect(reviseTests(files)[0]?.text).toContain('expect = "match"\nalerts = 1\nevents = [{ event');
});

test('a file with an error is left alone', async () => {
  const { files } = await runTests({ 'x.toml': SAME, 'x.test.toml': `x = 1\n${CASES}` });
  expect(reviseTests(files)).toEqual([]);
});
