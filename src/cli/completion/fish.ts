import type { CommandInfo, OptionInfo } from '../help/index.js';
import { commandGroups, completedCommands, operandChoices, takesFiles } from './words.js';

/** The completion script for fish, 3.0 and later. */
export function fishCompletion(root: CommandInfo): string {
  const groups = commandGroups(root);
  const lines = [
    ...groups.flatMap(({ words, commands }) =>
      commands.map(
        ({ name, summary }) =>
          `complete -c rshell-scan -n ${single(`__rshell_scan_at '${words.join(' ')}'`)} -a ${name} -d ${single(summary)}`,
      ),
    ),
    ...completedCommands(root).flatMap((command) => {
      const at = `-n ${single(`__rshell_scan_at '${command.words.join(' ')}'`)}`;
      const choices = operandChoices(command);
      return [
        ...(takesFiles(command) ? [] : [`complete -c rshell-scan ${at} -f`]),
        ...(choices.length === 0
          ? []
          : [`complete -c rshell-scan ${at} -a ${single(choices.join(' '))}`]),
        ...command.options.map((option) => `complete -c rshell-scan ${at} ${optionOf(option)}`),
      ];
    }),
  ];
  const verbs = groups.flatMap(({ words, commands }) =>
    commands.map(({ name }) => single([...words, name].join(' '))),
  );
  return `# fish completion for rshell-scan
#   rshell-scan completion fish > ~/.config/fish/completions/rshell-scan.fish

# Whether the command that has been typed so far is this one; the empty one is the default.
function __rshell_scan_at
    set -l found ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$found $word")
        contains -- "$longer" ${verbs.join(' ')}; or break
        set found "$longer"
    end
    test "$found" = "$argv[1]"
end

${lines.join('\n')}
`;
}

function optionOf({ short, long, value, choices, isList, kind, description }: OptionInfo): string {
  const names = [...(short === null ? [] : [`-s ${short.slice(1)}`]), `-l ${long.slice(2)}`];
  const takes =
    value === null
      ? []
      : choices.length > 0
        ? [
            '-x',
            `-a ${single(isList ? `(__fish_append , ${choices.join(' ')})` : choices.join(' '))}`,
          ]
        : [kind === 'path' ? '-r' : '-x'];
  return [...names, ...takes, `-d ${single(description)}`].join(' ');
}

const single = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
