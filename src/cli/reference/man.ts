import type { CommandInfo, OptionInfo } from '../help/index.js';
import { leaves, optionGroups, optionTerm } from './markdown.js';

/** The commands as a manual page, section 1, in the macros of man(7). */
export function manualPage(root: CommandInfo, version: string): string {
  const lines = [
    '.\\" Made from the commands themselves: rshell-scan help --man',
    `.TH RSHELL\\-SCAN 1 "" "rshell\\-scan ${version}" "User Commands"`,
    '.SH NAME',
    `rshell\\-scan \\- ${roff(lowerFirst(root.description))}`,
    '.SH SYNOPSIS',
    ...leaves(root).flatMap(({ path, usage }) => [`.B ${roff(path)}`, roff(usage), '.br']),
    '.SH DESCRIPTION',
    roff(root.description),
    'Without a command it scans.',
    '.SH EXAMPLES',
    ...asTyped(root.examples),
    '.SH COMMANDS',
    ...leaves(root).flatMap(commandSection),
    ...root.notes.flatMap((note) => {
      const [title = '', ...body] = note.split('\n');
      return [`.SH ${roff(title.replace(/:$/, '').toUpperCase())}`, ...asTyped(body)];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function commandSection(command: CommandInfo): readonly string[] {
  return [
    `.SS ${roff(`${command.path} ${command.usage}`)}`,
    roff(command.description),
    ...command.arguments.flatMap(({ term, description }) => entry(term, description)),
    ...optionGroups(command.options).flatMap(([heading, options]) => [
      '.PP',
      `.I ${roff(heading)}`,
      ...options.flatMap(optionEntry),
    ]),
    ...(command.examples.length === 0 ? [] : ['.PP', '.I Examples', ...asTyped(command.examples)]),
    ...command.notes.flatMap((note) => asTyped(note.split('\n'))),
  ];
}

function optionEntry(option: OptionInfo): readonly string[] {
  return entry(optionTerm(option), option.description);
}

const entry = (term: string, what: string): readonly string[] => [
  '.TP',
  `.B ${roff(term)}`,
  roff(what),
];
const asTyped = (lines: readonly string[]): readonly string[] => [
  '.PP',
  '.nf',
  ...lines.map(roff),
  '.fi',
];
/** Text as text: no escapes, no dashes for minus signs, no requests. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
const lowerFirst = (text: string): string =>
  (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
