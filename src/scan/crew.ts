// The worker threads of a scan. Ranges are handed out in the order in which they were asked for, and only so many are under way or
// wait to be taken: whoever takes the results sets the pace.
import { Worker } from 'node:worker_threads';
import type { Event, Value } from '../event/index.js';
import type { KernelImage } from '../kernel/index.js';
import { invariant, RshellError } from '../source/index.js';
import type { ScanCode } from './codes.js';
import { LearntKinds } from './kernel-screen.js';
import type { ScanHalf } from './half.js';
import type { RangeResult } from './range-reader.js';
import { ANSWERED, type FromWorker, type RangeOrder, type ToWorker } from './worker-messages.js';

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
  readonly message: RangeOrder;
  readonly resolve: (result: CrewResult) => void;
  readonly reject: (error: Error) => void;
  state: 'waiting' | 'out' | 'released';
}

/** Results that wait to be taken, for each thread. */
const AHEAD = 2;

export class Crew {
  readonly #members: readonly Member[];
  readonly #waiting: Task[] = [];
  /** Tasks handed out and not yet released. */
  #out = 0;
  #hasWorked = false;
  #failure: Error | null = null;

  /** Starts `size` threads. They load while whoever has called prepares what {@link equip} gives them. */
  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => {
      return new Member((member, error) => {
        if (error !== null) this.#fail(error);
        else this.#employ(member);
      });
    });
  }

  /** How many threads there are. */
  get size(): number {
    return this.#members.length;
  }

  /** Tells the threads what they look for; to be called once, before the first order. */
  equip(half: ScanHalf): void {
    const image = half.kernel.image();
    for (const member of this.#members) member.equip(half, image);
  }

  /** Whether another order would be started soon. */
  get isHungry(): boolean {
    return this.#waiting.length + this.#out < this.size * (1 + AHEAD);
  }

  /** Whether there was anything for it to do. */
  get hasWorked(): boolean {
    return this.#hasWorked;
  }

  order(message: RangeOrder): Order {
    this.#hasWorked = true;
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
  }

  #employ(member: Member): void {
    if (this.#out >= this.size * (1 + AHEAD)) return;
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
  #equipment: Equipment | null = null;
  #task: Task | null = null;
  /** Dismissed, or dead. */
  #isOver = false;

  /** `onIdle` is called when a range has been read, with an error when the thread has died. */
  constructor(onIdle: (member: Member, error: Error | null) => void) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url));
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

  equip(half: ScanHalf, image: KernelImage): void {
    const answer = new SharedArrayBuffer(4 + 4 * Math.ceil(half.probes.length / 32));
    const learnt = new LearntKinds(half.kinds, half.probes.length);
    this.#equipment = { kindSlots: half.kinds.slots, learnt, answer };
    this.#send({ kind: 'setup', image, kindSlots: half.kinds.slots, answer });
  }

  start(task: Task): void {
    this.#task = task;
    this.#send(task.message);
  }

  async dismiss(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker, onIdle: () => void): void {
    const equipment = this.#equipment;
    invariant(equipment !== null, 'a thread says nothing before it is told something');
    switch (message.kind) {
      case 'learn':
        teach(equipment, message.values);
        break;
      case 'forget':
        equipment.learnt.forget();
        break;
      case 'result':
      case 'failed': {
        const result = message.kind === 'result' ? message.result : null;
        const task = this.#task;
        this.#task = null;
        task?.resolve({ result, learnt: equipment.learnt });
        onIdle();
      }
    }
  }
}

/** What a thread was told, and what it has learnt since. */
interface Equipment {
  readonly kindSlots: readonly number[];
  readonly learnt: LearntKinds;
  /** See {@link WorkerSetup}. */
  readonly answer: SharedArrayBuffer;
}

function teach({ kindSlots, learnt, answer }: Equipment, values: readonly Value[]): void {
  const get: Event['get'] = (slot) => values[kindSlots.indexOf(slot)] ?? null;
  new Uint32Array(answer, 4).set(learnt.learn({ get, folded: get }));
  const state = new Int32Array(answer, 0, 1);
  Atomics.store(state, 0, ANSWERED);
  Atomics.notify(state, 0);
}
