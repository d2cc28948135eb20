import type { CommandInfo } from '../help/index.js';
import { commandGroups, completedCommands, operandChoices, spellings } from './words.js';

/** The completion script for bash, 3.2 and later. Where it has nothing to say, bash completes file names. */
export function bashCompletion(root: CommandInfo): string {
  const groups = commandGroups(root);
  const commands = completedCommands(root);
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ value }) => value !== null)
      .map((option) => ({ names: spellings(option), words: command.words, option })),
  );
  const withValue = new Set(values.flatMap(({ names }) => names));
  return `# bash completion for rshell-scan
#   rshell-scan completion bash > ~/.local/share/bash-completion/completions/rshell-scan

_rshell_scan() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command="" word i
  COMPREPLY=()
  # "=" is a word of its own: --color=al is three.
  if [[ $current == "=" ]]; then current=""
  elif [[ $before == "=" && COMP_CWORD -gt 1 ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$word" in
      ${[...withValue].join('|')}) ((i++)); [[ \${COMP_WORDS[i]} == "=" ]] && ((i++)) ;;
      -*) ;;
      *)
        case "$command $word" in
          ${groups
            .flatMap(({ words, commands: subs }) =>
              subs.map(({ name }) => `"${words.join(' ')} ${name}"`),
            )
            .join('|')}) command=\${command:+$command }$word ;;
          *) break ;;
        esac ;;
    esac
  done
  local lead=""
  [[ $current == *,* ]] && lead=\${current%,*},
  case "$command:$before" in
${choiceLines(values)}
  esac
  case "$before" in
    ${[...withValue].join('|')}) return ;;
  esac
  local options="" operands=""
  case "$command" in
${commands
  .map(
    (command) =>
      `    "${command.words.join(' ')}") options="${command.options.flatMap(spellings).join(' ')}" operands="${[
        ...(groups
          .find(({ words }) => words.join(' ') === command.words.join(' '))
          ?.commands.map(({ name }) => name) ?? []),
        ...operandChoices(command),
      ].join(' ')}" ;;`,
  )
  .join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$operands" -- "$current")) ;;
  esac
}

complete -o bashdefault -o default -F _rshell_scan rshell-scan
`;
}

function choiceLines(
  values: readonly {
    readonly names: readonly string[];
    readonly words: readonly string[];
    readonly option: { readonly choices: readonly string[]; readonly isList: boolean };
  }[],
): string {
  return values
    .filter(({ option }) => option.choices.length > 0)
    .map(({ names, words, option }) => {
      const patterns = names.map((name) => `"${words.join(' ')}:${name}"`).join('|');
      const choices = option.choices.join(' ');
      // Of a list, what stands behind the last comma.
      const from = option.isList ? '-P "$lead" ' : '';
      const typed = option.isList ? '${current##*,}' : '$current';
      return `    ${patterns}) COMPREPLY=($(compgen ${from}-W "${choices}" -- "${typed}")); return ;;`;
    })
    .join('\n');
}
