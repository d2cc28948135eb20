// What an attack of the tables is, and the steps that many have in common.
import type { AuditHost, Process } from '../audit-host.js';

export interface Attack {
  readonly name: string;
  /** The least that has to be recorded for it to be seen. */
  readonly sees: 'execve' | 'network';
  readonly play: (host: AuditHost) => void;
}

export const PEER = '203.0.113.66';

/** What is typed at the other end. */
export function typed(shell: Process): void {
  shell.run(['id']);
  shell.run(['uname', '-a']);
}

export function attack(name: string, sees: Attack['sees'], play: Attack['play']): Attack {
  return { name, sees, play };
}

/** A shell whose redirection opens a connection, then `argv` in its place. */
export function redirected(
  shell: Process,
  argv: readonly string[],
  port = 9001,
  udp = false,
): void {
  const child = shell.fork().connect(PEER, port, { udp }).dup();
  typed(child.exec(argv));
}

/** An interpreter that connects and starts `shell`, with a pipe or a pseudo terminal between them. */
export function spawns(interpreter: Process, shell: readonly string[], port = 4242): void {
  interpreter.connect(PEER, port);
  typed(interpreter.fork().dup().exec(shell));
}

/** An interpreter that connects and becomes `shell`. */
export function becomes(interpreter: Process, shell: readonly string[], port = 4242): void {
  typed(interpreter.connect(PEER, port).dup().exec(shell));
}

/** A pipeline of a shell: `argv`s of its parts, in the order in which they come to run; the tool connects. */
export function pipeline(
  parent: Process,
  parts: readonly (readonly string[])[],
  tool: string,
  port = 9001,
): void {
  const running = parts.map((argv) => parent.run(argv));
  running
    .find(({ comm }) => comm === tool)
    ?.connectUnix()
    .connect(PEER, port);
  const shell = running.find(({ comm }) => /^(ba|da|a|z)?sh$/.test(comm));
  if (shell !== undefined) typed(shell);
}
