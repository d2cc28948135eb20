// Reads the code blocks of a Markdown page; test/support/page.ts says what each kind stands for.

/** A fenced block. */
export interface Block {
  readonly language: string;
  /** 1-based line of the fence that opens it. */
  readonly line: number;
  readonly text: string;
}

/** A command of a block, and what is said of it. */
export interface Step {
  readonly command: string;
  readonly line: number;
  readonly code: number;
}

/** A command with the output shown below it. */
export interface ShownStep extends Step {
  readonly output: string;
}

const PROMPT = '$ ';
const ECHO = '$ echo $?';

/** All fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\S*)\n([^]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    line: page.slice(0, match.index).split('\n').length,
    text: (match[2] ?? '').trimEnd(),
  }));
}

/** The commands of a console block: behind a prompt, each with the output up to the next prompt. */
export function consoleSteps({ text, line }: Block): readonly ShownStep[] {
  const steps: { command: string; line: number; code: number; output: string }[] = [];
  const shown = text.split('\n');
  for (const [index, row] of shown.entries()) {
    const last = steps.at(-1);
    if (row === ECHO && last !== undefined) last.code = Number(shown[index + 1]);
    else if (row.startsWith(PROMPT)) {
      const command = row.slice(PROMPT.length);
      steps.push({ command, line: line + index + 1, code: 0, output: '' });
    } else if (last !== undefined && shown[index - 1] !== ECHO) last.output += `${row}\n`;
  }
  return steps.map((step) => ({ ...step, output: step.output.trimEnd() }));
}

/** The commands of a shell block, one a line; `exit N` in the comment behind one is its exit code. */
export function shellSteps({ text, line }: Block): readonly Step[] {
  return text.split('\n').flatMap((row, index) => {
    const [, command = '', comment = ''] = /^(.*?)(?:\s+# (.*))?$/.exec(row) ?? [];
    if (command === '' || command.startsWith('#')) return [];
    const [, code = '0'] = /\bexit (\d+)/.exec(comment) ?? [];
    return [{ command, line: line + index + 1, code: Number(code) }];
  });
}
