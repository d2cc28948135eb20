// What comes of live inputs, in the order in which it comes.

/** The next thing that an input gives. `input`: its number. */
export type Arrival =
  /** Valid until the next arrival is asked for. */
  | { readonly kind: 'block'; readonly input: number; readonly block: Buffer }
  /** Nothing comes any more. */
  | { readonly kind: 'end'; readonly input: number }
  | { readonly kind: 'failure'; readonly input: number; readonly error: unknown };

/** Merges inputs. Each is asked for its next block when the last one has been dealt with. */
export class Arrivals {
  readonly #ready: Arrival[] = [];
  readonly #blocks = new Map<number, AsyncGenerator<Buffer>>();
  /** The input whose block was handed out last, and is to be asked for the next one. */
  #asked: number | null = null;
  #isInterrupted = false;
  #wake: () => void = () => undefined;

  /** Inputs that have not ended. */
  get open(): number {
    return this.#blocks.size;
  }

  /** Whether something of an input is there, and waits for its turn. */
  isReady(input: number): boolean {
    return this.#ready.some((arrival) => arrival.input === input);
  }

  /** Reads an input along with the others. */
  add(input: number, blocks: AsyncGenerator<Buffer>): void {
    this.#blocks.set(input, blocks);
    this.#ask(input);
  }

  /** Makes {@link next} give null at once. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#wake();
  }

  /**
   * What comes next; of several blocks the one whose input is first by `rank`. Null when nothing came for `patienceMs` (null: for ever), or after
   * an {@link interrupt}.
   */
  async next(patienceMs: number | null, rank: (input: number) => number): Promise<Arrival | null> {
    if (this.#asked !== null) this.#ask(this.#asked);
    this.#asked = null;
    if (this.#ready.length === 0 && !this.#isInterrupted) await this.#wait(patienceMs);
    if (this.#isInterrupted) {
      this.#isInterrupted = false;
      return null;
    }
    const first = this.#first(rank);
    if (first === null) return null;
    if (first.kind === 'block') this.#asked = first.input;
    else this.#blocks.delete(first.input);
    return first;
  }

  #first(rank: (input: number) => number): Arrival | null {
    let best = 0;
    for (let other = 1; other < this.#ready.length; other++) {
      const [a, b] = [this.#ready[other], this.#ready[best]];
      if (a !== undefined && b !== undefined && rank(a.input) < rank(b.input)) best = other;
    }
    return this.#ready.splice(best, 1)[0] ?? null;
  }

  #ask(input: number): void {
    const come = (arrival: Arrival): void => {
      this.#ready.push(arrival);
      this.#wake();
    };
    this.#blocks
      .get(input)
      ?.next()
      .then(
        ({ done, value }) => {
          come(done === true ? { kind: 'end', input } : { kind: 'block', input, block: value });
        },
        (error: unknown) => {
          come({ kind: 'failure', input, error });
        },
      );
  }

  #wait(patienceMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = patienceMs === null ? undefined : setTimeout(resolve, patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
