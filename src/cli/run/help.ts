import type { Command } from 'commander';
import { renderMarkdown } from '../../report/index.js';
import { suggest, type RshellError } from '../../source/index.js';
import { chalkFor } from '../colour.js';
import type { Context } from '../context.js';
import { diagnosticPages } from '../diagnostic-pages.js';
import { describeCommand } from '../help/index.js';
import { paletteOf } from '../palette.js';
import { manualPage, markdownReference } from '../reference/index.js';
import { widthOf } from '../streams.js';
import { usageError } from '../usage-error.js';
import { packageVersion } from '../version.js';
import type { HelpFlags } from './help-flags.js';

/** Shows the help of the command that `topic` names word by word, or the page of a diagnostic code. */
export async function runHelp(
  program: Command,
  context: Context,
  topic: readonly string[],
  flags: HelpFlags,
): Promise<void> {
  if (flags.man === true || flags.markdown === true) {
    const root = describeCommand(program);
    const text = flags.man === true ? manualPage(root, packageVersion()) : markdownReference(root);
    await context.out.write(text);
    return;
  }
  const [first = ''] = topic;
  if (/^\d+$/.test(first)) await showPage(context, `RS${first}`);
  else if (/^rs\w*\d/i.test(first)) await showPage(context, first.toUpperCase());
  else commandOf(program, topic).outputHelp();
}

async function showPage({ streams, out }: Context, code: string): Promise<void> {
  const pages = diagnosticPages();
  const page = pages.find((each) => each.code === code);
  if (page === undefined) {
    throw unknownTopic(
      code,
      pages.map((each) => each.code),
    );
  }
  const palette = paletteOf(chalkFor(streams.stdout, streams.env, 'auto'));
  const width = widthOf(streams.stdout, streams.env);
  await out.write(renderMarkdown(page.text, { width, palette }));
}

function commandOf(program: Command, topic: readonly string[]): Command {
  return topic.reduce((command, word) => {
    const found = command.commands.find((sub) => sub.name() === word);
    if (found !== undefined) return found;
    throw unknownTopic(
      word,
      command.commands.map((sub) => sub.name()),
    );
  }, program);
}

function unknownTopic(topic: string, known: readonly string[]): RshellError {
  const near = suggest(topic, known);
  return usageError(
    'RS407',
    `no help for \`${topic}\`: neither a command nor a diagnostic`,
    near === undefined
      ? 'see `rshell-scan --help` for commands, docs/diagnostics.md for codes'
      : `did you mean \`${near}\`?`,
  );
}
