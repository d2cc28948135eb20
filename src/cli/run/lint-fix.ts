// `lint --fix`: files changed, or the changes shown.
import { replaceTextFile } from '../../io/index.js';
import { unifiedDiff, type FixedFile } from '../../lint/index.js';
import { counted } from '../../report/index.js';
import { escapeControl, placeOf } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import type { CommonFlags } from '../options.js';

/** Prints what fixing would change, as a diff. */
export async function showFixes(
  context: Context,
  fixed: readonly FixedFile[],
  { color, quiet }: CommonFlags,
): Promise<void> {
  const chalk = chalkFor(context.streams.stdout, context.streams.env, color);
  for (const { source, edits } of fixed) {
    const diff = unifiedDiff(source.name, source.text, edits);
    const painted = diff.replaceAll(/^(?:(@@.*)|([-+].*))$/gm, (line) =>
      line.startsWith('@')
        ? chalk.cyan(line)
        : line.startsWith('-')
          ? chalk.red(line)
          : chalk.green(line),
    );
    await context.out.write(painted);
  }
  if (quiet !== true) await context.note(`${extentOf(fixed)} can be mended; nothing was changed\n`);
}

/** Writes the files, and tells on stderr what was mended. */
export async function applyFixes(context: Context, fixed: readonly FixedFile[]): Promise<void> {
  for (const { source, text } of fixed) replaceTextFile(source.name, text);
  for (const finding of fixed.flatMap(({ mended }) => mended)) {
    const { code, message } = finding;
    await context.note(
      escapeControl(`mended ${placeOf(finding) ?? ''}: ${message} [${code}]`) + '\n',
    );
  }
  await context.note(fixed.length === 0 ? 'nothing to mend\n' : `${extentOf(fixed)} mended\n`);
}

function extentOf(fixed: readonly FixedFile[]): string {
  const findings = fixed.reduce((sum, { mended }) => sum + mended.length, 0);
  return `${counted(findings, 'finding')} in ${counted(fixed.length, 'file')}`;
}
