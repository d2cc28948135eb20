/** Fields that an event has beside those that the query asks about: valid by ECS, and in agreement with each other. */
import { fromScalars, listOf, type Scalar } from '../event/index.js';
import { EventDraft } from './document.js';
import { originsFor } from './origin.js';
import type { Random } from './random.js';
import type { Part } from './scenario.js';
import type { DemandsOf } from './solver.js';
import { typicalValues } from './typical.js';
import type { Values } from './variable.js';

/** What all events of one stream have in common. */
export interface Surroundings {
  readonly index: readonly string[];
  readonly categoryField: string;
  /** Draws what differs from one stream to the next: ids, hosts, users. */
  readonly identity: Random;
  /** Draws what is the same in all streams of a rule. */
  readonly style: Random;
}

const ECS_VERSION = '8.17.0';

/** Values for all variables of `parts`, completed: fields that belong together agree where the query lets them. */
export function completeValues(
  parts: readonly Part[],
  values: Values,
  demands: DemandsOf,
  surroundings: Surroundings,
): readonly EventDraft[] {
  const shared = new Map(values);
  const host: Record<string, Scalar> = {
    'host.id': surroundings.identity.hex(32),
    'host.name': `host-${surroundings.identity.hex(6)}`,
  };
  return parts.map((part) => {
    const draft = new EventDraft(part, shared, demands);
    fill(draft, host, surroundings);
    return draft;
  });
}

function fill(
  draft: EventDraft,
  host: Readonly<Record<string, Scalar>>,
  surroundings: Surroundings,
): void {
  const { index, categoryField, identity, style } = surroundings;
  const usual = (path: string, random = style): void => {
    draft.offer(path, typicalValues(path, random));
  };
  const category = draft.text(categoryField);
  for (const path of NAMED_FIRST) usual(path, identity);
  draft.offer('ecs.version', [ECS_VERSION]);
  draft.offer('event.kind', ['event', 'alert']);
  if (category === null) draft.offer(categoryField, likelyCategories(draft.part));
  const valueOf = (path: string): Scalar | null => listOf(draft.get(path))[0] ?? null;
  const origins = originsFor(index, { category, valueOf }).map((origin) => Object.entries(origin));
  const origin = origins.find((told) => told.every(([path, value]) => draft.allows(path, value)));
  for (const [path, value] of origin ?? []) draft.offer(path, [value]);
  for (const [path, value] of Object.entries(host)) {
    draft.offer(path, [value, ...typicalValues(path, identity)]);
  }
  usual('host.os.type');
  for (const path of USUAL_FIELDS) usual(path, identity);
  const kind = draft.text(categoryField);
  if (HAVE_PROCESS.has(kind) || likelyCategories(draft.part)[0] === 'process') {
    fillProcess(draft, 'process', surroundings);
    fillProcess(draft, 'process.parent', surroundings);
  }
  draft.offer('event.type', EVENT_TYPES.get(kind) ?? ['info', 'start', 'change']);
  draft.offer('event.action', EVENT_ACTIONS.get(kind) ?? ['observed', 'exec']);
  if (kind === 'file') fillFile(draft, surroundings);
  if (kind === 'network') {
    for (const path of ['source.ip', 'source.port', 'destination.ip', 'destination.port'])
      usual(path, identity);
    draft.offer('network.transport', ['tcp', 'udp']);
  }
  // What the query only excludes is there, too: its exclusions are then put to the test.
  for (const path of draft.part.variables.keys()) if (!ORIGIN.test(path)) usual(path);
}

/** Fields that tell where an event comes from: made up, they would keep it from the rule. */
const ORIGIN = /^(?:data_stream|agent)\.|^event\.(?:module|dataset)$/;

/** Categories of events that name the process behind them. */
const HAVE_PROCESS: ReadonlySet<string | null> = new Set([
  'process',
  'file',
  'network',
  'library',
  'driver',
]);

/** Categories for an event of any category, by the fields that the query reads of it. */
function likelyCategories({ variables }: Part): readonly string[] {
  const told = [...variables.keys()].flatMap((path) => {
    const [top = ''] = path.split('.');
    return CATEGORY_OF.get(top) ?? [];
  });
  return [...new Set([...told, 'process', 'file', 'network'])];
}

