// Log-ins, installations, automation and builds.
import { benign, SERVER, type Benign } from './benign.js';

export const LOGINS: readonly Benign[] = [
  benign('a log-in by ssh', (host) => {
    const sshd = host.running('/usr/sbin/sshd').listen(22).accept(SERVER);
    const session = sshd.run(['/usr/sbin/sshd', '-D', '-R'], { exe: '/usr/sbin/sshd' });
    session.fork().exec(['-bash'], { exe: '/usr/bin/bash' }).run(['ls', '-la']);
  }),
  benign('a command by ssh', (host) => {
    const session = host.running('/usr/sbin/sshd').accept(SERVER).fork().fork();
    session.exec(['bash', '-c', 'df -h']).exec(['df', '-h']);
  }),
  benign('a newer sshd and zsh', (host) => {
    const session = host
      .running('/usr/sbin/sshd')
      .run(['sshd-session'], { exe: '/usr/lib/openssh/sshd-session' })
      .accept(SERVER);
    session.fork().exec(['-zsh'], { exe: '/usr/bin/zsh' });
  }),
  benign('dropbear', (host) => {
    host
      .running('/usr/sbin/dropbear')
      .accept(SERVER)
      .fork()
      .exec(['-ash'], { exe: '/bin/busybox', comm: 'ash' });
  }),
  benign('ssh to another host and back', (host) => {
    const shell = host.login();
    shell.run(['ssh', 'ops@db1']).connect(SERVER, 22);
    shell.run(['bash']);
  }),
  benign('ssh with a proxy command', (host) => {
    const ssh = host.login().run(['ssh', '-o', 'ProxyCommand=nc %h %p', 'db1']);
    ssh.run(['sh', '-c', 'exec nc db1 22']).exec(['nc', 'db1', '22']).connect(SERVER, 22);
  }),
  benign('a tunnel of an administrator', (host) => {
    host.login().run(['ssh', '-L', '5432:localhost:5432', 'db1']).connect(SERVER, 22);
    host.login().run(['ssh', '-R', '8080:localhost:3000', 'dev@web']).connect(SERVER, 22);
    host
      .login()
      .run(['autossh', '-M', '0', '-N', '-R', '9100:localhost:9100', 'mon'])
      .connect(SERVER, 22);
  }),
  benign('sudo asks LDAP, then a shell', (host) => {
    host
      .login()
      .run(['sudo', '-i'])
      .connect(SERVER, 389)
      .fork()
      .exec(['-bash'], { exe: '/usr/bin/bash' });
    host.login().run(['sudo', '-s']).connect(SERVER, 636).fork().exec(['/bin/bash']);
  }),
  benign('su asks LDAP', (host) => {
    host.login().run(['su']).connect(SERVER, 389).fork().exec(['bash']);
  }),
  benign('a shell that asks LDAP for users', (host) => {
    host.login().run(['bash']).connect(SERVER, 389).run(['ls', '-l']);
  }),
  benign('tmux and its windows', (host) => {
    const shell = host.login();
    const server = shell.run(['tmux', 'new', '-s', 'x']);
    server.connectUnix().accept();
    server.fork().exec(['-bash'], { exe: '/usr/bin/bash' });
    server.fork().exec(['/bin/bash']);
  }),
  benign('screen', (host) => {
    host.login().run(['screen'], { comm: 'screen' }).connectUnix().fork().exec(['/bin/bash']);
  }),
  benign('a shell in a shell, then nc to test a port', (host) => {
    const shell = host.login();
    shell.run(['bash']);
    shell.run(['nc', '-zv', 'db1', '5432']).connect(SERVER, 5432);
  }),
  benign('a shell in a shell, and much later nc', (host) => {
    const shell = host.login();
    shell.run(['bash', '-i']);
    host.wait(60_000);
    shell.run(['nc', 'mail', '25']).connect(SERVER, 25);
  }),
  benign('VS Code asks for the environment, and opens a terminal', (host) => {
    const node = host
      .running('/home/dev/.vscode-server/bin/x/node')
      .listen(0, '127.0.0.1')
      .connect(SERVER, 443);
    node.run([
      '/bin/bash',
      '-i',
      '-l',
      '-c',
      "'/home/dev/.vscode-server/bin/x/node' -p '\"m\" + JSON.stringify(process.env)'",
    ]);
    node.run([
      '/bin/bash',
      '--init-file',
      '/home/dev/.vscode-server/bin/x/shellIntegration-bash.sh',
    ]);
  }),
  benign('emacs, packages and a shell', (host) => {
    const emacs = host.login().run(['emacs']).connect(SERVER, 443);
    emacs.run(['/bin/bash', '-i']);
  }),
  benign('an agent of a cloud opens a session', (host) => {
    host.running('/usr/bin/ssm-session-worker', { tty: 'pts1' }).connect(SERVER, 443).run(['sh']);
  }),
];

