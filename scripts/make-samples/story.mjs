/** The vocabulary the stories are told in: files of records, finding records, setting copies of them apart. */
import { forkedPid, vary } from './recording.mjs';

/**
 * A sample file. A part is a host, the shape of its documents and its records; `rules` are those the file is about; an
 * attack is a rule and one record for each of its events.
 */
export function story(file, rules, parts, attacks = [], container = 'ndjson') {
  return { file, container, rules, parts, attacks };
}

/** The recording by step, and the two records that are borrowed for forks it does not hold. */
export class Log {
  constructor(recording) {
    this.recording = recording;
    const shell = this.step('shell-setsid-devtcp');
    this.idCommand = find(shell, executed('id'));
    this.clone = find(shell, (record) => forkedPid(record) === this.idCommand.process.pid);
  }

  /** All records of a step, as recorded. */
  step(label) {
    return this.recording.filter((record) => record.step === label);
  }

  /** A step without the look-ups of user names, which are most of it, and without the start of the session. */
  acts(label) {
    return this.step(label).filter(
      ({ data, process }) =>
        data.socket_family !== 'unix' &&
        !(data.syscall === 'socket' && data.a0 === AF_UNIX) &&
        process.exe !== undefined &&
        process.name !== 'env' &&
        data.syscall !== 'write',
    );
  }
}

const AF_UNIX = '1';
/** Apart enough that varied copies never share a pid or a serial. */
export const MANY_IDS = 1000;

/** Whether a record is a connect(2) to an IP address: most are to the socket of the name service. */
export function connectedOut(record) {
  return record.data.syscall === 'connect' && record.destination?.ip !== undefined;
}

/** A test for records of a successful execve of `name`. */
export function executed(name) {
  return (record) =>
    record.data.syscall === 'execve' && record.result === 'success' && record.process.name === name;
}

/** The first record that passes `test`; throws when there is none. */
export function find(records, test) {
  const index = records.findIndex(test);
  if (index === -1) throw new Error(`the recording lacks a record: ${test}`);
  return records[index];
}

/** `[records, note, edit]` of several variants as one list of records, each variant set apart from the one before. */
export function variants(list) {
  return list.flatMap(([records, note, edit], index) =>
    vary(records, { shift: (index + 1) * MANY_IDS, minutes: index + 1, note, edit }),
  );
}

/** For `vary`: writes `to` wherever the records of a variant hold `from`, in arguments and addresses. */
export function replacing(from, to) {
  return (record) => {
    const changed = JSON.parse(JSON.stringify(record).replaceAll(from, to));
    Object.assign(record, changed);
  };
}
