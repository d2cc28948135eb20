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
} from '../report/index.js';
import { suggest } from '../source/index.js';
import type { Context } from './context.js';
import { widthOf } from './streams.js';
import { usageError } from './usage-error.js';
import { packageVersion } from './version.js';

const FORMATS = ['text', 'ndjson', 'json'] as const;

export type Format = (typeof FORMATS)[number];

/** One `-o`; without a path it goes to stdout. */
export interface OutputChoice {
  readonly format: Format;
  readonly path: string | null;
}

interface Sink {
  readonly reporter: Reporter;
  readonly write: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Reads the values of `-o`. Text goes to stdout unless something else does. */
export function parseOutputs(values: readonly string[]): readonly OutputChoice[] {
  const choices = values.map(parseOutput);
  const toStdout = choices.filter(({ path }) => path === null);
  if (toStdout.length > 1) {
    const names = toStdout.map(({ format }) => format).join(' and ');
    throw usageError(
      'RS402',
      `expected one output on stdout, found ${names}`,
      'write the others to files: -o ndjson=alerts.ndjson',
    );
  }
  return toStdout.length === 0 ? [{ format: 'text', path: null }, ...choices] : choices;
}

function parseOutput(value: string): OutputChoice {
  const equals = value.indexOf('=');
  const name = equals === -1 ? value : value.slice(0, equals);
  const path = equals === -1 ? null : value.slice(equals + 1);
  const format = FORMATS.find((known) => known === name);
  if (format === undefined) {
    const near = suggest(name, FORMATS);
    throw usageError(
      'RS402',
      `expected an output format, found "${name}"`,
      near === undefined ? `known: ${FORMATS.join(', ')}` : `did you mean \`${near}\`?`,
    );
  }
  if (path === '')
    throw usageError('RS402', `no path after "${value}"`, `-o ${name}=alerts.${name}`);
  return { format, path: path === '-' ? null : path };
}

/** All reports of a run, written alert by alert. */
export class Outputs {
  readonly #sinks: readonly Sink[];

  constructor(choices: readonly OutputChoice[], context: Context, palette: Palette) {
    this.#sinks = choices.map(({ format, path }) => {
      const toTerminal = path === null;
      const reporter = reporterFor(format, {
        width: toTerminal ? widthOf(context.streams.stdout, context.streams.env) : undefined,
        ...(toTerminal ? { palette } : {}),
      });
      if (path === null) {
        return {
          reporter,
          write: (text) => context.out.write(text),
          close: () => context.out.flush(),
        };
      }
      const output = openOutput(path);
      return {
        reporter,
        write: (text) => {
          output.write(text);
          return Promise.resolve();
        },
        close: () => {
          output.close();
          return Promise.resolve();
        },
      };
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
  format: Format,
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
