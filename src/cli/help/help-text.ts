// The help of a command: what it is for, examples, then options.
import { Help, type Command, type HelpConfiguration, type Option } from 'commander';

/** Texts that a command's help has beside what commander knows. */
export interface HelpText {
  /** Lines of commands and what they do, without the title. Empty: none. */
  readonly examples: readonly string[];
  /** Paragraphs for the end. */
  readonly notes: readonly string[];
}

export const EXAMPLES_TITLE = 'Examples:';
const NO_TEXT: HelpText = { examples: [], notes: [] };
const texts = new WeakMap<Command, HelpText>();

/** Adds paragraphs to the help of `command`; the one under `Examples:` stands before the options, the others behind them. */
export function addHelp(command: Command, text: string): Command {
  const paragraphs = text.trim().split(/\n\n/);
  const examples = paragraphs.find((paragraph) => paragraph.startsWith(EXAMPLES_TITLE));
  texts.set(command, {
    examples: examples?.split('\n').slice(1) ?? [],
    notes: joinIndented(paragraphs.filter((paragraph) => paragraph !== examples)),
  });
  return command;
}

/** What {@link addHelp} was told of `command`. */
export function helpTextOf(command: Command): HelpText {
  return texts.get(command) ?? NO_TEXT;
}

/** A paragraph that begins indented goes on with the one before it. */
function joinIndented(paragraphs: readonly string[]): readonly string[] {
  return paragraphs.reduce<readonly string[]>((joined, paragraph) => {
    const last = joined.at(-1);
    return last === undefined || !paragraph.startsWith(' ')
      ? [...joined, paragraph]
      : [...joined.slice(0, -1), `${last}\n\n${paragraph}`];
  }, []);
}

/** How commander is to lay out help; `short`: that of `-h`, where it was asked for. */
export function helpConfiguration(
  short: ((command: Command, helper: Help) => string) | null,
): HelpConfiguration {
  return {
    optionDescription,
    formatHelp(command, helper) {
      if (short !== null) return short(command, helper);
      const { examples, notes } = helpTextOf(command);
      const formatted = Help.prototype.formatHelp.call(helper, command, helper).trimEnd();
      const [usage = '', description = '', ...rest] = formatted.split('\n\n');
      return `${[
        usage,
        description,
        ...(examples.length === 0 ? [] : [[EXAMPLES_TITLE, ...examples].join('\n')]),
        ...rest,
        ...notes,
      ].join('\n\n')}\n`;
    },
  };
}

/** The name of a command as one types it: `rshell-scan rules list`. */
export function commandPath(command: Command): string {
  return command.parent === null
    ? command.name()
    : `${commandPath(command.parent)} ${command.name()}`;
}

/** What an option is for, with its choices and its default as one would type them. */
export function optionDescription({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
  negate,
}: Option): string {
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  const isShown = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  const preset = isShown && !negate ? ` (default: ${defaultValueDescription ?? defaultValue})` : '';
  return `${description}${choices}${preset}`;
}
