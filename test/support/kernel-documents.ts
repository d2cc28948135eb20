/** NDJSON made at random: events that queries over a few fields nearly match, in every spelling that JSON allows and then some. */
import fc from 'fast-check';

/** Texts that queries name or nearly name. */
const NAMES = [
  'sh',
  'SH',
  'bash',
  'Bash',
  'curl',
  'a',
  '',
  'é',
  'É',
  'K',
  'xcurl http',
  'sh\u0000',
  '😀',
] as const;
const PATHS = [
  '/tmp/x',
  '/tmp/',
  '/TMP/x.sh',
  '/usr/bin/sh',
  '/tmp/a/b.sh',
  'x/tmp/',
  '.sh',
  'é/tmp',
] as const;
const COMMANDS = [
  'curl http://x',
  'CURL -k HTTP',
  'http curl',
  'cur\tl',
  'a "quoted" \\ path',
  'c\\u0075rl http',
] as const;
const ADDRESSES = [
  '10.0.0.1',
  '10.255.255.255',
  '11.0.0.0',
  '9.255.255.255',
  '010.0.0.1',
  '10.0.0',
  '10.0.0.256',
] as const;
const MORE_ADDRESSES = [
  '::1',
  '10.0.0.1 ',
  '10.0.0.1.',
  '255.255.255.255',
  '0.0.0.0',
  '10..0.1',
  '1.2.3.4/8',
] as const;
const TIMES = [
  '2026-11-21T04:13:58Z',
  '2026-11-21T04:13:58.1Z',
  '2026-11-21T04:13:58.224Z',
  '2026-11-21T04:13:58.224999999Z',
  '2026-11-21T04:13:59.123456789Z',
  '2026-11-21T04:14:02.000+00:00',
  '2026-11-21T06:13:57+02:00',
  '2026-11-20T18:43:58.5-09:30',
  '2026-11-21T04:13:58.1234567891Z',
] as const;
const ODD_TIMES = [
  '2026-11-21 04:13:58Z',
  '2026-11-21',
  '2026-02-30T00:00:00Z',
  '2026-11-21T24:00:00Z',
  '2026-11-21T23:59:60Z',
  '2026-11-21T04:13:58',
  '2026-11-21T04:13:58,5Z',
  '2026-11-21T04:13Z',
  '2026-11-21T04:13:58+2',
  '2026-11-21T04:13:58.Z',
  '2026-11-21t04:13:58z',
  '0099-11-21T04:13:58Z',
  '1795234438000',
  'now',
  '',
] as const;
const NUMBERS = ['0', '1', '2', '3', '-1', '12', '999999999999999', '1795234438000', '-5'] as const;
const ODD_NUMBERS = [
  '-0',
  '1.0',
  '1.5',
  '1e3',
  '1E+2',
  '2e-1',
  '9007199254740993',
  '1e400',
  '0.1',
  '1795234438000.5',
] as const;

const plain = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts).chain((text) => style.map((how) => spell(text, how)));

/** How a string is written. */
const style = fc.constantFrom<Style>(
  ...([
    'plain',
    'plain',
    'plain',
    'plain',
    'plain',
    'slash',
    'lower',
    'UPPER',
    'some',
    'raw',
  ] as const),
);
type Style = 'plain' | 'slash' | 'lower' | 'UPPER' | 'some' | 'raw';

/** A text as a JSON string. */
export function spell(text: string, style: Style): string {
  if (style === 'plain') return JSON.stringify(text);
  if (style === 'raw')
    return `"${text.replaceAll(/["\\\n\r\t\0]/g, (char) => JSON.stringify(char).slice(1, -1))}"`;
  if (style === 'slash') return JSON.stringify(text).replaceAll('/', '\\/');
  const escape = (unit: string): string => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${style === 'UPPER' ? hex.toUpperCase() : hex}`;
  };
  const units = text.split('');
  return `"${units.map((unit, at) => (style === 'some' && at % 3 !== 1 && unit >= ' ' && unit !== '"' && unit !== '\\' ? unit : escape(unit))).join('')}"`;
}

