// What is made from the commands has every command and every option of them.
import { describe, expect, test } from '@jest/globals';
import { Context } from '../../src/cli/context.js';
import { describeCommand, type CommandInfo } from '../../src/cli/help/index.js';
import { VERBS } from '../../src/cli/input-set.js';
import { buildProgram } from '../../src/cli/program.js';
import { runInProcess } from '../support/in-process.js';

const root = describeCommand(buildProgram(new Context(process)));
const commands = (command: CommandInfo): readonly CommandInfo[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(commands);

const allOf = (command: CommandInfo): readonly CommandInfo[] => [
  command,
  ...command.commands.flatMap(allOf),
];

test('a slip is held against every command', () => {
  expect([...VERBS].sort()).toEqual(root.commands.map(({ name }) => name).sort());
});

test.each(commands(root).map((command) => [command.path, command] as const))(
  '%s has examples, and a description of every option',
  (_, { examples, options, path }) => {
    expect(
      examples.filter((line) => line.includes(path.replace('rshell-scan scan', 'rshell-scan'))),
    ).not.toEqual([]);
    expect(examples.filter((line) => line.length > 80)).toEqual([]);
    expect(options.filter(({ description }) => description === '')).toEqual([]);
  },
);

describe.each(['--man', '--markdown'])('help %s', (flag) => {
  test('has every command and option', async () => {
    const { stdout } = await runInProcess(['help', flag]);
    const text = stdout.replaceAll('\\-', '-');
    const wanted = commands(root).flatMap(({ path, options }) => [
      path,
      ...options.map(({ long }) => long),
    ]);
    expect(wanted.filter((each) => !text.includes(each))).toEqual([]);
  });
});

describe('-h', () => {
  test.each(allOf(root).map(({ path }) => path))('of %s fits a screen', async (path) => {
    const words = path.split(' ').slice(1);
    const { stdout, code } = await runInProcess([...words, '-h']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(30);
    const lists = lines.findIndex((line) => /^(?:Options|Commands):$/.test(line));
    if (lists !== -1) expect(lines.indexOf('Examples:')).toBeLessThan(lists);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(code).toBe(0);
  });

  test('leaves out what `--help` has, and says so', async () => {
    const [short, long] = await Promise.all(
      ['-h', '--help'].map((flag) => runInProcess(['scan', flag])),
    );
    expect(short?.stdout).not.toContain('--tiebreaker-field');
    expect(short?.stdout).toContain('More: rshell-scan scan --help');
    expect(long?.stdout).toContain('--tiebreaker-field');
  });
});
