import type { ArgumentInfo, CommandInfo, OptionInfo } from '../help/index.js';
import { commandGroups, completedCommands, type CompletedCommand } from './words.js';

/** The completion script for zsh. */
export function zshCompletion(root: CommandInfo): string {
  const groups = commandGroups(root);
  const names = new Set(groups.map(({ words }) => words.join(' ')));
  return `#compdef rshell-scan
# zsh completion for rshell-scan
#   rshell-scan completion zsh > "\${fpath[1]}/_rshell-scan"

_rshell-scan() {
  local command="" word
  integer at=2
  while (( at < CURRENT )); do
    word=$words[at]
    case "$command $word" in
      ${groups
        .flatMap(({ words, commands }) => commands.map(({ name }) => quoted([...words, name], ' ')))
        .join('|')}) command=\${command:+$command }$word ;;
      *) break ;;
    esac
    (( at++ ))
  done
  # Go on as if the words up to here were one.
  if (( at > 2 )); then
    words=("rshell-scan" "\${(@)words[at,-1]}")
    (( CURRENT -= at - 2 ))
  fi
  case "$command" in
${completedCommands(root)
  .map(
    (command) =>
      `    ${JSON.stringify(command.words.join(' '))}) ${functionOf(command.words)}${
        names.has(command.words.join(' ')) ? '; (( CURRENT == 2 )) && ' + listOf(command.words) : ''
      } ;;`,
  )
  .join('\n')}
  esac
}

${completedCommands(root).map(commandFunction).join('\n')}
${groups
  .map(
    ({ words, commands }) => `${listOf(words)}() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${single(`${name}:${summary}`)}`).join('\n')}
  )
  _describe -t commands 'command' commands
}
`,
  )
  .join('\n')}
if [ "$funcstack[1]" = "_rshell-scan" ]; then _rshell-scan "$@"; else compdef _rshell-scan rshell-scan; fi
`;
}

function commandFunction(command: CompletedCommand): string {
  const specs = [...command.options.map(optionSpec), ...command.arguments.map(argumentSpec)];
  return `${functionOf(command.words)}() {
  _arguments -s -S \\
${specs.map((spec) => `    ${spec}`).join(' \\\n')}
}
`;
}

function optionSpec({
  short,
  long,
  value,
  choices,
  isList,
  kind,
  description,
}: OptionInfo): string {
  const what = `[${description.replace(/[[\]]/g, '\\$&').replaceAll(':', '\\:')}]`;
  const action =
    value === null
      ? ''
      : `:${nameOf(value)}:${isList ? listAction(value, choices) : actionOf(choices, kind)}`;
  const spelt = value === null ? [short, long] : [short === null ? null : `${short}+`, `${long}=`];
  const repeats = value === null ? `(${[short, long].filter(Boolean).join(' ')})` : '*';
  return spelt
    .filter((name) => name !== null)
    .map((name) => single(`${repeats}${name}${what}${action}`))
    .join(' ');
}

function argumentSpec({ term, choices, kind }: ArgumentInfo): string {
  return single(`${term.includes('...') ? '*' : ''}:${nameOf(term)}:${actionOf(choices, kind)}`);
}

function actionOf(choices: readonly string[], kind: OptionInfo['kind']): string {
  if (choices.length > 0) return `(${choices.join(' ')})`;
  return kind === 'path' ? '_files' : ' ';
}

/** Several, with commas between. */
function listAction(value: string, choices: readonly string[]): string {
  return `_values -s , ${nameOf(value).replaceAll(' ', '-')} ${choices.join(' ')}`;
}

const nameOf = (term: string): string => term.replace(/[<>[\].]/g, '').replaceAll('=', ' ');
const functionOf = (words: readonly string[]): string =>
  ['_rshell-scan', 'run', ...words].join('-');
const listOf = (words: readonly string[]): string => ['_rshell-scan', 'list', ...words].join('-');
const quoted = ([...words]: readonly string[], lead: string): string =>
  JSON.stringify(words.length === 1 ? `${lead}${words.join('')}` : words.join(' '));
const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
