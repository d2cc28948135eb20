// A thread of the scan half: has a kernel and nothing else. Reads ranges of files as it is told to, and asks for the probes of kinds
// that are new to it.
import { parentPort, workerData } from 'node:worker_threads';
import { Kernel } from '../kernel/index.js';
import { RangeReader, type RangeResult } from './range-reader.js';
import { WAITING, type FromWorker, type ToWorker, type WorkerSetup } from './worker-messages.js';

// A worker is started with its setup.
const { image, kindSlots, answer } = workerData as WorkerSetup;
const kernel = Kernel.from(image);
const state = new Int32Array(answer, 0, 1);
const probes = new Uint32Array(answer, 4);
const reader = new RangeReader(kernel, learn);
/** Whether the kernel can learn no more kinds. */
let isFull = false;
const port = parentPort;

/** Asks for the probes of the kind that the kernel stopped at, and waits for them. */
function learn(): boolean {
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
}

function send(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...transfer]);
}

port?.on('message', ({ fd, shift, range }: ToWorker) => {
  try {
    const result = reader.read(fd, range, shift);
    send({ kind: 'result', result }, transferable(result));
  } catch {
    // The thread that asked reads the file from here on, and meets the same.
    send({ kind: 'failed' });
  }
});

function transferable({ leads, hosts }: RangeResult): readonly ArrayBuffer[] {
  // Both are copies of their own.
  return [leads.buffer as ArrayBuffer, hosts.buffer as ArrayBuffer];
}
