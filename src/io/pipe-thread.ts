// A thread that does nothing but read a pipe, so that whoever writes it need not wait for what is done with it.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromPipe, PipeOrder, ToPipe } from './pipe-messages.js';
import { PipePump } from './pipe-pump.js';
import { PipeRing } from './pipe-ring.js';

const port = parentPort;
// Whoever starts this thread gives it such an order.
const { fd, ring } = workerData as PipeOrder;

const pump = new PipePump(fd, new PipeRing(ring), {
  data: () => {
    send({ kind: 'data' });
  },
  over: (failure) => {
    const { message, code } = (failure ?? {}) as Partial<NodeJS.ErrnoException>;
    send({
      kind: 'over',
      failure: failure === null ? null : { message: message ?? '', code },
    });
    port?.close();
  },
});

port?.on('message', (message: ToPipe) => {
  if (message === 'resume') pump.resume();
  else pump.close();
});

function send(message: FromPipe): void {
  port?.postMessage(message);
}
