// What completion scripts are made from: the commands by the words that lead to them.
import type { ArgumentInfo, CommandInfo, OptionInfo } from '../help/index.js';

/** A command that does something, and the words that lead to it: `rules list`; none for the default one. */
export interface CompletedCommand {
  readonly words: readonly string[];
  readonly arguments: readonly ArgumentInfo[];
  readonly options: readonly OptionInfo[];
}

/** Every command that does something. The default of a group also stands under the words of the group alone. */
export function completedCommands(root: CommandInfo): readonly CompletedCommand[] {
  const below = (command: CommandInfo, words: readonly string[]): readonly CompletedCommand[] => {
    if (command.commands.length === 0) return [{ ...command, words }];
    const [preset] = command.commands.filter(({ isDefault }) => isDefault);
    return [
      ...(preset === undefined
        ? []
        : [{ ...preset, words, options: [...preset.options, ...ownOptions(command, preset)] }]),
      ...command.commands.flatMap((sub) => below(sub, [...words, sub.name])),
    ];
  };
  return below(root, []);
}

function ownOptions(command: CommandInfo, preset: CommandInfo): readonly OptionInfo[] {
  const known = new Set(preset.options.map(({ long }) => long));
  return command.options.filter(({ long }) => !known.has(long));
}

/** Groups of commands by the words that lead to them, the program itself included. */
export function commandGroups(
  root: CommandInfo,
): readonly { readonly words: readonly string[]; readonly commands: readonly CommandInfo[] }[] {
  return [
    { words: [], commands: root.commands },
    ...root.commands
      .filter(({ commands }) => commands.length > 0)
      .map(({ name, commands }) => ({ words: [name], commands })),
  ];
}

/** The spellings of an option. */
export function spellings({ short, long }: OptionInfo): readonly string[] {
  return short === null ? [long] : [short, long];
}

/** The choices of the first operand that has any. */
export function operandChoices({ arguments: operands }: CompletedCommand): readonly string[] {
  return operands.flatMap(({ choices }) => choices);
}

/** Whether a file can stand as an operand. */
export function takesFiles({ arguments: operands }: CompletedCommand): boolean {
  return operands.some(({ kind }) => kind === 'path');
}
