// What could come next in a command: its name, then what it takes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { FORMATS } from './answer.js';
import { COMMANDS, type ArgumentKind } from './commands.js';
import { NOTHING, startingWith, type Candidate, type Completion } from './completion.js';
import type { Vocabulary } from './completer.js';

/** What completing a command asks about. */
export interface CommandVocabulary extends Vocabulary {
  readonly ruleNames: readonly string[];
}

/** Completes `before`: a command up to the cursor. `vocabulary` is asked for only where it is needed. */
export function completeCommand(before: string, vocabulary: () => CommandVocabulary): Completion {
  const [, lead = '', name = '', gap, argument = ''] =
    /^(\s*\.)([a-z]*)(?:(\s+)(.*))?$/s.exec(before) ?? [];
  if (lead === '') return NOTHING;
  if (gap === undefined) {
    const candidates = COMMANDS.map((command) => ({
      name: command.name,
      text: command.argument === '' ? command.name : `${command.name} `,
      note: command.argument,
    }));
    return { start: lead.length, candidates: startingWith(name, candidates) };
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) return NOTHING;
  const start = before.length - argument.length;
  return completeArgument(command.completes, argument, start, vocabulary);
}

function completeArgument(
  kind: ArgumentKind,
  argument: string,
  start: number,
  vocabulary: () => CommandVocabulary,
): Completion {
  const found = (candidates: readonly Candidate[]): Completion => ({
    start,
    candidates: startingWith(argument, candidates),
  });
  switch (kind) {
    case 'rule':
      return found(vocabulary().ruleNames.map((name) => ({ name })));
    case 'field': {
      const { fields, knownFields } = vocabulary();
      const seen = new Set(fields.map((field) => field.path));
      const remote = [...knownFields].filter((name) => !seen.has(name));
      return found([
        ...[...seen].map((name) => ({ name })),
        ...remote.map((name) => ({ name, isRemote: true })),
      ]);
    }
    case 'path':
      return { start, candidates: paths(argument) };
    case 'format':
      return found(FORMATS.map((name) => ({ name })));
    case 'command':
      return found(COMMANDS.map(({ name }) => ({ name })));
    case 'none':
      return NOTHING;
  }
}

/** Files and directories that start with `typed`; hidden ones only where a dot was typed. */
function paths(typed: string): readonly Candidate[] {
  const slash = typed.lastIndexOf(path.sep) + 1;
  const [directory, begun] = [typed.slice(0, slash), typed.slice(slash)];
  try {
    return readdirSync(directory === '' ? '.' : directory, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')))
      .map((entry) => {
        const name = directory + entry.name;
        return entry.isDirectory() ? { name: `${name}/`, text: `${name}/` } : { name };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
