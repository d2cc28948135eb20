import type { ChalkInstance } from 'chalk';
import { renderDiagnostic, type Diagnostic, type Painter } from '../source/index.js';
import { chalkFor, type ColorMode } from './colour.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { StatusLine } from './status-line.js';
import { widthOf, Writer, type Streams } from './streams.js';
import { forRunner } from './workflow-commands.js';

/** What every command works with: the streams, and the exit code that the run has earned so far. */
export class Context {
  readonly streams: Streams;
  /** The words of the command line, behind the name of the program. */
  readonly argv: readonly string[];
  readonly out: Writer;
  readonly err: Writer;
  /** Gives way to whatever is printed. */
  readonly status: StatusLine;
  #exitCode: ExitCode = EXIT.ok;
  /** Whether a diagnostic was the last thing printed: a blank line parts it from what comes next. */
  #afterDiagnostic = false;

  constructor(streams: Streams, argv: readonly string[] = []) {
    this.streams = streams;
    this.argv = argv;
    this.status = new StatusLine(streams.stderr);
    const giveWay = (): void => {
      this.status.clear();
    };
    this.out = new Writer(streams.stdout, '<stdout>', streams.stdout.isTTY ? giveWay : undefined);
    this.err = new Writer(streams.stderr, '<stderr>', giveWay);
  }

  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /** Asks for an exit code; of several the highest counts. */
  exitWith(code: ExitCode): void {
    if (code > this.#exitCode) this.#exitCode = code;
  }

  /** Prints diagnostics to stderr, in order. */
  async report(diagnostics: readonly Diagnostic[], color: ColorMode): Promise<void> {
    await this.reportTo(this.err, diagnostics, color);
  }

  /** Prints diagnostics to one of the two streams: to stdout where they are the result. */
  async reportTo(
    writer: Writer,
    diagnostics: readonly Diagnostic[],
    color: ColorMode,
  ): Promise<void> {
    const stream = writer === this.out ? this.streams.stdout : this.streams.stderr;
    const painter = painterOf(chalkFor(stream, this.streams.env, color));
    const columns = widthOf(stream, this.streams.env);
    for (const diagnostic of diagnostics) {
      const lead = this.#afterDiagnostic ? '\n' : '';
      this.#afterDiagnostic = true;
      const text = lead + renderDiagnostic(diagnostic, painter, columns);
      await writer.write(forRunner(this.streams.env, text));
    }
  }

  /** Prints lines that stand for diagnostics to stderr. */
  async reportCounted(lines: string): Promise<void> {
    if (lines === '') return;
    await this.note(lines);
    this.#afterDiagnostic = true;
  }

  /** Prints lines that are no diagnostic to stderr. */
  async note(lines: string): Promise<void> {
    await this.part();
    await this.err.write(forRunner(this.streams.env, lines));
  }

  /** Parts diagnostics from what other output follows. */
  async part(): Promise<void> {
    if (this.#afterDiagnostic) await this.err.write('\n');
    this.#afterDiagnostic = false;
  }
}

function painterOf(chalk: ChalkInstance): Painter {
  return {
    error: (text) => chalk.red.bold(text),
    warning: (text) => chalk.yellow.bold(text),
    info: (text) => chalk.cyan.bold(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
