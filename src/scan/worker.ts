// A thread of the scan half: has a kernel and nothing else. Reads ranges of files as it is told to, and asks for the probes of kinds
// that are new to it.
import { parentPort } from 'node:worker_threads';
import { Kernel } from '../kernel/index.js';
import { RangeReader, type RangeResult } from './range-reader.js';
import {
  WAITING,
  type FromWorker,
  type RangeOrder,
  type ToWorker,
  type WorkerSetup,
} from './worker-messages.js';

const port = parentPort;
let reader: RangeReader | null = null;

/** A reader whose kernel asks for the probes of the kind that it has stopped at, and waits for them. */
function readerOf({ image, kindSlots, answer }: WorkerSetup): RangeReader {
  const kernel = Kernel.from(image);
  const state = new Int32Array(answer, 0, 1);
  const probes = new Uint32Array(answer, 4);
  /** Whether the kernel can learn no more kinds. */
  let isFull = false;
  return new RangeReader(kernel, () => {
    if (isFull) return false;
    Atomics.store(state, 0, WAITING);
    send({ kind: 'learn', values: kindSlots.map((slot) => kernel.event.get(slot)) });
    Atomics.wait(state, 0, WAITING);
    const isLearnt = kernel.learnKind(probes.slice());
    if (!isLearnt) {
      isFull = true;
      send({ kind: 'forget' });
    }
    return isLearnt;
  });
}

function read({ fd, shift, range }: RangeOrder): void {
  let result: RangeResult | undefined;
  try {
    result = reader?.read(fd, range, shift);
  } catch {
    // The thread that asked reads the file from here on, and meets the same.
  }
  if (result === undefined) send({ kind: 'failed' });
  else send({ kind: 'result', result }, transferable(result));
}

function send(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...transfer]);
}

port?.on('message', (message: ToWorker) => {
  if (message.kind === 'setup') reader = readerOf(message);
  else read(message);
});

function transferable({ leads, hosts }: RangeResult): readonly ArrayBuffer[] {
  // Both are copies of their own.
  return [leads.buffer as ArrayBuffer, hosts.buffer as ArrayBuffer];
}
