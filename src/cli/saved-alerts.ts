// Alerts that an earlier run saved: `-o ndjson`, one a line, or `-o json`, which has one a line as well. Both are read line
// by line, so that a report of any size can be converted, and one whose writing was broken off has what was written. A
// document that somebody laid out in another way is read whole.
import { savedAlert, type Alert } from '../alert/index.js';
import { isArray, isObject, type Json } from '../event/index.js';
import type { Input } from '../io/index.js';
import { REPORT_SCHEMA } from '../report/index.js';
import type { Diagnostic } from '../source/index.js';

/** Takes what is found, in its order. */
export interface AlertHandler {
  readonly alert: (alert: Alert) => Promise<void>;
  /** What is no alert; an error where the input ends too early. */
  readonly problem: (problem: Diagnostic) => void;
}

const NEWLINE = 10;
/** Bytes of a line, or of a document over several lines: a string holds no more than twice as much. */
const LONGEST = 256 * 1024 * 1024;
const HELP = `save alerts with \`-o ndjson=PATH\` or \`-o json=PATH\`; events are for \`rshell-scan scan\``;

/** Reads `input` to its end, or until `signal` is aborted. Throws the RshellError of an input that is damaged. */
export async function readAlerts(
  input: Input,
  handler: AlertHandler,
  signal: AbortSignal,
): Promise<void> {
  const reader = new SavedAlertReader(input.name, handler);
  let rest: Buffer[] = [];
  let size = 0;
  const take = async (piece: Buffer, isEnded: boolean): Promise<void> => {
    const isWhole = size + piece.length <= LONGEST;
    if (isWhole) await reader.line(Buffer.concat([...rest, piece]).toString(), isEnded);
    else reader.longLine();
    rest = [];
    size = 0;
  };
  for await (const block of input.blocks()) {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end !== -1; end = block.indexOf(NEWLINE, start)) {
      await take(block.subarray(start, end), true);
      start = end + 1;
    }
    size += block.length - start;
    // The block is overwritten by the next one.
    if (size <= LONGEST) rest.push(Buffer.from(block.subarray(start)));
    else rest = [];
    if (signal.aborted || reader.isOver) return;
  }
  if (size > 0) await take(Buffer.alloc(0), false);
  await reader.end();
}

/**
 * `lines`: alerts, or nothing yet. `head`, `alerts`, `tail`: lines of a JSON report, before its alerts, which come one a line,
 * at them, and behind them. `whole`: a document over several lines.
 */
type Mode = 'lines' | 'head' | 'alerts' | 'tail' | 'whole' | 'over';

class SavedAlertReader {
  readonly #name: string;
  readonly #handler: AlertHandler;
  readonly #whole: string[] = [];
  #mode: Mode = 'lines';
  #wholeSize = 0;
  #line = 0;
  #sawJson = false;

  constructor(name: string, handler: AlertHandler) {
    this.#name = name;
    this.#handler = handler;
  }

  /** Whether nothing more is to come. */
  get isOver(): boolean {
    return this.#mode === 'over';
  }

  /** Takes note of a line that is too long to be an alert. */
  longLine(): void {
    this.#line += 1;
    this.#problem(`line is longer than ${LONGEST / 1024 ** 2} MiB`, this.#line);
  }

  /** `isEnded`: whether a newline ends it. */
  async line(line: string, isEnded: boolean): Promise<void> {
    this.#line += 1;
    const text = (this.#line === 1 ? line.replace(/^\ufeff/, '') : line).trim();
    switch (this.#mode) {
      case 'whole':
        this.#keep(text);
        break;
      case 'head':
        if (text.startsWith('"alerts":[')) this.#mode = text.includes(']') ? 'tail' : 'alerts';
        break;
      case 'alerts':
        if (text.startsWith(']')) this.#mode = 'tail';
        else if (text !== '') await this.#reported(text.replace(/,$/, ''), isEnded);
        break;
      case 'tail':
        // The last line of a report; what stands behind it is read like a file of its own.
        if (text.startsWith('"run":')) this.#mode = 'lines';
        break;
      case 'lines':
        if (text !== '') await this.#firstOrNext(text, isEnded);
        break;
      case 'over':
    }
  }

  #keep(text: string): void {
    this.#wholeSize += text.length;
    this.#whole.push(text);
    if (this.#wholeSize <= LONGEST) return;
    this.#problem(`document is longer than ${LONGEST / 1024 ** 2} MiB; save NDJSON`);
    this.#mode = 'over';
  }

  async end(): Promise<void> {
    const isInReport = ['head', 'alerts', 'tail'].includes(this.#mode);
    if (isInReport) this.#cutOff('the report is cut off');
    if (this.#mode !== 'whole') return;
    const json = parsed(this.#whole.join('\n'));
    if (json === undefined) this.#problem('expected alerts, found text that is not JSON');
    else await this.#value(json);
  }

  async #firstOrNext(text: string, isEnded: boolean): Promise<void> {
    const json = parsed(text);
    if (json !== undefined) {
      this.#sawJson = true;
      await this.#value(json);
    } else if (text.startsWith(`{"schema":"${REPORT_SCHEMA}",`)) {
      this.#sawJson = true;
      this.#mode = 'head';
    } else if (this.#sawJson) {
      if (isEnded) this.#problem('line is not JSON', this.#line);
      else this.#cutOff('the last line is cut off');
    } else if (/^[[{]/.test(text)) {
      this.#mode = 'whole';
      this.#keep(text);
    } else {
      this.#problem('line is not JSON', this.#line);
    }
  }

  /** A line among the alerts of a report. */
  async #reported(text: string, isEnded: boolean): Promise<void> {
    const json = parsed(text);
    if (json !== undefined) await this.#alert(json);
    // A line without an end is the last one: said at the end of the report.
    else if (isEnded) this.#problem('line is not JSON', this.#line);
  }

  /** An alert, a report, or a list of alerts. */
  async #value(json: Json): Promise<void> {
    if (isArray(json)) {
      for (const item of json) await this.#alert(item);
    } else if (isObject(json) && json['schema'] === REPORT_SCHEMA && isArray(json['alerts'])) {
      for (const item of json['alerts']) await this.#alert(item);
    } else {
      await this.#alert(json);
    }
  }

  async #alert(json: Json): Promise<void> {
    const { alert, problem } = savedAlert(json);
    if (alert === null) this.#problem(problem, this.#line);
    else await this.#handler.alert(alert);
  }

  /** Alerts may be missing, and nobody can tell how many. */
  #cutOff(problem: string): void {
    this.#problem(problem, this.#line, 'error');
  }

  #problem(problem: string, line?: number, severity: 'error' | 'warning' = 'warning'): void {
    this.#handler.problem({
      code: 'RS330',
      severity,
      message: `not an alert: ${problem}`,
      place: { name: this.#name, ...(line === undefined ? {} : { line }) },
      help: HELP,
    });
  }
}

/** The value of a JSON text; undefined when it is none. */
function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives any; what it gives is Json by definition.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
