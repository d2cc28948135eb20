// Numbers of the audit system by name. Tables are read when first asked.
import { ERRNO } from './tables/errno.js';
import { KINDS_OF_EVENT, RECORD_TYPES } from './tables/record-types.js';
import { ARCHITECTURES, SYSCALLS } from './tables/syscalls.js';

/** The name of a record type: `1300` -> `SYSCALL`; `UNKNOWN[1420]`, as auditd writes it, for a number without one. */
export function recordTypeName(number: number): string {
  return (typeNames ??= readRuns(RECORD_TYPES)).get(number) ?? `UNKNOWN[${number}]`;
}

/** The names of the record types whose numbers are `from` to `to`. */
export function recordTypeNames(from: number, to: number): readonly string[] {
  typeNames ??= readRuns(RECORD_TYPES);
  return [...typeNames].flatMap(([number, name]) => (number >= from && number <= to ? [name] : []));
}

/** The number of a record type by its name; null for a name that is not known. */
export function recordTypeNumber(name: string): number | null {
  typeNumbers ??= new Map([...readRuns(RECORD_TYPES)].map(([number, known]) => [known, number]));
  const number = typeNumbers.get(name);
  if (number !== undefined) return number;
  const unknown = /^UNKNOWN\[(\d{1,5})\]$/.exec(name)?.[1];
  return unknown === undefined ? null : Number(unknown);
}

/** What kind of event a record type tells of, such as `audit-rule` or `user-login`; `unknown` if the tables do not say. */
export function kindOfEvent(type: number | null): string {
  const kind =
    type === null
      ? undefined
      : (kinds ??= readKinds()).find(({ from, to }) => type >= from && type <= to);
  return kind?.name ?? 'unknown';
}

/** The architecture that a SYSCALL record means with `arch=c000003e`: `x86_64`; `unknown[…]` for a number without a name. */
export function architectureName(hex: string): string {
  architectures ??= new Map(
    ARCHITECTURES.split(' ').map((entry) => {
      const [number = '', name = ''] = entry.split('=');
      return [number, name];
    }),
  );
  const plain = architectures.get(hex);
  if (plain !== undefined) return plain;
  const number = hex.toLowerCase().replace(/^0x/, '');
  return architectures.get(number) ?? `unknown[${number}]`;
}

/** The name of a system call, which depends on the architecture: 59 is `execve` on x86_64 and `pipe2` on aarch64. */
export function syscallName(architecture: string, number: string): string {
  if (!/^\d{1,6}$/.test(number)) return number;
  let names = syscalls.get(architecture);
  if (names === undefined) {
    const line = SYSCALLS.split('\n').find((each) => each.startsWith(`${architecture}: `));
    names = readRuns(line?.slice(architecture.length + 2) ?? '');
    syscalls.set(architecture, names);
  }
  return names.get(Number(number)) ?? number;
}

/** The names of system calls on all architectures. */
export function syscallNames(): ReadonlySet<string> {
  const words = SYSCALLS.split(/\s+/);
  return new Set(words.filter((word) => /^[a-z_]\w*$/.test(word)));
}

/** What `exit` of a SYSCALL record says: a failure by the name of its error, `-2` -> `ENOENT`; anything else as it is. */
export function exitName(exit: string): string {
  if (!exit.startsWith('-') || !/^-\d{1,5}$/.test(exit)) return exit;
  return (errors ??= readRuns(ERRNO)).get(-Number(exit)) ?? exit;
}

interface Kind {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The tables are constants; these only remember what was read of them. */
let typeNames: ReadonlyMap<number, string> | undefined;
let typeNumbers: ReadonlyMap<string, number> | undefined;
let kinds: readonly Kind[] | undefined;
let architectures: ReadonlyMap<string, string> | undefined;
let errors: ReadonlyMap<number, string> | undefined;
const syscalls = new Map<string, ReadonlyMap<number, string>>();

/** Reads runs of names: `3 close stat 8 lseek` names 3, 4 and 8. */
function readRuns(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let next = 0;
  for (const word of text.split(/\s+/)) {
    if (/^\d+$/.test(word)) next = Number(word);
    else if (word !== '') names.set(next++, word);
  }
  return names;
}

function readKinds(): readonly Kind[] {
  return KINDS_OF_EVENT.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', ranges = ''] = line.split(': ');
      return ranges.split(' ').map((range) => {
        const [from, to = from] = range.split('-').map(Number);
        return { name, from: from ?? 0, to: to ?? 0 };
      });
    });
}
