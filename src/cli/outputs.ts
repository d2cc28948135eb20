// `-o FORMAT[=PATH]`: which reports are written, and where to.
import type { Alert } from '../alert/index.js';
import { openOutput } from '../io/index.js';
import {
  JsonReport,
  ndjsonReport,
  textReport,
  type FinishedRun,
  type Palette,
  type Reporter,
  type ReportPiece,
} from '../report/index.js';
import { suggest } from '../source/index.js';
import type { Context } from './context.js';
import { widthOf } from './streams.js';
import { usageError } from './usage-error.js';
import { packageVersion } from './version.js';

/** Formats of alerts. */
export const ALERT_FORMATS = ['text', 'ndjson', 'json'] as const;

export type AlertFormat = (typeof ALERT_FORMATS)[number];

/** One `-o`; without a path it goes to stdout. */
export interface OutputChoice<Format extends string = AlertFormat> {
  readonly format: Format;
  readonly path: string | null;
}

/** Where one output goes. */
export interface Sink {
  readonly write: (piece: ReportPiece) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Reads the values of `-o`. The first of `formats` goes to stdout unless something else does. */
export function parseOutputs<Format extends string>(
  values: readonly string[],
  formats: readonly [Format, ...Format[]],
): readonly OutputChoice<Format>[] {
  const choices = values.map((value) => parseOutput(value, formats));
  const toStdout = choices.filter(({ path }) => path === null);
  if (toStdout.length > 1) {
    const names = toStdout.map(({ format }) => format).join(' and ');
    throw usageError(
      'RS402',
      `expected one output on stdout, found ${names}`,
      `write the others to files: -o ${toStdout[1]?.format ?? ''}=PATH`,
    );
  }
  return toStdout.length === 0 ? [{ format: formats[0], path: null }, ...choices] : choices;
}

function parseOutput<Format extends string>(
  value: string,
  formats: readonly Format[],
): OutputChoice<Format> {
  const equals = value.indexOf('=');
  const name = equals === -1 ? value : value.slice(0, equals);
  const path = equals === -1 ? null : value.slice(equals + 1);
  const format = formats.find((known) => known === name);
  if (format === undefined) {
    const near = suggest(name, formats);
    throw usageError(
      'RS402',
      `expected an output format, found "${name}"`,
      near === undefined ? `known: ${formats.join(', ')}` : `did you mean \`${near}\`?`,
    );
  }
  if (path === '') throw usageError('RS402', `no path after "${value}"`, `-o ${name}=PATH`);
  return { format, path: path === '-' ? null : path };
}

/** Starts an output: a file afresh, or what goes to stdout. */
export function openSink({ path }: Pick<OutputChoice, 'path'>, context: Context): Sink {
  if (path === null) {
    return { write: (piece) => context.out.write(piece), close: () => context.out.flush() };
  }
  const output = openOutput(path);
  return {
    write: (piece) => {
      output.write(piece);
      return Promise.resolve();
    },
    close: () => {
      output.close();
      return Promise.resolve();
    },
  };
}

/** All reports of a run, written alert by alert. */
export class Outputs {
  readonly #sinks: readonly (Sink & { readonly reporter: Reporter })[];

  constructor(choices: readonly OutputChoice[], context: Context, palette: Palette) {
    this.#sinks = choices.map((choice) => {
      const toTerminal = choice.path === null;
      const reporter = reporterFor(choice.format, {
        width: toTerminal ? widthOf(context.streams.stdout, context.streams.env) : undefined,
        ...(toTerminal ? { palette } : {}),
      });
      return { reporter, ...openSink(choice, context) };
    });
  }

  async alert(alert: Alert): Promise<void> {
    for (const { reporter, write } of this.#sinks) await write(reporter.alert(alert));
  }

  async end(run: FinishedRun): Promise<void> {
    for (const { reporter, write, close } of this.#sinks) {
      await write(reporter.end(run));
      await close();
    }
  }
}

function reporterFor(
  format: AlertFormat,
  options: { readonly width: number | undefined; readonly palette?: Palette },
): Reporter {
  switch (format) {
    case 'text':
      return textReport(options);
    case 'ndjson':
      return ndjsonReport();
    case 'json':
      return new JsonReport({ name: 'rshell-scan', version: packageVersion() });
  }
}
