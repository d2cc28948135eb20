import type { CommandInfo, OptionInfo } from '../help/index.js';

/** The commands as a page of Markdown: docs/cli.md. */
export function markdownReference(root: CommandInfo): string {
  const pages = leaves(root);
  return (
    [
      '# Commands and options',
      'Made from the commands themselves (`rshell-scan help --markdown`). `rshell-scan COMMAND --help` says the same.',
      pages
        .map((command) => `- [\`${command.path}\`](#${anchorOf(command.path)}): ${command.summary}`)
        .join('\n'),
      ...root.notes.map(noteOf),
      ...pages.flatMap(commandPage),
    ].join('\n\n') + '\n'
  );
}

/** The commands that do something. */
export function leaves(command: CommandInfo): readonly CommandInfo[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

/** Options under their headings, in order. */
export function optionGroups(
  options: readonly OptionInfo[],
): readonly (readonly [string, readonly OptionInfo[]])[] {
  const groups = new Map<string, OptionInfo[]>();
  for (const option of options) {
    const group = groups.get(option.group);
    if (group === undefined) groups.set(option.group, [option]);
    else group.push(option);
  }
  return [...groups].map(([heading, members]) => [heading.replace(/:$/, ''), members]);
}

/** `-r, --rules <path>`. */
export function optionTerm({ short, long, value }: OptionInfo): string {
  return [...(short === null ? [] : [`${short},`]), long, ...(value === null ? [] : [value])].join(
    ' ',
  );
}

function commandPage(command: CommandInfo): readonly string[] {
  const rows = optionGroups(command.options).flatMap(([heading, options]) =>
    options.map((option, index) => [
      index === 0 ? heading : '',
      code(optionTerm(option)),
      cell(option.description),
    ]),
  );
  return [
    `## ${command.path}`,
    cell(command.description),
    fenced([`${command.path} ${command.usage}`]),
    ...(command.arguments.length === 0
      ? []
      : [
          command.arguments
            .map(({ term, description }) => `- ${code(term)}: ${cell(description)}`)
            .join('\n'),
        ]),
    ...(command.examples.length === 0
      ? []
      : [fenced(command.examples.map((line) => line.replace(/^ {2}/, '')))]),
    ...(rows.length === 0
      ? []
      : [
          [['', 'option', ''], ['---', '---', '---'], ...rows]
            .map((row) => `| ${row.join(' | ')} |`)
            .join('\n'),
        ]),
    ...command.notes.map(noteOf),
  ];
}

/** Notes that are laid out by hand stay as they are. */
function noteOf(note: string): string {
  return note.includes('\n') ? fenced(note.split('\n')) : note;
}

const fenced = (lines: readonly string[]): string => ['```text', ...lines, '```'].join('\n');
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/<([^>]*)>/g, '\\<$1>');
const anchorOf = (title: string): string => title.replaceAll(' ', '-');
