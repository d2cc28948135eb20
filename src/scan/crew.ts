// The worker threads of a scan. Ranges are handed out in the order in which they were asked for, and only so many are under way or
// wait to be taken: whoever takes the results sets the pace.
import { Worker } from 'node:worker_threads';
import type { Event } from '../event/index.js';
import type { KernelImage } from '../kernel/index.js';
import { RshellError } from '../source/index.js';
import type { ScanCode } from './codes.js';
import { LearntKinds } from './kernel-screen.js';
import type { ScanHalf } from './half.js';
import type { RangeResult } from './range-reader.js';
import { ANSWERED, type FromWorker, type ToWorker, type WorkerSetup } from './worker-messages.js';

/** What was found in a range; null where the file could not be read. */
export interface CrewResult {
  readonly result: RangeResult | null;
  /** What the kernel of that thread has learnt. */
  readonly learnt: LearntKinds;
}

/** A range that was asked for. */
export interface Order {
  /** Settles when the range has been read. Rejects with an {@link RshellError} RS324 when the thread dies. */
  readonly result: Promise<CrewResult>;
  /** Says that the result has been dealt with. Must be called, once, for every order. */
  readonly release: () => void;
}

interface Task {
  readonly message: ToWorker;
  readonly resolve: (result: CrewResult) => void;
  readonly reject: (error: Error) => void;
  state: 'waiting' | 'out' | 'released';
}

/** Results that wait to be taken, for each thread. */
const AHEAD = 2;

export class Crew {
  readonly #half: ScanHalf;
  readonly #image: KernelImage;
  readonly #size: number;
  readonly #members: Member[] = [];
  readonly #waiting: Task[] = [];
  /** Tasks handed out and not yet released. */
  #out = 0;
  #failure: Error | null = null;

  /** At most `size` threads: each is started when there is work for it. */
  constructor(half: ScanHalf, size: number) {
    this.#half = half;
    this.#size = size;
    this.#image = half.kernel.image();
  }

  /** Whether another order would be started soon. */
  get isHungry(): boolean {
    return this.#waiting.length + this.#out < this.#size * (1 + AHEAD);
  }

  order(message: ToWorker): Order {
    let task: Task | null = null;
    const result = new Promise<CrewResult>((resolve, reject) => {
      task = { message, resolve, reject, state: 'waiting' };
      if (this.#failure !== null) reject(this.#failure);
      else this.#waiting.push(task);
    });
    // Whoever waits for it learns of a failure; an order that was given up has nobody.
    result.catch(() => undefined);
    this.#employAll();
    return {
      result,
      release: () => {
        if (task === null || task.state === 'released') return;
        if (task.state === 'out') this.#out -= 1;
        else if (this.#waiting.includes(task)) this.#waiting.splice(this.#waiting.indexOf(task), 1);
        task.state = 'released';
        this.#employAll();
      },
    };
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.dismiss()));
  }

  #employAll(): void {
    for (const member of this.#members) if (member.isIdle) this.#employ(member);
    if (this.#failure !== null) return;
    while (this.#waiting.length > 0 && this.#members.length < this.#size) {
      const member = new Member(this.#half, this.#image, (self, error) => {
        if (error !== null) this.#fail(error);
        else this.#employ(self);
      });
      this.#members.push(member);
      this.#employ(member);
    }
  }

  #employ(member: Member): void {
    if (this.#out >= this.#size * (1 + AHEAD)) return;
    const task = this.#waiting.shift();
    if (task === undefined) return;
    task.state = 'out';
    this.#out += 1;
    member.start(task);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** One thread. */
class Member {
  readonly #worker: Worker;
  readonly #half: ScanHalf;
  readonly #learnt: LearntKinds;
  readonly #answer: SharedArrayBuffer;
  #task: Task | null = null;
  /** Dismissed, or dead. */
  #isOver = false;

  /** `onIdle` is called when a range has been read, with an error when the thread has died. */
  constructor(
    half: ScanHalf,
    image: WorkerSetup['image'],
    onIdle: (member: Member, error: Error | null) => void,
  ) {
    this.#half = half;
    this.#learnt = new LearntKinds(half.kinds, half.probes.length);
    this.#answer = new SharedArrayBuffer(4 + 4 * Math.ceil(half.probes.length / 32));
    const setup: WorkerSetup = { image, kindSlots: half.kinds.slots, answer: this.#answer };
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup });
    const die = (reason: string): void => {
      if (this.#isOver) return;
      this.#isOver = true;
      const error = new RshellError({
        code: 'RS324' satisfies ScanCode,
        severity: 'error',
        message: `a thread of the scan ended early: ${reason}`,
        help: '--jobs 1 does without threads',
      });
      this.#task?.reject(error);
      this.#task = null;
      onIdle(this, error);
    };
    this.#worker.on('error', (error) => {
      die(error.message);
    });
    this.#worker.on('exit', (code) => {
      die(`exit code ${code}`);
    });
    this.#worker.on('message', (message: FromWorker) => {
      this.#receive(message, () => {
        onIdle(this, null);
      });
    });
  }

  get isIdle(): boolean {
    return this.#task === null && !this.#isOver;
  }

  start(task: Task): void {
    this.#task = task;
    this.#worker.postMessage(task.message);
  }

  async dismiss(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  #receive(message: FromWorker, onIdle: () => void): void {
    switch (message.kind) {
      case 'learn':
        this.#teach(message.values);
        break;
      case 'forget':
        this.#learnt.forget();
        break;
      case 'result':
      case 'failed': {
        const result = message.kind === 'result' ? message.result : null;
        const task = this.#task;
        this.#task = null;
        task?.resolve({ result, learnt: this.#learnt });
        onIdle();
      }
    }
  }

  #teach(values: readonly ReturnType<Event['get']>[]): void {
    const { slots } = this.#half.kinds;
    const get: Event['get'] = (slot) => values[slots.indexOf(slot)] ?? null;
    new Uint32Array(this.#answer, 4).set(this.#learnt.learn({ get, folded: get }));
    const state = new Int32Array(this.#answer, 0, 1);
    Atomics.store(state, 0, ANSWERED);
    Atomics.notify(state, 0);
  }
}
