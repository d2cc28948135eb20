// The commands of a shell: one record each, with what it says of itself and what it does.
import { suggest } from '../../source/index.js';
import { usageError } from '../usage-error.js';
import { FORMATS, type ShellFormat } from './answer.js';
import { describeField, listFields } from './field-commands.js';
import { explain } from './explain-command.js';
import { listRules, runRule } from './rule-commands.js';
import { saveMatches, showEvents, showMatch } from './event-commands.js';
import type { Session } from './session.js';

/** What Tab offers behind the name of a command. */
export type ArgumentKind = 'rule' | 'field' | 'path' | 'format' | 'command' | 'none';

/** One command. */
export interface ShellCommand {
  /** Without the dot. */
  readonly name: string;
  /** As help writes it; empty without any. */
  readonly argument: string;
  readonly summary: string;
  readonly completes: ArgumentKind;
  /** Throws an RshellError for a mistake of the person. */
  readonly run: (session: Session, argument: string, signal: AbortSignal) => Promise<void>;
}

export const COMMANDS: readonly ShellCommand[] = [
  {
    name: 'help',
    argument: '[COMMAND]',
    summary: 'what can be typed here',
    completes: 'command',
    run: help,
  },
  {
    name: 'events',
    argument: '[N]',
    summary: 'the first N events that are held',
    completes: 'none',
    run: (session, argument) => showEvents(session, countOf('events', argument, null)),
  },
  {
    name: 'more',
    argument: '[N]',
    summary: 'the next matches of the last query',
    completes: 'none',
    run: async (session, argument) => {
      answerOf(session);
      await session.showNext(countOf('more', argument, null) ?? session.limit);
    },
  },
  {
    name: 'show',
    argument: 'N',
    summary: 'match N of the last query, whole',
    completes: 'none',
    run: (session, argument) => showMatch(session, answerOf(session), countOf('show', argument, 1)),
  },
  {
    name: 'save',
    argument: '[--force] FILE',
    summary: 'all matches of the last query to a file, as NDJSON',
    completes: 'path',
    run: (session, argument) => saveMatches(session, answerOf(session), argument),
  },
  {
    name: 'fields',
    argument: '[GLOB]',
    summary: 'the fields of the events: `.fields process.*`',
    completes: 'field',
    run: listFields,
  },
  {
    name: 'schema',
    argument: 'FIELD',
    summary: 'a field: its type, how many events have it, its values',
    completes: 'field',
    run: (session, argument) => describeField(session, needed('schema', argument)),
  },
  {
    name: 'rules',
    argument: '[TEXT]',
    summary: 'the rules, or those whose name or id has the text',
    completes: 'none',
    run: listRules,
  },
  {
    name: 'run',
    argument: 'RULE',
    summary: 'run a rule, by id or name, over the events',
    completes: 'rule',
    run: (session, argument, signal) => runRule(session, needed('run', argument), signal),
  },
  {
    name: 'explain',
    argument: '[RULE] [N]',
    summary: 'why a rule, or the last query, matches event N, or does not',
    completes: 'rule',
    run: explain,
  },
  {
    name: 'load',
    argument: 'PATH',
    summary: 'hold the events of one more file or directory, too',
    completes: 'path',
    run: async (session, argument, signal) => {
      await session.load([needed('load', argument)], signal);
    },
  },
  {
    name: 'limit',
    argument: '[N|all]',
    summary: 'how many matches are shown at a time',
    completes: 'none',
    run: setLimit,
  },
  {
    name: 'format',
    argument: '[table|json]',
    summary: 'how matches are shown',
    completes: 'format',
    run: setFormat,
  },
  {
    name: 'quit',
    argument: '',
    summary: 'leave, as Ctrl-D does',
    completes: 'none',
    run: (session) => {
      session.isOver = true;
      return Promise.resolve();
    },
  },
];

/** Runs the command `text`, such as `.run 5c895b4f`. Throws RS450 for one that does not exist. */
export async function runCommand(
  session: Session,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const [, name = '', argument = ''] = /^\.(\S+)\s*(.*)$/s.exec(text.replace(/;\s*$/, '')) ?? [];
  await commandNamed(name).run(session, argument.trim(), signal);
}

/** The command of that name, or the only one that starts so. */
export function commandNamed(name: string): ShellCommand {
  const wanted = name.toLowerCase();
  const [begun, ...others] = COMMANDS.filter((command) => command.name.startsWith(wanted));
  const exact = COMMANDS.find((command) => command.name === wanted);
  const found = exact ?? (others.length === 0 ? begun : undefined);
  if (found !== undefined) return found;
  const near = suggest(
    wanted,
    COMMANDS.map((command) => command.name),
  );
  throw usageError(
    'RS450',
    `no command \`.${name}\``,
    near === undefined ? '.help lists all commands' : `did you mean \`.${near}\`?`,
  );
}

const KEYS = `
A query runs at the end of its line. It goes on over lines while a bracket is
open or a word is missing; a sequence until an empty line or a \`;\`.
Tab completes fields, functions, and values of the field compared. Up and down
go through the history, Ctrl-R to what holds the text typed. Ctrl-C drops a
line or stops a query, Ctrl-D leaves.
`;

async function help({ context, palette }: Session, argument: string): Promise<void> {
  const chosen = argument === '' ? COMMANDS : [commandNamed(argument.replace(/^\./, ''))];
  const usages = chosen.map((command) => `.${command.name} ${command.argument}`.trimEnd());
  const width = Math.max(...usages.map((usage) => usage.length)) + 2;
  const lines = chosen.map(
    ({ summary }, index) => `  ${palette.accent((usages[index] ?? '').padEnd(width))}${summary}\n`,
  );
  await context.out.write(lines.join('') + (argument === '' ? KEYS : ''));
}

/** Whether a command is called so, or can be for short. */
export function isCommandName(word: string): boolean {
  return COMMANDS.some(({ name }) => name.startsWith(word));
}

async function setLimit(session: Session, argument: string): Promise<void> {
  if (argument === 'all') session.limit = Number.POSITIVE_INFINITY;
  else session.limit = countOf('limit', argument, null) ?? session.limit;
  const { limit } = session;
  await session.context.note(
    limit === Number.POSITIVE_INFINITY ? 'limit: none\n' : `limit: ${limit}\n`,
  );
}

async function setFormat(session: Session, argument: string): Promise<void> {
  const wanted = FORMATS.find((format): format is ShellFormat => format === argument);
  if (wanted === undefined && argument !== '') {
    throw usageError(
      'RS451',
      `expected a format, found "${argument}"`,
      `known: ${FORMATS.join(', ')}`,
    );
  }
  session.format = wanted ?? session.format;
  await session.context.note(`format: ${session.format}\n`);
}

/** The last query's matches. */
function answerOf({ answer }: Session): NonNullable<Session['answer']> {
  if (answer !== null) return answer;
  throw usageError('RS451', 'no query was run yet', 'type one, such as `process where true`');
}

function needed(name: string, argument: string): string {
  if (argument !== '') return argument;
  const command = commandNamed(name);
  throw usageError('RS451', `\`.${name}\` needs an argument`, `.${name} ${command.argument}`);
}

/** A number of at least 1; `preset` where none was typed. */
function countOf<P>(name: string, argument: string, preset: P): number | P {
  if (argument === '') return preset;
  if (/^[1-9]\d{0,11}$/.test(argument)) return Number(argument);
  const usage = commandNamed(name);
  throw usageError(
    'RS451',
    `expected a number of at least 1, found "${argument}"`,
    `.${name} ${usage.argument}`,
  );
}
