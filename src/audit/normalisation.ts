// What an event means: the line of the table that its system call or record type has.
import { NORMALISATION } from './tables/normalisation.js';

/** One line of the table. Fields are named as in records; of a list the first that is there counts. */
export interface Meaning {
  readonly action: string | null;
  readonly category: readonly string[];
  readonly type: readonly string[];
  /** What it was done to: `file`, `socket`, `user-session` … */
  readonly object: string | null;
  readonly objectPrimary: readonly string[];
  readonly objectSecondary: readonly string[];
  readonly actorPrimary: readonly string[];
  readonly actorSecondary: readonly string[];
  readonly how: readonly string[];
  /** Fields that hold the address of who did it. */
  readonly source: readonly string[];
  /** Fields without which the line does not apply. */
  readonly needs: readonly string[];
  /** Which PATH record tells what it was done to. */
  readonly path: number;
  /** Whom the parts of the summary name, such as `user.effective` -> `actor.secondary`. */
  readonly users: readonly (readonly [to: string, from: string])[];
}

/** What the system call of this name means. */
export function meaningOfSyscall(name: string): Meaning | null {
  const { syscalls } = tables();
  return syscalls.get(name) ?? syscalls.get('*') ?? null;
}

/** What a record of this type means that has fields `has`; null where the table does not say. */
export function meaningOfRecord(type: string, has: (field: string) => boolean): Meaning | null {
  return (
    tables()
      .records.get(type)
      ?.findLast(({ needs }) => needs.every(has)) ?? null
  );
}

interface Tables {
  readonly syscalls: ReadonlyMap<string, Meaning>;
  readonly records: ReadonlyMap<string, readonly Meaning[]>;
}

let read: Tables | undefined;

function tables(): Tables {
  return (read ??= readTables());
}

function readTables(): Tables {
  const syscalls = new Map<string, Meaning>();
  const records = new Map<string, Meaning[]>();
  for (const line of NORMALISATION.trim().split('\n')) {
    const entries = line.split(' ').map((entry): readonly [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
    const words = new Map(entries);
    const meaning = meaningOf(words);
    for (const name of listOf(words, 'syscalls')) syscalls.set(name, meaning);
    for (const name of listOf(words, 'records')) {
      records.set(name, [...(records.get(name) ?? []), meaning]);
    }
  }
  return { syscalls, records };
}

function meaningOf(words: ReadonlyMap<string, string>): Meaning {
  return {
    action: words.get('action') ?? null,
    category: listOf(words, 'category'),
    type: listOf(words, 'type'),
    object: words.get('object') ?? null,
    objectPrimary: listOf(words, 'object.primary'),
    objectSecondary: listOf(words, 'object.secondary'),
    actorPrimary: listOf(words, 'actor.primary'),
    actorSecondary: listOf(words, 'actor.secondary'),
    how: listOf(words, 'how'),
    source: listOf(words, 'source'),
    needs: listOf(words, 'needs'),
    path: Number(words.get('path') ?? 0),
    users: [...words].filter(([key]) => /^(?:user|group)(?:\.|$)/.test(key)),
  };
}

function listOf(words: ReadonlyMap<string, string>, key: string): readonly string[] {
  return words.get(key)?.split(',') ?? [];
}