const number = fc.oneof(
  { arbitrary: fc.constantFrom(...NUMBERS), weight: 3 },
  { arbitrary: fc.constantFrom(...ODD_NUMBERS), weight: 1 },
);
const odd = fc.oneof(
  number,
  fc.constantFrom(
    'true',
    'false',
    'null',
    '{}',
    '[]',
    '{"x":1}',
    '[[]]',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ud83d\\ude00"',
  ),
  plain('sh', 'true', '1', 'null'),
);
const mostly = (usual: fc.Arbitrary<string>, weight = 20): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: odd, weight: 1 });

/** By path: values as JSON texts. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '@timestamp': fc.oneof(
    { arbitrary: plain(...TIMES), weight: 24 },
    { arbitrary: plain(...ODD_TIMES), weight: 1 },
    { arbitrary: odd, weight: 1 },
  ),
  'event.category': mostly(plain('process', 'process', 'process', 'file', 'network')),
  'event.sequence': mostly(number),
  'event.module': mostly(plain('auditd', 'endpoint')),
  'agent.type': mostly(plain('auditbeat', 'endpoint')),
  'data_stream.dataset': mostly(plain('auditd_manager.auditd', 'endpoint.events.process')),
  'host.id': mostly(plain('h1', 'h2', 'h3')),
  'host.name': mostly(plain('one', 'two', 'x'.repeat(300))),
  'host.os.type': mostly(plain('linux', 'linux', 'Linux', 'windows'), 20),
  'user.id': mostly(plain('0', '1000', '1'), 3),
  'process.name': mostly(plain(...NAMES)),
  'process.executable': mostly(plain(...PATHS)),
  'process.command_line': mostly(plain(...COMMANDS)),
  'process.args': mostly(plain('-i', '-c', 'sh', 'curl')),
  'process.args_count': mostly(number),
  'process.interactive': mostly(fc.constantFrom('true', 'false')),
  'process.parent.name': mostly(plain(...NAMES)),
  'process.parent': odd,
  process: odd,
  'destination.ip': mostly(plain(...ADDRESSES, ...MORE_ADDRESSES)),
  message: mostly(plain(...NAMES, ...COMMANDS, 'x'.repeat(70), '\\'.repeat(130), '"'.repeat(65))),
  'process.hash.md5': odd,
  'a.b.c': odd,
  '': odd,
  __proto__: odd,
  'constructor.prototype': odd,
};
const FIELDS = Object.keys(VALUES);
const USUAL = FIELDS.slice(0, 19);

/** A field of an event as it is going to be written. */
interface Member {
  readonly path: string;
  readonly value: string;
  /** By dot, whether the levels next to it are nested; else the key has the dot. */
  readonly nested: number;
  /** Whether its objects are new ones, though there may be others of the same keys. */
  readonly isApart: boolean;
  readonly isList: number;
  readonly keyStyle: Style;
}

const member = (path: string): fc.Arbitrary<Member> =>
  fc.record({
    path: fc.constant(path),
    value: fc.oneof(
      { arbitrary: VALUES[path]!, weight: 24 },
      {
        arbitrary: fc.array(VALUES[path]!, { maxLength: 3 }).map((items) => `[${items.join()}]`),
        weight: 1,
      },
    ),
    nested: fc.oneof({ arbitrary: fc.constant(7), weight: 6 }, { arbitrary: fc.nat(7), weight: 2 }),
    isApart: fc.nat(24).map((chance) => chance === 1),
    isList: fc.nat(40),
    keyStyle: fc.oneof(
      { arbitrary: fc.constant('plain' as const), weight: 30 },
      { arbitrary: style, weight: 1 },
    ),
  });

interface Entry {
  readonly key: string;
  readonly keyStyle: Style;
  readonly value: string | Entry[];
  readonly isList: boolean;
}

