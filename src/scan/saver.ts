// When what a live scan holds is saved: only where every input is at a place at which another run can go on.
import type { Checkpoint } from './live-options.js';
import type { LiveReader } from './live-reader.js';
import type { SavedInput, SavedScan } from './saved-scan.js';

/** A save that is due and not possible for so long is told: something in an input goes on and on. */
const STUCK_MS = 10_000;

type Savable = Pick<LiveReader, 'input' | 'isOver' | 'save'>;

export class Saver {
  readonly #checkpoint: Checkpoint;
  /** Whether something has changed since the last save, and when the next one is due. */
  #isUnsaved = false;
  #next = 0;
  /** Since when a save has been due and not possible. */
  #stuckSince: number | null = null;
  #isStuckTold = false;

  constructor(checkpoint: Checkpoint) {
    this.#checkpoint = checkpoint;
  }

  /** What another scan held at last. */
  get saved(): SavedScan | null {
    return this.#checkpoint.saved;
  }

  get isUnsaved(): boolean {
    return this.#isUnsaved;
  }

  /** Notes that there is something new to save: now, or as soon as it is due. */
  touch(when: 'now' | 'when due'): void {
    this.#isUnsaved = true;
    if (when === 'now') this.#next = 0;
  }

  isDue(now: number): boolean {
    return this.#isUnsaved && (now >= this.#next || this.#checkpoint.isUrgent?.() === true);
  }

  /** Keeps what is held, when no input is in the middle of something; otherwise it is tried again soon. */
  save(now: number, readers: readonly Savable[], held: () => Omit<SavedScan, 'inputs'>): void {
    const inputs: SavedInput[] = [];
    for (const reader of readers) {
      if (reader.isOver) continue;
      const saved = reader.save();
      if (saved === null) {
        this.#noteStuck(reader.input.name, now);
        return;
      }
      inputs.push(saved);
    }
    this.#stuckSince = null;
    this.#next = now + this.#checkpoint.save({ ...held(), inputs });
    this.#isUnsaved = false;
  }

  #noteStuck(name: string, now: number): void {
    this.#stuckSince ??= now;
    if (this.#isStuckTold || now - this.#stuckSince < STUCK_MS) return;
    this.#isStuckTold = true;
    this.#checkpoint.tell?.({
      code: 'RS414',
      severity: 'warning',
      message:
        'is one text that goes on and on: no place in it can be saved, and so none in other inputs',
      place: { name },
      help: 'have it written as lines of JSON, one event each, or leave it out',
    });
  }
}
