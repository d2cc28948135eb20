import {
  AuditMemory,
  DocumentReader,
  type Bookmark,
  type LineScreen,
  type RecordScreen,
} from '../input/index.js';
import type { Input } from '../io/index.js';
import type { Desk } from './half.js';
import type { InputLog } from './input-log.js';
import type { SavedInput } from './saved-scan.js';
import { readerOptionsOf, type ReadSettings } from './settings.js';

/** Reads one live input, which may be several files one after the other: a log and what it is rotated to. */
export class LiveReader {
  readonly input: Input;
  readonly log: InputLog;
  readonly #settings: ReadSettings;
  readonly #onFile: () => number;
  readonly #memory = new AuditMemory();
  #desk: Desk;
  #reader: DocumentReader;
  #origin: Input['origin'];
  #isOver = false;
  #file = 0;

  /** `onFile` hears of each file that is begun, the first one included, and gives it a number. `saved`: where another reader was. */
  constructor(
    input: Input,
    log: InputLog,
    desk: Desk,
    settings: ReadSettings,
    onFile: () => number,
    saved: SavedInput | null,
  ) {
    this.input = input;
    this.log = log;
    this.#settings = settings;
    this.#onFile = onFile;
    this.#desk = desk;
    this.#origin = input.origin;
    if (saved !== null) this.#memory.restore(saved.memory);
    this.#reader = this.#open(input.isResumed === true ? saved?.bookmark : undefined);
  }

  /** Whether the input turned out to be something else than events: the rest of it is not looked at. */
  get stopped(): boolean {
    return this.#reader.stopped;
  }

  /** Number of the file at hand. */
  get file(): number {
    return this.#file;
  }

  /** Whether it was said that the input is over. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether some event waits for more records. */
  get isWaiting(): boolean {
    return this.#reader.isWaiting;
  }

  /** Goes on with another desk. */
  moveTo(desk: Desk): void {
    this.#desk = desk;
  }

  /** Reads the next block of the input. */
  push(block: Buffer): void {
    if (this.input.origin !== this.#origin) {
      this.#origin = this.input.origin;
      this.#reader.endFile();
      this.log.lookedLike(this.#reader);
      this.#reader = this.#open();
    }
    this.#reader.push(block);
  }

  /** See {@link DocumentReader.pause}. */
  pause(): void {
    this.#reader.pause();
    this.log.lacked(this.#reader);
  }

  /** Says that the input is over: `cut`: before its end, so that nothing can be said of a line that is not complete. */
  end(how: 'at its end' | 'cut' | 'to go on later'): void {
    this.#isOver = true;
    if (how === 'cut') this.#reader.idle();
    else if (how === 'at its end') this.#reader.end();
    this.log.lookedLike(this.#reader);
  }

  #open(bookmark?: Bookmark): DocumentReader {
    this.#file = this.#onFile();
    const { origin } = this.input;
    return new DocumentReader(
      {
        document: (document, place) => {
          this.#desk.document(document, place);
        },
        problem: (problem) => {
          this.#desk.problem(problem);
        },
      },
      {
        ...readerOptionsOf(this.input, this.#settings),
        file: this.#file,
        memory: this.#memory,
        ...startOf(bookmark ?? origin),
        ...(this.#desk.screen === null ? {} : { screen: this.#screen() }),
        ...(this.#desk.recordScreen === null ? {} : { recordScreen: this.#recordScreen() }),
      },
    );
  }

  /** Where and how another reader may go on in place of this one; null where that is in the middle of something. */
  save(): SavedInput | null {
    const { bookmark } = this.#reader;
    if (bookmark === null || this.input.origin !== this.#origin) return null;
    const position = this.input.positionAt?.(bookmark.offset) ?? null;
    if (position === null) return null;
    const { name } = this.input;
    return { name, file: this.#file, bookmark, position, memory: this.#memory.save() };
  }

  /** The screens of the desk at hand, whichever it is. */
  #screen(): LineScreen {
    const screen = (): LineScreen | null => this.#desk.screen;
    return {
      take: (bytes, from, line, offset) => screen()?.take(bytes, from, line, offset) ?? from,
      get taken() {
        return screen()?.taken ?? 0;
      },
    };
  }

  #recordScreen(): RecordScreen {
    const screen = (): RecordScreen | null => this.#desk.recordScreen;
    return {
      take: (bytes, from, line, offset, log, waiting) =>
        screen()?.take(bytes, from, line, offset, log, waiting) ?? from,
      takeGathered: (lines, place, log) => screen()?.takeGathered(lines, place, log) ?? false,
      get taken() {
        return screen()?.taken ?? 0;
      },
      get events() {
        return screen()?.events ?? 0;
      },
    };
  }
}

function startOf(start: Bookmark | Input['origin']): {
  start?: Bookmark | NonNullable<Input['origin']>;
} {
  return start === undefined ? {} : { start };
}