/** Puts a member where its path leads. */
function place(entries: Entry[], { path, value, nested, isApart, isList, keyStyle }: Member): void {
  const keys: string[] = [];
  for (const [number, segment] of path.split('.').entries()) {
    if (number > 0 && (nested >> (number - 1)) % 2 === 0)
      keys.push(`${keys.pop() ?? ''}.${segment}`);
    else keys.push(segment);
  }
  let at = entries;
  for (const [number, key] of keys.slice(0, -1).entries()) {
    const known = at.find((entry) => entry.key === key && typeof entry.value !== 'string');
    if (known !== undefined && typeof known.value !== 'string' && !isApart) {
      at = known.value;
    } else {
      const value: Entry[] = [];
      at.push({ key, keyStyle, value, isList: isList === number + 1 });
      at = value;
    }
  }
  at.push({ key: keys.at(-1) ?? '', keyStyle, value, isList: false });
}

function write(entries: readonly Entry[], blank: string): string {
  const texts = entries.map(({ key, keyStyle, value, isList }) => {
    const text = typeof value === 'string' ? value : write(value, blank);
    return `${blank}${spell(key, keyStyle)}${blank}:${blank}${isList ? `[${text}]` : text}`;
  });
  return `{${texts.join(`${blank},`)}${blank}}`;
}

const blank = fc.oneof(
  { arbitrary: fc.constant(''), weight: 6 },
  { arbitrary: fc.constantFrom(' ', '  ', '\t', ' \t', '\r', ' '.repeat(64)), weight: 1 },
);

const TAME = { isApart: false, isList: 0, keyStyle: 'plain' } as const;

/** One event on one line. */
export const eventLine: fc.Arbitrary<string> = fc
  .record({
    always: fc.tuple(...['@timestamp', 'event.category', 'host.id'].map(member)),
    skipped: fc.oneof(
      { arbitrary: fc.constant(0), weight: 9 },
      { arbitrary: fc.nat(7), weight: 1 },
    ),
    others: fc.array(
      fc.oneof(
        { arbitrary: fc.constantFrom(...USUAL).chain(member), weight: 6 },
        { arbitrary: fc.constantFrom(...FIELDS).chain(member), weight: 1 },
      ),
      { maxLength: 9 },
    ),
    /** Which of the members beyond the first of its path are left. */
    isTwice: fc.nat(11).map((chance) => chance === 1),
    /** Whether keys are written as any program would. */
    isTame: fc.nat(3).map((chance) => chance !== 3),
    order: fc.nat(9),
    blank,
  })
  .map(({ always, skipped, others, isTwice, isTame, order, blank }) => {
    const all = [...always.filter((_, number) => ((skipped >> number) & 1) === 0), ...others];
    const members = isTame ? all.map((item) => ({ ...item, ...TAME })) : all;
    const paths = members.map(({ path }) => path);
    const kept = isTwice ? members : members.filter(({ path }, at) => paths.indexOf(path) === at);
    const entries: Entry[] = [];
    for (const item of [...kept.slice(order), ...kept.slice(0, order)]) place(entries, item);
    return write(entries, blank);
  });

/** A change to the bytes of a line. */
interface Change {
  readonly kind: 'flip' | 'set' | 'delete' | 'insert' | 'cut' | 'splice' | 'double';
  readonly at: number;
  readonly byte: number;
  readonly length: number;
}

const byte = fc.oneof(
  fc.constantFrom(...Buffer.from('{}[]":,\\u0aEe+-.1tfn /\0\t\n\r\x0b\x7f\x1f\x1e')),
  fc.constantFrom(...Buffer.from('c0c1c3a9e0eda080efbbbff0f490f5ff', 'hex')),
  fc.nat(255),
);
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('flip', 'set', 'delete', 'insert', 'cut', 'splice', 'double'),
  at: fc.nat(2000),
  byte,
  length: fc.integer({ min: 1, max: 12 }),
});

