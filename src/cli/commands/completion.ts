import { Argument, type Command } from 'commander';
import type { Shell } from '../completion/index.js';
import type { Context } from '../context.js';
import { addHelp, describeCommand } from '../help/index.js';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const satisfies readonly Shell[];

const EXAMPLES = `
Examples:
  source <(rshell-scan completion bash)                     for this shell
  rshell-scan completion zsh > "\${fpath[1]}/_rshell-scan"    for every one
  rshell-scan completion fish > ~/.config/fish/completions/rshell-scan.fish
  rshell-scan completion powershell | Out-String | Invoke-Expression
`;

/** `rshell-scan completion SHELL`: what a shell needs to complete commands, options and their values. */
export function registerCompletion(program: Command, context: Context): void {
  const command = program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Print a script that teaches a shell to complete commands, options and values.')
    .addArgument(new Argument('<shell>', 'whose').choices(SHELLS));
  addHelp(command, EXAMPLES).action(async (shell: Shell) => {
    const { COMPLETIONS } = await import('../completion/index.js');
    await context.out.write(COMPLETIONS[shell](describeCommand(program)));
  });
}
