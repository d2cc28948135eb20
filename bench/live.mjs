/** How long a running scan takes from the deciding line of an event rule, written into its pipe, to the alert on its output. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PLANTS } from './generator/plants.mjs';
import { Random } from './generator/random.mjs';
import { makeHosts } from './generator/world.mjs';

const EVENT_RULE = '259be2d8-3b1a-4c2c-a0eb-0c8e77f35e39';
const PAUSE_MS = 20; // between an alert and the next line: the scan is idle again
const PATIENCE_MS = 10_000;

/** Starts `command`, which scans its standard input, and gives the latency of each of `count` alerts in milliseconds. */
export async function latencies({ program, args }, count) {
  const scan = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  scan.stdin.on('error', () => {}); // the scan has ended: then no alert comes, and that is reported
  try {
    const measured = [];
    for (const line of attacks(count + 1)) {
      const begun = performance.now();
      const alert = nextLine(scan.stdout);
      scan.stdin.write(line);
      await alert;
      measured.push(performance.now() - begun);
      await sleep(PAUSE_MS);
    }
    return measured.slice(1); // the first waits for the process to start
  } finally {
    scan.kill();
  }
}

/** Lines of the event rule, each an attack of its own, a second apart. */
function attacks(count) {
  const random = new Random(1);
  const hosts = makeHosts(10, random).filter(({ kind }) => kind === 'defend');
  const { plant } = PLANTS.find(({ ruleId }) => ruleId === EVENT_RULE);
  return Array.from({ length: count }, (_, second) => {
    const [[, line]] = plant(random.pick(hosts), random, true);
    return line(second * 1e6);
  });
}

function nextLine(stream) {
  return new Promise((resolve, reject) => {
    const impatient = setTimeout(() => reject(new Error('no alert in ten seconds')), PATIENCE_MS);
    const listen = (chunk) => {
      if (!chunk.includes('\n')) return;
      clearTimeout(impatient);
      stream.off('data', listen);
      resolve();
    };
    stream.on('data', listen);
  });
}