export const SOFTWARE: readonly Benign[] = [
  benign('apt update and upgrade', (host) => {
    const apt = host.login().run(['apt-get', 'upgrade', '-y']);
    apt.run(['/usr/lib/apt/methods/http']).connect(SERVER, 80);
    apt.run(['/bin/sh', '-c', 'test -x /usr/bin/apt-listchanges']);
    apt
      .run(['/usr/bin/dpkg', '--configure', '-a'])
      .run(['/bin/sh', '/var/lib/dpkg/info/x.postinst', 'configure']);
  }),
  benign('dnf with scriptlets', (host) => {
    const dnf = host
      .login()
      .run(['/usr/bin/python3', '/usr/bin/dnf', 'install', '-y', 'nmap'])
      .connect(SERVER, 443);
    dnf.run(['/bin/sh', '/var/tmp/rpm-tmp.Ab3d', '1']);
  }),
  benign('curl into sh', (host) => {
    const shell = host.login();
    shell.run(['curl', '-fsSL', 'https://get.example.com']).connect(SERVER, 443);
    const sh = shell.run(['sh']);
    sh.run(['uname', '-m']);
    sh.run(['curl', '-o', '/tmp/x', 'https://example.com/x']).connect(SERVER, 443);
  }),
  benign('wget into bash with arguments', (host) => {
    const shell = host
      .login()
      .run(['bash', '-c', 'wget -qO- https://get.example.com | bash -s -- --yes']);
    shell.run(['wget', '-qO-', 'https://get.example.com']).connect(SERVER, 443);
    shell.run(['bash', '-s', '--', '--yes']);
  }),
  benign('curl into sudo bash', (host) => {
    const shell = host.login();
    shell.run(['curl', '-s', 'https://deb.example.com/setup']).connect(SERVER, 443);
    shell.run(['sudo', '-E', 'bash', '-']).exec(['bash', '-']);
  }),
  benign('pip compiles', (host) => {
    const pip = host.login().run(['python3', '-m', 'pip', 'install', 'x']).connect(SERVER, 443);
    pip
      .run([
        'python3',
        '-c',
        "import setuptools, sys; exec(compile(open('setup.py').read(), 'setup.py', 'exec'))",
      ])
      .run(['sh', '-c', 'gcc --version']);
  }),
  benign('npm install with scripts', (host) => {
    const npm = host
      .login()
      .run(['node', '/usr/bin/npm', 'ci'], { comm: 'npm ci' })
      .connect(SERVER, 443);
    npm.run(['sh', '-c', 'node-gyp rebuild']);
    npm
      .run(['sh', '-c', 'node -e "try{require(\'./postinstall\')}catch(e){}"'])
      .run(['node', '-e', "try{require('./postinstall')}catch(e){}"]);
  }),
  benign('composer', (host) => {
    host
      .login()
      .run(['php', '-r', "copy('https://getcomposer.org/installer', 'composer-setup.php');"])
      .connect(SERVER, 443);
    host
      .login()
      .run(['php', '/usr/bin/composer', 'install'])
      .connect(SERVER, 443)
      .run(['sh', '-c', 'git --version']);
  }),
  benign('git clone and push', (host) => {
    const git = host.login().run(['git', 'clone', 'https://example.com/x.git']);
    git
      .run(['/usr/lib/git-core/git-remote-https', 'origin', 'https://example.com/x.git'])
      .connect(SERVER, 443);
    host
      .login()
      .run(['git', 'push'])
      .run(['/bin/sh', '-c', 'ssh git@example.com "git-receive-pack x"', 'ssh'])
      .run(['ssh', 'git@example.com'])
      .connect(SERVER, 22);
  }),
  benign('configure and make', (host) => {
    const shell = host.login().run(['/bin/sh', './configure']);
    shell.run(['grep', '-q', 'socket', 'config.h']);
    host.login().run(['make', '-j8']).run(['/bin/sh', '-c', 'cc -c x.c']);
  }),
  benign('cloud-init with a script in base64', (host) => {
    const script = Buffer.from('#!/bin/bash\napt-get update\nsystemctl restart nginx\n').toString(
      'base64',
    );
    host
      .running('/usr/bin/python3.11')
      .run(['/bin/sh', '-c', `echo ${script} | base64 -d | sh`])
      .run(['sh']);
  }),
  benign('a wrapper that fetches secrets', (host) => {
    host
      .login()
      .run(['aws-vault', 'exec', 'prod', '--', 'bash'])
      .connect(SERVER, 443)
      .exec(['bash']);
  }),
  benign('a program that starts a shell script after a call', (host) => {
    host
      .login()
      .run(['/usr/local/bin/launcher'])
      .connect(SERVER, 443)
      .exec(['/bin/sh', '/opt/app/start.sh']);
    host
      .login()
      .run(['/usr/local/bin/envrun'])
      .connect(SERVER, 443)
      .exec(['/bin/bash', '-c', 'exec node server.js']);
  }),
];

