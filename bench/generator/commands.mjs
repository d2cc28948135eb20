/** What people and services run: command lines with the variety that real ones have. */

const REPOS = ['billing', 'frontend', 'ledger', 'mailer', 'search', 'tools', 'website', 'résumé'];
const HOSTS = [
  'api.internal',
  'cache.internal',
  'db.internal',
  'mirror.example.net',
  'repo.example.org',
];
const UNITS = ['nginx', 'postgresql', 'cron', 'ssh', 'docker', 'rsyslog', 'systemd-resolved'];
const WORDS = [
  'error',
  'timeout',
  'GET /health',
  'panic:',
  'x-request-id',
  '"status":500',
  'ERROR\\s+\\d+',
];

const file = (random) =>
  `/srv/${random.pick(REPOS)}/${random.pick(['src', 'lib', 'build', 'data', 'log'])}/${random.hex(2)}.${random.pick(['py', 'js', 'log', 'json', 'txt', 'so'])}`;

/** Each gives executable and arguments. The ones at the end are close to what the rules look for. */
const COMMANDS = [
  (r) => ['/usr/bin/ls', ['ls', '-la', `/srv/${r.pick(REPOS)}`]],
  (r) => ['/usr/bin/grep', ['grep', '-rn', r.pick(WORDS), file(r)]],
  (r) => ['/usr/bin/cat', ['cat', file(r)]],
  (r) => ['/usr/bin/tail', ['tail', '-n', String(r.between(10, 500)), file(r)]],
  (r) => [
    '/usr/bin/find',
    ['find', `/srv/${r.pick(REPOS)}`, '-name', '*.tmp', '-mtime', `+${r.below(30)}`, '-delete'],
  ],
  (r) => [
    '/usr/bin/git',
    ['git', '-C', `/srv/${r.pick(REPOS)}`, 'fetch', '--depth', '1', 'origin', r.hex(20)],
  ],
  (r) => ['/usr/bin/git', ['git', 'log', '--format=%H %s', `${r.hex(4)}..HEAD`]],
  (r) => [
    '/usr/bin/curl',
    [
      'curl',
      '-fsSL',
      '-H',
      `X-Request-Id: ${r.hex(8)}`,
      `https://${r.pick(HOSTS)}/v1/${r.pick(REPOS)}?page=${r.below(999)}`,
    ],
  ],
  (r) => [
    '/usr/bin/wget',
    ['wget', '-q', '-O', `/tmp/${r.hex(4)}`, `https://${r.pick(HOSTS)}/${r.hex(6)}.tar.gz`],
  ],
  (r) => [
    '/usr/bin/tar',
    ['tar', '-xzf', `/tmp/${r.hex(4)}.tar.gz`, '-C', `/srv/${r.pick(REPOS)}`],
  ],
  (r) => [
    '/usr/bin/systemctl',
    ['systemctl', r.pick(['status', 'restart', 'is-active']), r.pick(UNITS)],
  ],
  (r) => [
    '/usr/bin/journalctl',
    ['journalctl', '-u', r.pick(UNITS), '--since', `${r.below(60)} min ago`],
  ],
  (r) => ['/usr/bin/docker', ['docker', 'exec', r.hex(6), 'sh', '-c', `echo ${r.hex(4)}`]],
  (r) => [
    '/usr/sbin/runc',
    ['runc', '--root', '/var/run/docker/runtime-runc/moby', 'start', r.hex(32)],
  ],
  (r) => ['/usr/bin/node', ['node', file(r), '--max-old-space-size=4096']],
  (r) => ['/usr/bin/python3.11', ['python3', '-m', 'pytest', '-q', file(r)]],
  (r) => [
    '/usr/bin/python3.11',
    ['/usr/bin/python3', file(r), '--date', `2026-11-${r.between(1, 30)}`],
  ],
  (r) => [
    '/usr/lib/gcc/x86_64-linux-gnu/12/cc1',
    [
      '/usr/lib/gcc/x86_64-linux-gnu/12/cc1',
      '-quiet',
      '-O2',
      `-DNAME="${r.pick(REPOS)}"`,
      file(r),
      '-o',
      `/tmp/cc${r.hex(3)}.s`,
    ],
  ],
  (r) => [
    '/usr/bin/psql',
    ['psql', '-h', 'db.internal', '-c', `select id, name from orders where id = ${r.next()}`],
  ],
  (r) => ['/usr/bin/rsync', ['rsync', '-a', '--delete', file(r), `deploy@${r.pick(HOSTS)}:/srv/`]],
  (r) => ['/usr/bin/ssh', ['ssh', '-o', 'BatchMode=yes', r.pick(HOSTS), 'uptime']],
  (r) => ['/usr/bin/jq', ['jq', '-r', '.items[] | select(.state == "open") | .id', file(r)]],
  (r) => ['/usr/bin/sed', ['sed', '-i', `s/${r.hex(2)}/${r.hex(2)}/g`, file(r)]],
  (r) => ['/usr/bin/awk', ['awk', '-F', '\t', '{ print $2 }', file(r)]],
  () => ['/usr/bin/id', ['id', '-u']],
  () => ['/usr/bin/date', ['date', '+%s']],
  () => ['/usr/bin/sleep', ['sleep', '5']],
  () => [
    '/usr/lib/update-notifier/apt-check',
    ['/usr/lib/update-notifier/apt-check', '--human-readable'],
  ],
  (r) => [
    '/usr/bin/dash',
    ['/bin/sh', '-c', `command -v debian-sa1 > /dev/null && debian-sa1 ${r.below(9)} 1`],
  ],
  (r) => [
    '/usr/bin/bash',
    ['bash', '-c', `cd /srv/${r.pick(REPOS)} && make -j${r.between(1, 16)} 2>&1 | tee build.log`],
  ],
  () => ['/usr/bin/bash', ['bash', '-l']],
  (r) => [
    '/usr/bin/python3.11',
    ['python3', '-c', `import json,sys;print(json.load(sys.stdin)["${r.hex(3)}"])`],
  ],
  (r) => ['/usr/bin/perl', ['perl', '-e', `print time - ${r.next()}`]],
  (r) => ['/usr/bin/php8.2', ['php', '-r', `echo json_encode(["id" => ${r.next()}]);`]],
  (r) => [
    '/usr/bin/nc.openbsd',
    ['nc', '-z', '-w', '1', r.pick(HOSTS), String(r.between(1, 65535))],
  ],
  (r) => ['/usr/bin/nohup', ['nohup', 'python3', file(r)]],
  (r) => ['/usr/bin/setsid', ['setsid', '--wait', 'bash', '-c', `exec ${file(r)} >/dev/null 2>&1`]],
];

/** An everyday command; `unique` makes one whose program has never been seen and will not be seen again. */
export function command(random, unique) {
  if (!unique) return random.pick(COMMANDS)(random);
  const name = `step-${random.hex(5)}`;
  const folder = `/tmp/build-${random.hex(4)}/${random.pick(REPOS)}`;
  return [
    `${folder}/${name}`,
    [
      `./${name}`,
      '--job',
      random.uuid(),
      '--out',
      `${folder}/out/${random.hex(8)}.bin`,
      file(random),
    ],
  ];
}

/** A path that some program creates, changes or deletes. */
export function touchedFile(random) {
  const kind = random.below(8);
  if (kind === 0)
    return `/var/lib/docker/overlay2/${random.hex(32)}/diff/usr/share/doc/${random.hex(3)}`;
  if (kind === 1) return `/tmp/${random.hex(6)}.tmp`;
  if (kind === 2) return `/home/jörg/日記/${random.hex(3)}.md`;
  if (kind === 3) return '/etc/passwd';
  if (kind === 4) return `/var/log/${random.pick(UNITS)}/access.log.${random.below(30)}.gz`;
  return file(random);
}
