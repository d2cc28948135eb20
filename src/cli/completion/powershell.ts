import type { CommandInfo } from '../help/index.js';
import { commandGroups, completedCommands, operandChoices, spellings } from './words.js';

/** The completion script for PowerShell, 5.1 and later. */
export function powershellCompletion(root: CommandInfo): string {
  const groups = commandGroups(root);
  const commands = completedCommands(root).map((command) => ({
    ...command,
    name: command.words.join(' '),
  }));
  const items = commands.map((command) => {
    const subs = groups.find(({ words }) => words.join(' ') === command.name)?.commands ?? [];
    const lines = [
      ...subs.map((sub) => item(sub.name, sub.summary)),
      ...operandChoices(command).map((choice) => item(choice, choice)),
      ...command.options.flatMap((option) =>
        spellings(option).map((spelling) => item(spelling, option.description)),
      ),
    ];
    return `    ${single(command.name)} = @(\n${lines.map((line) => `      ${line}`).join('\n')}\n    )`;
  });
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .flatMap((option) =>
        spellings(option).map(
          (spelling) =>
            `    ${single(`${name} ${spelling}`)} = @(${option.choices.map(single).join(', ')})`,
        ),
      ),
  );
  return `# PowerShell completion for rshell-scan
#   rshell-scan completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName rshell-scan -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @{
${items.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = ''
  foreach ($word in $typed) {
    if ($word.StartsWith('-')) { continue }
    $longer = "$command $word".Trim()
    if (-not $commands.ContainsKey($longer)) { break }
    $command = $longer
  }
  $chosen = if ($typed.Count -gt 0) { $values["$command $($typed[-1])".Trim()] }
  $candidates = if ($chosen) { $chosen | ForEach-Object { , @($_, $_) } } else { $commands[$command] }
  $candidates | Where-Object { $_[0].StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

const item = (word: string, what: string): string => `@(${single(word)}, ${single(what)})`;
const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;
