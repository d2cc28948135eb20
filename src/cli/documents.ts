import type { Palette } from '../report/index.js';
import { chalkFor } from './colour.js';
import type { Context } from './context.js';
import type { CommonFlags } from './options.js';
import { openSink, type OutputChoice } from './outputs.js';
import { paletteOf } from './palette.js';
import { widthOf } from './streams.js';

/** How a document for people looks where it goes. */
export interface TextLook {
  readonly width?: number | undefined;
  readonly palette?: Palette;
  readonly verbose: boolean;
}

/** Writes a document that is made at once, in every format that was asked for; colour and width are for stdout. */
export async function writeDocuments<Format extends string>(
  context: Context,
  choices: readonly OutputChoice<Format>[],
  flags: CommonFlags,
  texts: Readonly<Record<Format, (look: TextLook) => string>>,
): Promise<void> {
  const { stdout, env } = context.streams;
  const verbose = flags.verbose === true;
  for (const choice of choices) {
    const isFile = choice.path !== null;
    const look: TextLook = isFile
      ? { verbose }
      : {
          verbose,
          width: widthOf(stdout, env),
          palette: paletteOf(chalkFor(stdout, env, flags.color)),
        };
    const sink = openSink(choice, context);
    await sink.write(texts[choice.format](look));
    await sink.close();
  }
}
