// `--state`: what a live run leaves to the next one, so that this goes on as if there had been no break. Alerts that are given between
// two saves are noted one by one: what is read again gives them again.
import { rmSync, renameSync } from 'node:fs';
import type { SeenAlerts } from '../alert/index.js';
import {
  openOutput,
  readLines,
  readStateFile,
  takeLock,
  writeStateFile,
  type Lock,
  type Output,
} from '../io/index.js';
import type { Checkpoint, SavedScan } from '../scan/index.js';
import { RshellError, type Diagnostic } from '../source/index.js';
import type { TunerState } from '../tuning/index.js';
import type { Outputs } from './outputs.js';

/** Time between two saves, at least; a save takes no more than one part in so many of the time. */
const SAVE_MS = 5000;
const SAVE_SHARE = 50;
/** Alerts noted between two saves; then the next one is due. */
const MANY_NOTES = 20_000;
/** Alerts noted that have not come again yet: those of several runs that were killed. */
const MOST_NOTED = 100_000;

/** What alerts to come depend on. */
export interface HeldAlerts {
  /** See `AlertBuilder`. */
  readonly seen: SeenAlerts;
  readonly tuning: TunerState;
}

/** What is in the file. */
interface SavedRun extends HeldAlerts {
  readonly scan: SavedScan;
  /** Ids of alerts that were given, and may come again. */
  readonly noted: readonly string[];
}

/** What is noted of an alert: before it is written, with how long the reports are, and after. */
type Note = BegunNote | { readonly done: string };

interface BegunNote {
  readonly begun: string;
  readonly sizes: Readonly<Record<string, number>>;
}

export class LiveState {
  readonly #path: string;
  readonly #lock: Lock;
  readonly #saved: SavedRun | null;
  readonly #noted: Set<string>;
  #notes: Output;
  #notesSince = 0;
  /** What went wrong with the files of an earlier run: they are not used. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #interrupted: BegunNote | null = null;
  #isRefused = false;

  /** Reads what an earlier run has left at `path`. Throws an RshellError where nothing can be kept there, or another run keeps its own. */
  constructor(path: string) {
    this.#path = path;
    this.#lock = takeLock(path);
    const diagnostics: Diagnostic[] = [];
    this.#saved = read(path, diagnostics);
    this.diagnostics = diagnostics;
    this.#noted = new Set(this.#saved?.noted);
    let last: Note | null = null;
    for (const line of readLines(this.#notesPath)) {
      last = noteOf(line) ?? last;
      if (last !== null && 'done' in last) this.#noted.add(last.done);
    }
    if (last !== null && 'begun' in last) this.#interrupted = last;
    this.#notes = openOutput(this.#notesPath, 'at the end');
    // The last line may have been cut off.
    if (this.#notes.size > 0) this.#notes.write('\n');
  }

  /** What the scan held. */
  get scan(): SavedScan | null {
    return this.#saved?.scan ?? null;
  }

  get seen(): SeenAlerts {
    return this.#saved?.seen ?? [];
  }

  get tuning(): TunerState {
    return this.#saved?.tuning ?? NO_TUNING;
  }

  /** Takes back an alert that was being written when the last run was broken off: it comes again. */
  mend(outputs: Outputs): void {
    if (this.#interrupted !== null) outputs.cut(this.#interrupted.sizes);
  }

  /** Has an alert written, unless that was done before. */
  async report(id: string, outputs: Outputs, write: () => Promise<void>): Promise<void> {
    if (this.#noted.delete(id)) return;
    this.#note({ begun: id, sizes: outputs.sizes });
    await write();
    this.#note({ done: id });
  }

  /** Notes an alert that is not reported, so that the next run does not report it either. */
  passOver(id: string): void {
    if (!this.#noted.delete(id)) this.#note({ done: id });
  }

  /** `tell` hears when nothing can be kept. */
  checkpoint(
    outputs: Outputs,
    held: () => HeldAlerts,
    tell: (diagnostic: Diagnostic) => void,
  ): Checkpoint {
    return {
      saved: this.scan,
      tell,
      isUrgent: () => this.#notesSince > MANY_NOTES,
      save: (scan) => {
        const started = performance.now();
        try {
          this.#save(scan, held(), outputs);
        } catch (error) {
          if (!(error instanceof RshellError)) throw error;
          if (!this.#isRefused) tell(error.diagnostic);
          this.#isRefused = true;
        }
        return Math.max(SAVE_MS, SAVE_SHARE * (performance.now() - started));
      },
    };
  }

  close(): void {
    this.#notes.close();
    this.#lock.release();
  }

  get #notesPath(): string {
    return `${this.#path}.alerts`;
  }

  #note(note: Note): void {
    this.#notes.write(`${JSON.stringify(note)}\n`);
    if ('done' in note) this.#notesSince += 1;
  }

  #save(scan: SavedScan, held: HeldAlerts, outputs: Outputs): void {
    const noted = [...this.#noted].slice(-MOST_NOTED);
    // What was given must be there before it is forgotten that it may have to be given again.
    outputs.sync();
    const run: SavedRun = { scan, ...held, noted };
    writeStateFile(this.#path, run);
    this.#isRefused = false;
    this.#notes.close();
    this.#notes = openOutput(this.#notesPath);
    this.#notesSince = 0;
  }
}

const NO_TUNING: TunerState = { repeats: [], perRule: [], reported: 0 };

function read(path: string, diagnostics: Diagnostic[]): SavedRun | null {
  try {
    // Its header, version and checksum say that we wrote it.
    return readStateFile(path) as SavedRun | null;
  } catch (error) {
    // One that cannot be read may be whole.
    if (!(error instanceof RshellError) || error.cause !== undefined) throw error;
    diagnostics.push({
      ...error.diagnostic,
      severity: 'warning',
      notes: ['the logs are read from their start, as without a state'],
    });
    rmSync(`${path}.alerts`, { force: true });
    renameSync(path, `${path}.bad`);
    return null;
  }
}

/** A line of notes; null for one that was cut off. */
function noteOf(line: string): Note | null {
  try {
    // We write nothing else to this file, but a line may end early.
    return JSON.parse(line) as Note;
  } catch {
    return null;
  }
}
