// A file that says that its neighbour is in use, for one run at a time. A run that was killed leaves it: it holds while its process lives.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { RshellError } from '../source/index.js';
import { codeOf, ioError } from './system-error.js';

/** A lock that is held; released with the process at the latest, unless that is killed. */
export interface Lock {
  release(): void;
}

/** Attempts at a lock that others let go, or take, meanwhile. */
const MOST_ATTEMPTS = 5;

/**
 * Takes the lock beside the file `name`. Throws an {@link RshellError} RS412 where another process holds it, RS521 where it cannot be written.
 */
export function takeLock(name: string): Lock {
  const lock = `${name}.lock`;
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS && !isCreated(lock, own); attempt++) {
      const found = contentOf(lock);
      if (found !== null && isAlive(found)) throw inUse(name, lock, found);
      if (found !== null) removeStale(lock, found);
    }
    // Who took it for stale, before its content was written, has it now.
    const holder = contentOf(lock) ?? '';
    if (holder !== own) throw inUse(name, lock, holder);
  } catch (error) {
    if (error instanceof RshellError) throw error;
    throw ioError('RS521', 'cannot be written', lock, error);
  }
  const release = (): void => {
    process.off('exit', release);
    if (contentOf(lock) === own) rmSync(lock, { force: true });
  };
  process.on('exit', release);
  return { release };
}

/** Writes a file that is not there yet; false where it is. */
function isCreated(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock that a killed run has left, unless that has been done, and another one has come in its place. */
function removeStale(lock: string, found: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (contentOf(aside) === found) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether the process that wrote a lock still runs: numbers of processes are used again, and from 1 on after a start of the system. */
function isAlive(content: string): boolean {
  const [, digits, start] = /^([1-9]\d{0,9}) (.*)\n$/.exec(content) ?? [];
  if (digits === undefined) return false;
  const pid = Number(digits);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One of another user's.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const own = startOf(pid);
  return own === UNKNOWN || start === UNKNOWN || own === start;
}

const UNKNOWN = '-';

/** When a process was started, in a form that no other process of its number has; where the system does not tell, a dash. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in brackets, may hold anything; the fields behind it are numbers. Source: proc_pid_stat(5).
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot} ${ticks}`;
  } catch {
    return UNKNOWN;
  }
}

function inUse(name: string, lock: string, content: string): RshellError {
  const pid = /^\d+/.exec(content)?.[0];
  const by = pid === undefined ? 'by another run' : `by the run with process id ${pid}`;
  return new RshellError({
    code: 'RS412',
    severity: 'error',
    message: `state is in use ${by}`,
    place: { name },
    help: `end that run, or give this one a state of its own; if there is none, remove ${lock}`,
  });
}