function apply(line: Buffer, { kind, at, byte, length }: Change, other: Buffer): Buffer {
  const from = line.length === 0 ? 0 : at % line.length;
  const [before, after] = [line.subarray(0, from), line.subarray(from)];
  switch (kind) {
    case 'flip': {
      const flipped = Buffer.from(line);
      if (line.length > 0) flipped[from]! ^= 1 << (byte & 7);
      return flipped;
    }
    case 'set':
      return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
    case 'delete':
      return Buffer.concat([before, after.subarray(length)]);
    case 'insert':
      return Buffer.concat([before, Buffer.of(byte), after]);
    case 'cut':
      return before;
    case 'splice':
      return Buffer.concat([before, other.subarray(byte % (other.length + 1))]);
    case 'double':
      return Buffer.concat([before, after.subarray(0, length), after]);
  }
}

/** A line that is nearly an event. */
export const nearLine: fc.Arbitrary<Buffer> = fc
  .tuple(eventLine, eventLine, fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([line, other, changes]) =>
    changes.reduce<Buffer>(
      (bytes, item) => apply(bytes, item, Buffer.from(other)),
      Buffer.from(line),
    ),
  );

/** What else stands in files of events. */
const otherLine = fc.constantFrom(
  '',
  ' ',
  '{}',
  '[]',
  'null',
  '"text"',
  'type=SYSCALL',
  '{"index":{"_index":"logs-auditd_manager.auditd-default","_id":"1"}}',
  '{"delete":{}}',
  '{"_index":"auditbeat-8","_id":"x","_source":{"@timestamp":1,"event":{"category":"process"},"process":{"name":"sh"}}}',
  '{"hits":{"hits":[{"_source":{"event.category":"process","process.name":"sh"}}]}}',
  '{\n  "@timestamp": 5,\n  "event": {"category": "process"}\n}',
  '[{"@timestamp":5,"event":{"category":"process"},"process":{"name":"sh"}},',
  '{"@timestamp":5},',
  '\ufeff{"@timestamp":5,"event":{"category":"process"},"process":{"name":"sh"}}',
  '\0\0{"@timestamp":5,"process":{"name":"sh"}}',
  '\x1e{"@timestamp":5,"process":{"name":"sh"}}',
  '{"@timestamp":5,"process":{"name":"sh"}}{"@timestamp":6}',
  ` {"@timestamp":5,"process":{"name":"sh"},"x":${'['.repeat(63)}${']'.repeat(63)}} `,
  `{"@timestamp":5,"process":{"name":"sh"},"x":${'['.repeat(66)}${']'.repeat(66)}}`,
  `{"@timestamp":5,"process":{"name":"sh"},"x":"${'y'.repeat(9000)}"}`,
);

const line: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: eventLine.map((text) => Buffer.from(text)), weight: 12 },
  { arbitrary: nearLine, weight: 3 },
  { arbitrary: otherLine.map((text) => Buffer.from(text)), weight: 1 },
);
const lineEnd = fc.oneof(
  { arbitrary: fc.constant('\n'), weight: 20 },
  { arbitrary: fc.constantFrom('\r\n', '\n\n', ' \n', '\r\r\n', '\n \n', ''), weight: 1 },
);

/** A whole input. */
export const ndjson: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.tuple(line, lineEnd), { minLength: 1, maxLength: 24, size: 'max' }),
    fc.boolean(),
  )
  .map(([lines, isComplete]) =>
    Buffer.concat(
      lines.flatMap(([text, end], number) =>
        isComplete || number < lines.length - 1 ? [text, Buffer.from(end)] : [text],
      ),
    ),
  );

/** Sizes of blocks that inputs are cut into. */
export const blockSizes: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1024 * 1024]),
  fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
  fc.array(fc.integer({ min: 100, max: 3000 }), { minLength: 1, maxLength: 3 }),
);
