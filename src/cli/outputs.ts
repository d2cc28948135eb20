// `-o FORMAT[=PATH]`: which reports are written, and where to.
import type { Alert, AlertSuppression } from '../alert/index.js';
import { openOutput, readBundledFile, sha256, standardOutput, type Output } from '../io/index.js';
import {
  ALERT_FORMATS,
  type AlertFormat,
  type AlertFormatName,
  type FinishedRun,
  type MakeReporter,
  type Reporter,
  type ReportPiece,
  type ReportSettings,
} from '../report/index.js';
import { RshellError, suggest } from '../source/index.js';
import { chalkFor, type ColorMode } from './colour.js';
import type { Context } from './context.js';
import { paletteOf } from './palette.js';
import { ClosedPipe, widthOf } from './streams.js';
import { usageError } from './usage-error.js';
import { forRunner } from './workflow-commands.js';
import { packageVersion } from './version.js';

/** One `-o`; without a path it goes to stdout. */
export interface OutputChoice<Format extends string = AlertFormatName> {
  readonly format: Format;
  readonly path: string | null;
}

/** Where one output goes. */
export interface Sink {
  readonly write: (piece: ReportPiece) => Promise<void>;
  /** Where what was written can be taken back. */
  readonly file: Pick<Output, 'size' | 'cut' | 'sync'> | null;
  readonly close: () => Promise<void>;
}

/**
 * Reads the values of `-o`. The first of `formats` goes to stdout unless something else does, or, when it is only the
 * `instead` of a choice, unless there is any.
 */
export function parseOutputs<Format extends string>(
  values: readonly string[],
  formats: readonly [Format, ...Format[]],
  first: 'always' | 'instead' = 'always',
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
  const isAsked = toStdout.length > 0 || (first === 'instead' && choices.length > 0);
  return isAsked ? choices : [{ format: formats[0], path: null }, ...choices];
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

/** Starts an output: a file, or what goes to stdout. */
export function openSink(
  { path }: Pick<OutputChoice, 'path'>,
  context: Context,
  mode: 'afresh' | 'at the end' = 'afresh',
): Sink {
  if (path === null) {
    return {
      write: (piece) => context.out.write(piece),
      file: mode === 'at the end' ? standardOutput() : null,
      close: () => context.out.flush(),
    };
  }
  const output = openOutput(path, mode);
  return {
    file: output,
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

/** One report of a run. */
interface OpenReport extends Sink {
  /** Its path; `-` for stdout. */
  readonly name: string;
  readonly reporter: Reporter;
  /** Whether it is given an alert that was suppressed. */
  readonly takes: (suppressed: AlertSuppression) => boolean;
}

/**
 * All reports of a run, written alert by alert. A report that cannot be written does not take the others with it: the run
 * is to be stopped in order, so that they get their ends.
 */
export class Outputs {
  readonly #reports: Set<OpenReport>;
  readonly #stop = new AbortController();
  readonly #stepSummary: string;
  #failure: RshellError | null = null;

  private constructor(reports: readonly OpenReport[], stepSummary: string) {
    this.#reports = new Set(reports);
    this.#stepSummary = stepSummary;
  }

  /** Starts the files, and loads the formats. */
  static async open(
    choices: readonly OutputChoice[],
    context: Context,
    color: ColorMode,
    settings: Partial<ReportSettings> = {},
    mode: 'afresh' | 'at the end' = 'afresh',
  ): Promise<Outputs> {
    const { stdout, env } = context.streams;
    const tool = { name: 'rshell-scan', version: packageVersion() };
    const startedAt = new Date().toISOString();
    const asset = (name: string): string => Buffer.from(readBundledFile(`dist/${name}`)).toString();
    const terminal = {
      width: widthOf(stdout, env),
      palette: paletteOf(chalkFor(stdout, env, color)),
    };
    const reports = await Promise.all(
      choices.map(async (choice) => {
        const format: AlertFormat = ALERT_FORMATS[choice.format];
        const make: MakeReporter = await format.load();
        const look = choice.path === null ? terminal : {};
        const reporter = make({ tool, startedAt, asset, hash: sha256, ...look, ...settings });
        const tells = format.tellsSuppressed === true && settings.showsSuppressed === true;
        const counts = format.countsRepeats === true && settings.isLive !== true;
        const takes = ({ by }: AlertSuppression): boolean => tells || (counts && by === 'repeat');
        const sink = openSink(choice, context, mode);
        const isText = choice.format === 'text' && choice.path === null;
        const write: Sink['write'] = (piece) =>
          sink.write(isText && typeof piece === 'string' ? forRunner(env, piece) : piece);
        return { reporter, takes, name: choice.path ?? '-', ...sink, write };
      }),
    );
    return new Outputs(reports, env['GITHUB_STEP_SUMMARY'] ?? '');
  }

  /** Aborted once a report cannot be written. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Of reports in files: how long they are, by name. */
  get sizes(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#reports].flatMap(({ name, file }) => (file === null ? [] : [[name, file.size]])),
    );
  }

  /** Takes back what was written behind the sizes that reports once had. */
  cut(sizes: Readonly<Record<string, number>>): void {
    for (const { name, file } of this.#reports) {
      const size = sizes[name];
      if (file !== null && size !== undefined && file.size > size) file.cut(size);
    }
  }

  /** Has what was written to files on the disk itself. */
  sync(): void {
    for (const { file } of this.#reports) file?.sync();
  }

  /** Whether any report is to have the alert. */
  takes({ suppressed }: Alert): boolean {
    return suppressed === null || [...this.#reports].some(({ takes }) => takes(suppressed));
  }

  /** Adds an alert to every report; one that was suppressed, to those that tell or count it. Throws once there is none left that can be written. */
  async alert(alert: Alert): Promise<void> {
    for (const report of this.#reports) {
      if (alert.suppressed !== null && !report.takes(alert.suppressed)) continue;
      await this.#attempt(report, () => report.write(report.reporter.alert(alert)));
    }
  }

  /** Ends the reports. Throws what kept one of them from being written, when all others have been. */
  async end(run: FinishedRun): Promise<void> {
    for (const report of this.#reports) {
      await this.#attempt(report, async () => {
        await report.write(report.reporter.end(run));
        await report.close();
        this.#addStepSummary(report.reporter.stepSummary?.(run) ?? '');
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async #attempt(report: OpenReport, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof ClosedPipe || error instanceof RshellError)) throw error;
      this.#reports.delete(report);
      // A reader that has gone has seen what it wanted: no failure, and no reason to stop the others.
      if (error instanceof RshellError) {
        this.#failure ??= error;
        this.#stop.abort();
      }
      if (this.#reports.size === 0) throw this.#failure ?? error;
    }
  }

  /** GitHub shows what is in this file on the page of the run. */
  #addStepSummary(text: string): void {
    if (this.#stepSummary === '' || text === '') return;
    const output = openOutput(this.#stepSummary, 'at the end');
    output.write(text);
    output.close();
  }
}