const CATEGORY_OF: ReadonlyMap<string, string> = new Map([
  ['process', 'process'],
  ['file', 'file'],
  ['dns', 'network'],
  ['destination', 'network'],
  ['url', 'web'],
  ['http', 'web'],
]);

/** Drawn before all else, so that they differ between streams. */
const NAMED_FIRST: readonly string[] = ['agent.id', 'event.id'];
const USUAL_FIELDS: readonly string[] = ['user.id', 'user.name'];

const EVENT_TYPES: ReadonlyMap<string | null, readonly Scalar[]> = new Map([
  ['process', ['start', 'end', 'change', 'info']],
  ['file', ['creation', 'change', 'deletion']],
  ['network', ['start', 'connection', 'end']],
  ['authentication', ['start', 'info']],
]);
const EVENT_ACTIONS: ReadonlyMap<string | null, readonly Scalar[]> = new Map([
  ['process', ['exec', 'fork', 'end', 'executed']],
  ['file', ['creation', 'rename', 'modification', 'deletion']],
  ['network', ['connection_attempted', 'disconnect_received', 'connected-to']],
  ['authentication', ['ssh_login', 'logged-in']],
]);

/** Name, path, arguments and command line of a process, so that they agree. */
function fillProcess(draft: EventDraft, process: string, { identity, style }: Surroundings): void {
  const at = (field: string): string => `${process}.${field}`;
  for (const field of ['pid', 'entity_id'])
    draft.offer(at(field), typicalValues(at(field), identity));
  const executable = draft.text(at('executable'));
  const arguments_ = (): readonly string[] => listOf(draft.get(at('args'))).map(String);
  draft.offer(at('name'), [
    ...(executable === null ? [] : [baseName(executable)]),
    ...typicalValues(at('name'), style),
  ]);
  const name = draft.text(at('name')) ?? 'runner';
  draft.improve(at('executable'), [
    ...(executable === null ? [] : executable.endsWith(`/${name}`) ? [executable] : []),
    ...DIRECTORIES.map((directory) => `${directory}/${name}`),
    ...(executable === null ? [] : [`${directoryOf(executable)}/${name}`]),
  ]);
  if (executable === null) draft.offer(at('executable'), typicalValues(at('executable'), style));
  const commandLine = draft.text(at('command_line'));
  if (arguments_().length === 0) {
    const words = commandLine?.split(' ').filter((word) => word !== '') ?? [];
    draft.offer(
      at('args'),
      [fromScalars(words), name, draft.text(at('executable'))].filter((item) => item !== null),
    );
  } else if (arguments_()[0] !== name) {
    draft.improve(at('args'), [fromScalars([name, ...arguments_()])]);
  }
  const count = Number(draft.text(at('args_count')) ?? Number.NaN);
  if (Number.isInteger(count) && count > arguments_().length && count < 100) {
    const more = Array.from({ length: count - arguments_().length }, (_, n) => `item${n + 1}`);
    draft.improve(at('args'), [fromScalars([...arguments_(), ...more])]);
  }
  draft.improve(at('args_count'), [arguments_().length]);
  draft.offer(at('command_line'), [
    arguments_().join(' '),
    name,
    ...typicalValues(at('command_line'), style),
  ]);
  draft.offer(at('working_directory'), typicalValues(at('working_directory'), style));
}

const DIRECTORIES: readonly string[] = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/opt/tools',
  '/srv/apps',
];

function fillFile(draft: EventDraft, { style }: Surroundings): void {
  const path = draft.text('file.path');
  const name = draft.text('file.name') ?? (path === null ? null : baseName(path));
  if (name !== null) {
    draft.improve('file.path', [
      ...(path === null ? [`/srv/data/${name}`] : [path]).filter((item) =>
        item.endsWith(`/${name}`),
      ),
      ...(path === null ? [] : [`${directoryOf(path)}/${name}`]),
    ]);
  }
  draft.offer('file.path', typicalValues('file.path', style));
  const full = draft.text('file.path') ?? '';
  draft.offer('file.name', [baseName(full), ...typicalValues('file.name', style)]);
  const dot = baseName(full).lastIndexOf('.');
  if (dot > 0)
    draft.offer('file.extension', [
      baseName(full).slice(dot + 1),
      ...typicalValues('file.extension', style),
    ]);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
