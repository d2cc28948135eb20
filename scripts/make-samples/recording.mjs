/**
 * The recorded audit log that samples are cut from, and the edits that make a variant of a slice.
 * A record here is one coalesced audit event as go-libaudit groups it: `process.{pid,ppid,name,exe,args}`,
 * `data.{syscall,a0..a3,exit}`, `destination`, `file` and so on, all scalars being strings.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Records made by one `fork`, `vfork` or `clone` carry the child's pid in `data.exit`. */
const FORKS = new Set(['clone', 'fork', 'vfork']);

/** The kernel stamps records with a clock that ticks every 4 ms, so a step may begin before its own start. */
const CLOCK_TICK_MS = 5;

/**
 * Every record of the log in recorded order, each with `step`: the label of `steps.tsv` it belongs to.
 * Records outside every step (the audit daemon's own) are left out.
 *
 * `folder`: where `coalesced.ndjson.gz` and `steps.tsv` are.
 */
export function readRecording(folder) {
  const steps = readFileSync(join(folder, 'steps.tsv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([label, start, end]) => ({
      label,
      startMs: start * 1000 - CLOCK_TICK_MS,
      endMs: end * 1000,
    }));
  return gunzipSync(readFileSync(join(folder, 'coalesced.ndjson.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((record) => ({ ...record, step: stepAt(steps, timeOf(record)) }))
    .filter((record) => record.step !== undefined);
}

function stepAt(steps, ms) {
  return steps.find(({ startMs, endMs }) => ms >= startMs && ms <= endMs)?.label;
}

/** Milliseconds since 1970 of a record. */
export function timeOf(record) {
  return Date.parse(record['@timestamp']);
}

/** Sets the time of a record: milliseconds since 1970. */
export function setTime(record, ms) {
  record['@timestamp'] = new Date(ms).toISOString();
}

/** The pid of the child that a record made, or undefined when the record is no successful fork. */
export function forkedPid(record) {
  return FORKS.has(record.data?.syscall) && record.result === 'success'
    ? record.data.exit
    : undefined;
}

/**
 * A copy of `records` set apart from every other copy: process ids and serials raised by `shift`, times by
 * `minutes`. `note` says in words what differs from the recording and travels with each record; `edit` makes
 * the difference, once per copied record.
 */
export function vary(records, { shift = 0, minutes = 0, note, edit } = {}) {
  const raise = (pid) => String(Number(pid) + shift);
  return records.map((original) => {
    const record = structuredClone(original);
    if (forkedPid(record) !== undefined) record.data.exit = raise(record.data.exit);
    record.process.pid = raise(record.process.pid);
    // Parent 1 is init, which an orphan has after its parent ended.
    if (Number(record.process.ppid) > 1) record.process.ppid = raise(record.process.ppid);
    record.sequence += shift;
    setTime(record, timeOf(record) + minutes * 60_000);
    if (note !== undefined) record.note = note;
    edit?.(record);
    return record;
  });
}

/**
 * The same story with one more fork in it: at the time of `records[at]` its process forks `child`, and from
 * `records[at]` on it is the child that acts, `delayMs` later than recorded. The fork is a copy of `template`, a
 * recorded clone.
 */
export function graftFork(records, { at, child, template, delayMs = 0 }) {
  const { pid, ppid, name, exe } = records[at].process;
  const fork = structuredClone(template);
  fork.process = { ...fork.process, pid, ppid, name, exe, title: records[at].process.title };
  fork.data.exit = child;
  fork.step = records[at].step;
  fork.session = records[at].session;
  fork.sequence = records[at].sequence - 1;
  fork.note = 'the fork is added, taken from another process of the recording';
  setTime(fork, timeOf(records[at]));

  const moved = structuredClone(records.slice(at));
  for (const record of moved) {
    setTime(record, timeOf(record) + delayMs);
    const { process } = record;
    if (process.pid === pid) Object.assign(process, { pid: child, ppid: pid });
    else if (process.ppid === pid) process.ppid = child;
  }
  return [...records.slice(0, at), fork, ...moved];
}
