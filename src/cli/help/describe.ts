// The commands as data: the one source of completion, of the reference page and of the manual page.
import { Help, type Argument, type Command, type Option } from 'commander';
import { offerOf } from './offered.js';
import { commandPath, helpTextOf, optionDescription, type HelpText } from './help-text.js';

/** What is typed behind an option or as an operand. */
export type ValueKind = 'path' | 'text';

export interface OptionInfo {
  /** `-r`, or null. */
  readonly short: string | null;
  /** `--rules`. */
  readonly long: string;
  /** As in help: `<path>`; null for a switch. */
  readonly value: string | null;
  readonly kind: ValueKind;
  readonly choices: readonly string[];
  /** Whether several of them may stand in one word, with commas between. */
  readonly isList: boolean;
  /** With choices and default. */
  readonly description: string;
  /** The heading it stands under: `Input:`. */
  readonly group: string;
}

export interface ArgumentInfo {
  /** `[paths...]` or `<rule>`. */
  readonly term: string;
  readonly kind: ValueKind;
  readonly choices: readonly string[];
  readonly description: string;
}

export interface CommandInfo extends HelpText {
  /** `rshell-scan rules list`. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** `[options] [paths...]`. */
  readonly usage: string;
  readonly arguments: readonly ArgumentInfo[];
  readonly options: readonly OptionInfo[];
  readonly commands: readonly CommandInfo[];
  /** Whether it is meant where none is named. */
  readonly isDefault: boolean;
}

const help = new Help();

/** Describes `command` and those below it. */
export function describeCommand(command: Command): CommandInfo {
  // Commander adds a command of its own for help.
  const listed = help.visibleCommands(command).filter((sub) => command.commands.includes(sub));
  return {
    ...helpTextOf(command),
    path: commandPath(command),
    name: command.name(),
    summary: command.summary() || command.description(),
    description: command.description(),
    usage: command.usage(),
    arguments: help.visibleArguments(command).map(describeArgument),
    options: help.visibleOptions(command).map(describeOption),
    commands: listed.map(describeCommand),
    isDefault: DEFAULTS.has(command.name()),
  };
}

/** Commander does not tell. */
const DEFAULTS: ReadonlySet<string> = new Set(['scan', 'list']);

function describeArgument(argument: Argument): ArgumentInfo {
  return {
    term: help.argumentTerm(argument),
    kind: kindOf(argument.name()),
    choices: offerOf(argument).values(),
    description: argument.description,
  };
}

function describeOption(option: Option): OptionInfo {
  const { values, isList } = offerOf(option);
  const [, value = null] = / (.+)$/.exec(option.flags.replace(/^-\w, /, '')) ?? [];
  return {
    short: option.short ?? null,
    long: option.long ?? '',
    value,
    kind: value === null ? 'text' : kindOf(value),
    choices: values(),
    isList,
    description: optionDescription(option),
    group: option.helpGroupHeading ?? 'Options:',
  };
}

/** What the name of a value says of it. */
function kindOf(name: string): ValueKind {
  return /path|file|director|^rules?$/i.test(name) ? 'path' : 'text';
}
