// What the kernel must know of audit records to tell the fields that rules ask for.
import type { FieldSet } from '../event/index.js';
import type { RecordedEvent } from '../input/index.js';
import {
  isText,
  pairOf,
  recordForms,
  startsProcess,
  type FieldSource,
  type RecordForm,
} from '../input/index.js';
import {
  REGISTERS,
  type RecordKey,
  type RecordPlan,
  type RecordReading,
  type RecordRole,
  type ShapeFields,
} from '../kernel/index.js';
import { RecordedFields } from './recorded-fields.js';

/** What a process table asks of events beside what there always is. */
const ASKED = ['exit'];

/** Where the kernel puts what records say: by key, the registers of a run. */
export class RecordRegisters {
  readonly #registers: ReadonlyMap<string, number>;

  constructor(fields: FieldSet) {
    const wanted = fields.fields.flatMap(({ path }) => pairOf(path) ?? []);
    const keys = new Set<string>([...REGISTERS, ...ASKED, ...wanted, 'uid']);
    this.#registers = new Map(Array.from(keys, (key, number) => [key, number]));
  }

  /** The register of a key, or of a part of an event that is no pair. */
  of(key: string): number {
    return this.#registers.get(key) ?? 0;
  }

  get plan(): RecordPlan {
    return {
      types: recordForms().map((form) => ({
        name: form.type,
        roles: ROLES[form.role],
        keys: this.#keysOf(form),
      })),
      registers: this.#registers.size,
    };
  }

  #keysOf({ type, role }: RecordForm): readonly RecordKey[] {
    if (role === 'arguments' || role === 'path' || role === 'end') return [];
    if (role === 'socket') {
      const others = ['family', 'addr', 'port', 'path'];
      return [this.#key('saddr', 'socket'), ...others.map((key) => this.#key(key, 'refused'))];
    }
    const keys = [...this.#registers.keys()].filter((key) => /^[a-z0-9-]+$/.test(key));
    return keys.flatMap((key) => {
      const reading = readingOf(type, role, key);
      return reading === null ? [] : [this.#key(key, reading)];
    });
  }

  #key(key: string, reading: RecordReading): RecordKey {
    return { key, register: this.of(key), reading };
  }
}

const ROLES: Readonly<Record<RecordForm['role'], readonly RecordRole[]>> = {
  alone: ['alone', 'message'],
  call: ['leads'],
  arguments: ['arguments'],
  socket: [],
  title: ['ends'],
  path: ['passed-over'],
  end: ['end'],
  other: [],
};

/** How a pair of a record is read; null where it tells nothing that is wanted. */
function readingOf(type: string, role: RecordForm['role'], key: string): RecordReading | null {
  const leads = role === 'call' || role === 'alone';
  switch (key) {
    case 'arguments':
      return null;
    case 'arch':
    case 'syscall':
      return role === 'call' ? 'plain' : 'refused';
    case 'success':
      return role === 'call' ? 'plain' : leads ? 'refused' : null;
    case 'res':
      return role === 'alone' ? 'plain' : leads ? 'refused' : null;
    case 'uid':
      return leads ? 'plain' : null;
    case 'pid':
    case 'ppid':
      return 'number';
    case 'exit':
      return 'exit';
    default:
      return isText(type, key) ? 'text' : 'plain';
  }
}

/** What the kernel must know of a shape of events. */
export interface Shape {
  readonly call: RecordedEvent['call'];
  readonly fields: ShapeFields;
}

/** Tells shapes by the first event of each. */
export class Shapes {
  readonly #fields: FieldSet;
  readonly #registers: RecordRegisters;
  readonly #event: RecordedFields;

  /** Compile all queries with `fields` before constructing. */
  constructor(fields: FieldSet, registers: RecordRegisters) {
    this.#fields = fields;
    this.#registers = registers;
    this.#event = new RecordedFields(fields);
  }

  /** The fields of the event whose shape was asked for last. */
  get event(): RecordedFields {
    return this.#event;
  }

  /** The shape of an event; `isTold`: whether somebody knows processes. */
  of(event: RecordedEvent, isTold: boolean): Shape {
    this.#event.reset(event);
    const slots = this.#fields.fields.map(
      ({ path }, slot) => [slot, event.sourceOf(path)] as const,
    );
    const of = (kind: FieldSource['kind']): readonly number[] =>
      slots.flatMap(([slot, source]) => (source.kind === kind ? [slot] : []));
    const { call } = event;
    return {
      call,
      fields: {
        startsProcess: isTold && startsProcess(call),
        values: of('shape').map((slot) => [slot, this.#event.get(slot)]),
        registers: slots.flatMap(([slot, source]) => {
          const register = this.#registerOf(source);
          return register === null ? [] : [[slot, register] as const];
        }),
        present: of('present'),
        unclear: of('unclear'),
        asked: isTold ? of('process') : [],
      },
    };
  }

  #registerOf(source: FieldSource): number | null {
    switch (source.kind) {
      case 'pair':
        return this.#registers.of(source.key);
      case 'socket':
        return this.#registers.of(`socket ${source.part}`);
      case 'arguments':
        return this.#registers.of('arguments');
      case 'shape':
      case 'present':
      case 'process':
      case 'absent':
      case 'unclear':
        return null;
    }
  }
}