export const AUTOMATION: readonly Benign[] = [
  benign('ansible', (host) => {
    const sshd = host.running('/usr/sbin/sshd').accept(SERVER).fork();
    const shell = sshd.exec([
      'sh',
      '-c',
      "/bin/sh -c '/usr/bin/python3 /root/.ansible/tmp/ansible-tmp-1/AnsiballZ_apt.py && sleep 0'",
    ]);
    const python = shell
      .run([
        '/bin/sh',
        '-c',
        '/usr/bin/python3 /root/.ansible/tmp/ansible-tmp-1/AnsiballZ_apt.py && sleep 0',
      ])
      .run(['/usr/bin/python3', '/root/.ansible/tmp/ansible-tmp-1/AnsiballZ_apt.py']);
    python.connect(SERVER, 80).run(['/bin/sh', '-c', 'apt-get check']);
  }),
  benign('ansible that pipes', (host) => {
    const shell = host
      .running('/usr/sbin/sshd')
      .accept(SERVER)
      .fork()
      .exec(['/bin/sh', '-c', "sudo -H -S -n -u root /bin/sh -c 'echo BECOME ; /usr/bin/python3'"]);
    shell
      .run(['/bin/sh', '-c', 'echo BECOME ; /usr/bin/python3'])
      .run(['/usr/bin/python3'])
      .connect(SERVER, 443)
      .run(['/bin/sh', '-c', 'uname -a']);
  }),
  benign('mitogen', (host) => {
    host
      .running('/usr/sbin/sshd')
      .fork()
      .exec([
        '/usr/bin/python3',
        '-c',
        'import codecs,os,sys;_=codecs.decode;exec(_(_("eNpV".encode(),"base64"),"zip"))',
      ]);
  }),
  benign('salt and puppet', (host) => {
    host
      .running('/usr/bin/python3.11', { comm: 'salt-minion' })
      .connect(SERVER, 4506)
      .run(['/bin/sh', '-c', 'systemctl status nginx']);
    host
      .running('/usr/bin/ruby3.1', { comm: 'puppet' })
      .connect(SERVER, 8140)
      .run(['/bin/sh', '-c', 'test -f /etc/x']);
  }),
  benign('cron jobs', (host) => {
    const cron = host.running('/usr/sbin/cron');
    cron
      .run(['/bin/sh', '-c', 'cd / && run-parts --report /etc/cron.hourly'])
      .run(['run-parts', '--report', '/etc/cron.hourly']);
    cron
      .run(['/bin/sh', '-c', '/usr/bin/curl -s https://status.example.com/ping >/dev/null'])
      .run(['curl', '-s', 'https://x'])
      .connect(SERVER, 443);
  }),
  benign('a job of at', (host) => {
    host.running('/usr/sbin/atd').connect(SERVER, 636).run(['sh']);
  }),
  benign('a GitHub runner', (host) => {
    const worker = host.running('/opt/runner/bin/Runner.Worker').connect(SERVER, 443);
    worker.run(['/usr/bin/bash', '-e', '/opt/runner/_work/_temp/1.sh']);
    worker.run([
      '/usr/bin/bash',
      '--noprofile',
      '--norc',
      '-e',
      '-o',
      'pipefail',
      '/opt/runner/_work/_temp/2.sh',
    ]);
    worker.run(['/usr/bin/bash', '-l', '/opt/runner/_work/_temp/3.sh']);
  }),
  benign('a GitLab runner', (host) => {
    host
      .running('/usr/bin/gitlab-runner')
      .connect(SERVER, 443)
      .run(['bash', '--login'])
      .run(['git', 'fetch']);
  }),
  benign('a Jenkins agent', (host) => {
    const java = host.running('/usr/lib/jvm/java-17/bin/java').connect(SERVER, 50_000);
    java.run(['/bin/sh', '-xe', '/tmp/jenkins123.sh']);
    java.run(['sh', '-c', "({ while [ -d '/w@tmp' ]; do touch log; sleep 3; done } & )"]);
  }),
  benign('scripts with a service to wait for', (host) => {
    const script = host
      .running('/usr/bin/containerd-shim')
      .run(['bash', '/wait-for-it.sh', 'db:5432']);
    for (const exit of [-111, -111, 0]) {
      script.fork().connect(SERVER, 5432, { exit });
      script.run(['sleep', '1']);
    }
    script.exec(['/bin/sh', '-c', 'node server.js']);
  }),
  benign('tests of ports through /dev/tcp', (host) => {
    const shell = host.login();
    for (const text of [
      `timeout 1 bash -c '</dev/tcp/${SERVER}/22'`,
      `(echo > /dev/tcp/${SERVER}/443) >/dev/null 2>&1 && echo up`,
      `cat < /dev/null > /dev/tcp/${SERVER}/22`,
      `exec 3<>/dev/tcp/${SERVER}/5432; echo $?; exec 3>&-`,
      `for p in 22 80 443; do (: < /dev/tcp/${SERVER}/$p) 2>/dev/null && echo $p; done`,
      `until printf '' 2>>/dev/null >>/dev/tcp/${SERVER}/5672; do sleep 1; done`,
    ]) {
      const bash = shell.run(['bash', '-c', text]).fork().connect(SERVER, 22, { exit: 0 });
      if (text.startsWith('cat')) bash.exec(['cat']);
    }
  }),
  benign('a number for statsd', (host) => {
    host
      .login()
      .run(['bash', '-c', `echo -n "jobs.done:1|c" > /dev/udp/${SERVER}/8125`])
      .connect(SERVER, 8125, { udp: true });
  }),
  benign('a look at health through /dev/tcp', (host) => {
    const text = `exec 3<>/dev/tcp/127.0.0.1/8080; echo -e 'GET /health HTTP/1.0\\r\\n' >&3; cat <&3 | grep -q UP`;
    const bash = host
      .running('/usr/bin/containerd-shim')
      .run(['bash', '-c', text])
      .connect('127.0.0.1', 8080, { exit: 0 });
    bash.run(['cat']);
    bash.run(['grep', '-q', 'UP']);
  }),
];
