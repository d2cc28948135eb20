/** What an event usually has in a field that the query leaves open: valid by ECS, and harmless. */
import { fieldType, type FieldType, type Scalar } from '../event/index.js';
import { usualAddresses } from './addresses.js';
import type { Random } from './random.js';

const PROGRAMS: readonly string[] = ['runner', 'worker', 'notes', 'report', 'sync-tool', 'viewer'];
const USERS: readonly string[] = ['alice', 'bob', 'carol', 'dave'];

/** By the end of a path: usual values, the first one before the others. */
const USUAL: readonly (readonly [end: RegExp, values: (random: Random) => readonly Scalar[]])[] = [
  [/^host\.os\.type$/, () => ['linux', 'windows', 'macos']],
  [/^host\.os\.family$/, () => ['debian', 'linux', 'windows']],
  [/^host\.os\.platform$/, () => ['ubuntu', 'linux', 'windows']],
  [/^event\.kind$/, () => ['event', 'alert', 'signal']],
  [/^event\.outcome$/, () => ['success', 'failure', 'unknown']],
  [
    /^event\.category$/,
    () => ['process', 'file', 'network', 'authentication', 'configuration', 'library'],
  ],
  [/^event\.type$/, () => ['start', 'end', 'change', 'info', 'creation', 'deletion']],
  [/^event\.action$/, () => ['exec', 'fork', 'start', 'end', 'observed']],
  [/entity_id$/, (random) => [random.hex(22)]],
  [/(?:^|\.)(?:hash\.)?md5$/, (random) => [random.hex(32)]],
  [/(?:^|\.)(?:hash\.)?sha1$/, (random) => [random.hex(40)]],
  [/(?:^|\.)(?:hash\.)?sha256$/, (random) => [random.hex(64)]],
  [/^(?:host|agent|container|event|orchestrator\.resource)\.id$/, (random) => [uuid(random)]],
  [
    /(?:^|\.)(?:user|group|real_user|real_group|saved_user|saved_group)(?:\.\w+)*\.id$/,
    (random) => [String(1000 + random.below(5000)), '0', '1'],
  ],
  [/(?:^|\.)user\.name$/, (random) => random.rotated(USERS)],
  [/^(?:host|agent)\.(?:name|hostname)$/, (random) => [`host-${random.hex(4)}`]],
  [/args_count$/, () => [1, 2, 3, 4, 5, 8, 12]],
  [/\.pid$/, (random) => [1000 + random.below(30_000), 1]],
  [/\.port$/, (random) => [1024 + random.below(60_000), 443, 22]],
  [/exit_code$/, () => [0, 1]],
  [/\.name$/, (random) => random.rotated(PROGRAMS)],
  [/executable$/, (random) => random.rotated(PROGRAMS).flatMap(pathsOf)],
  [/working_directory$/, (random) => [`/home/${random.pick(USERS) ?? 'alice'}`, '/', '/srv']],
  [/command_line$|\.args$|\.title$/, (random) => random.rotated(PROGRAMS)],
  [/\.extension$/, () => ['txt', 'log', 'bin']],
  [
    /(?:file|dll|directory)\.path$/,
    (random) => random.rotated(PROGRAMS).map((name) => `/srv/data/${name}.txt`),
  ],
  [/\.directory$/, () => ['/srv/data', '/home/alice']],
  [/domain$|question\.name$/, () => ['www.example.com', 'example.org']],
  [/^url\.(?:original|full)$/, () => ['https://www.example.com/index.html']],
  [/^url\.path$/, () => ['/index.html']],
  [/\.method$/, () => ['GET', 'POST']],
  [/user_agent\.original$/, () => ['Mozilla/5.0 (X11; Linux x86_64)']],
];

/** Values for the field at `path`, the likeliest first; never none. */
export function typicalValues(path: string, random: Random): readonly Scalar[] {
  const type = fieldType(path);
  const found = USUAL.find(([end]) => end.test(path));
  const usual = found === undefined ? [] : found[1](random);
  return [...usual, ...typicalOf(type, path, random)];
}

function typicalOf(type: FieldType | undefined, path: string, random: Random): readonly Scalar[] {
  switch (type) {
    case 'ip':
      return usualAddresses(random);
    case 'long':
      return [1 + random.below(9), 0, 10, 100, 5000, -1];
    case 'double':
      return [0.5, 1, 50, 0, -1];
    case 'boolean':
      return [true, false];
    case 'version':
      return ['8.1.0', '1.0.0'];
    case 'date':
      return ['2026-01-01T00:00:00.000Z'];
    case 'keyword':
    case 'object':
    case undefined: {
      const name = path.slice(path.lastIndexOf('.') + 1);
      return [`${name}-${random.hex(4)}`, random.hex(8), 'other', '1', 'x'];
    }
  }
}

function pathsOf(name: string): readonly string[] {
  return ['/usr/local/bin', '/usr/bin', '/opt/tools', '/srv/apps', '/home/alice', './'].map(
    (directory) => `${directory}/${name}`,
  );
}

function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
}
