// The help of `-h`: what a command is for, examples, and the options that are used most, one line each. It fits a screen of 30
// lines; `--help` has everything.
import { Help, type Command, type Option } from 'commander';
import { commandPath, EXAMPLES_TITLE, helpTextOf, optionDescription } from './help-text.js';

/** Options of every command, or nearly: not what somebody looks for who asks for help on one. */
const COMMON: ReadonlySet<string> = new Set([
  '--color',
  '--verbose',
  '--config',
  '--no-config',
  '--print-config',
  '--help',
  '--version',
]);

/** Of commands with many options, those that are used most, in the order of help. */
const MOST_USED: readonly string[] = [
  '--rules',
  '--rule',
  '--min-severity',
  '--output',
  '--json',
  '--fail-on',
  '--since',
  '--where',
  '--allow',
  '--follow',
  '--event',
  '--id',
  '--eql',
  '--near-misses',
  '--start',
  '--strict',
  '--quiet',
];

/** Options beyond which only the most used are shown. */
const MANY = 10;
const WIDTH = 80;

/** The short help of `command`; ends with a newline. */
export function shortHelp(command: Command, helper: Help): string {
  const width = Math.min(helper.helpWidth ?? WIDTH, WIDTH);
  const { examples, notes } = helpTextOf(command);
  const plain = new Help();
  const all = plain.visibleOptions(command);
  const options = mostUsed(all);
  // Commander adds a command of its own for help.
  const commands = plain.visibleCommands(command).filter((sub) => command.commands.includes(sub));
  const isAll = notes.length === 0 && all.length - options.length <= 1;
  const rows: readonly Row[] = [
    ...commands.map((each): Row => [each.name(), helper.subcommandDescription(each)]),
    ...options.map((each): Row => [helper.optionTerm(each), optionDescription(each)]),
  ];
  const gap = Math.max(...rows.map(([term]) => term.length)) + 4;
  const table = (title: string, count: number, from: number): readonly string[] =>
    count === 0
      ? []
      : [[title, ...rows.slice(from, from + count).map((row) => line(row, gap, width))].join('\n')];
  return `${[
    `Usage: ${helper.commandUsage(command)}`,
    helper.boxWrap(helper.commandDescription(command), width),
    ...(examples.length === 0 ? [] : [[EXAMPLES_TITLE, ...examples].join('\n')]),
    ...table('Commands:', commands.length, 0),
    ...table('Options:', options.length, commands.length),
    ...(isAll ? [] : [`More: ${commandPath(command)} --help`]),
  ].join('\n\n')}\n`;
}

type Row = readonly [term: string, text: string];

function mostUsed(options: readonly Option[]): readonly Option[] {
  const own = options.filter(({ long }) => !COMMON.has(long ?? ''));
  if (own.length <= MANY) return own;
  return MOST_USED.flatMap((name) => own.filter(({ long }) => long === name));
}

/** One line: what does not fit is for `--help`. */
function line([term, text]: Row, gap: number, width: number): string {
  const room = width - gap;
  const cut = text.slice(0, room - 1);
  const shown =
    text.length <= room ? text : `${cut.slice(0, cut.lastIndexOf(' ')).replace(/[,;:(]$/, '')} …`;
  return `  ${term.padEnd(gap - 2)}${shown}`;
}
