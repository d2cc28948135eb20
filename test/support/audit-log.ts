// Raw records of processes that are started, and the log that they are written to.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';

/** The records of the start of a process; `serial` from 1 on tells it from others, and is its time. */
export function execRecords(serial: number, { ppid = 1, args = ['sh'] } = {}) {
  const id = `msg=audit(${1_790_000_000 + Math.floor(serial / 10)}.${100 + (serial % 10) * 50}:${serial})`;
  const ids = 'auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1';
  const words = args.map((arg, number) => ` a${number}="${arg}"`).join('');
  return [
    `type=SYSCALL ${id}: arch=c000003e syscall=59 success=yes exit=0 items=0 ppid=${ppid} pid=${1000 + (serial % 500)} ${ids} comm="sh" exe="/bin/sh" key="exec"\n`,
    `type=EXECVE ${id}: argc=${args.length}${words}\n`,
    `type=PROCTITLE ${id}: proctitle="sh"\n`,
  ] as const;
}

/** How a log makes room for the next one. */
export type Rotation = 'renamed' | 'copied and cut' | 'removed';

export function rotate(log: string, how: Rotation): void {
  if (how === 'removed') {
    rmSync(log, { force: true });
    appendFileSync(log, '');
    return;
  }
  let last = 1;
  while (existsSync(`${log}.${last}`)) last += 1;
  for (; last > 1; last--) renameSync(`${log}.${last - 1}`, `${log}.${last}`);
  if (how === 'renamed') {
    renameSync(log, `${log}.1`);
    appendFileSync(log, '');
  } else {
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
  }
}
