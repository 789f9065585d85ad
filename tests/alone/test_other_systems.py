"""Systems other than Linux: what Windows lacks is taken away, and all works as before."""

from __future__ import annotations

import ast

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import eventually
from tests.lab.standin import channel

#: What Python has on Unix alone, by its documentation; `SIG*` but for those that Windows has, too.
LACKING = {
    "os": "fork forkpty fork_exec register_at_fork killpg setsid setpgid getpgid getpgrp getsid"
    " getuid geteuid getgid getegid getgroups setuid setgid wait wait3 wait4 waitid nice uname"
    " openpty ttyname tcgetpgrp tcsetpgrp ctermid get_blocking set_blocking pipe2 sendfile mkfifo"
    " chown fchown lchown fchmod chroot sysconf fpathconf statvfs getloadavg sched_yield"
    " sched_getaffinity posix_spawn posix_spawnp pread pwrite readv writev eventfd memfd_create"
    " pidfd_open environb getenvb getrandom O_NONBLOCK O_CLOEXEC O_NOCTTY O_SYNC O_DIRECTORY"
    " O_NOFOLLOW EX_OK EX_USAGE",
    "select": "poll epoll kqueue devpoll",
    "signal": "alarm setitimer getitimer pause pthread_kill pthread_sigmask pidfd_send_signal"
    " siginterrupt sigpending sigwait sigwaitinfo sigtimedwait SIG_BLOCK SIG_UNBLOCK SIG_SETMASK"
    " SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGHUP SIGIO SIGKILL SIGPIPE SIGPOLL SIGPROF SIGPWR"
    " SIGQUIT SIGRTMIN SIGRTMAX SIGSTKFLT SIGSTOP SIGSYS SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG"
    " SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF",
    "socket": "AF_UNIX AF_PACKET AF_NETLINK socketpair CMSG_LEN CMSG_SPACE SCM_RIGHTS send_fds"
    " recv_fds sethostname if_nameindex MSG_DONTWAIT MSG_NOSIGNAL SO_REUSEPORT SO_PEERCRED",
    "time": "clock_gettime clock_settime clock_getres pthread_getcpuclockid tzset CLOCK_MONOTONIC"
    " CLOCK_REALTIME CLOCK_BOOTTIME",
}
MODULES = "crypt curses fcntl grp nis ossaudiodev pty pwd readline resource spwd syslog"
MODULES += " termios tty"

#: Takes all that away; and, as there, only sockets are selected, only these signals have handlers,
#: os.kill() ends a process, and only a socket's descriptor is told of a signal.
WINDOWS = f"""
import os, select, signal, socket, stat, sys, time
for module, names in {LACKING}.items():
    for name in names.split():
        vars(sys.modules[module]).pop(name, None)
for name in {MODULES.split()}:
    sys.modules[name] = None

def refuse(*_, **__):
    raise OSError("not here")

def select_sockets(*lists):
    for one in [one for some in lists[:3] for one in some]:
        if not stat.S_ISSOCK(os.fstat(one if isinstance(one, int) else one.fileno()).st_mode):
            raise OSError(10038, "not a socket")
    return unix_select(*lists)

def known(unix):
    def windows(number, *handler):
        if number not in (signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGINT,
                          signal.SIGSEGV, signal.SIGTERM):
            raise ValueError("invalid signal value")
        return unix(number, *handler)
    return windows

unix_select, select.select = select.select, select_sockets
signal.signal, signal.getsignal = known(signal.signal), known(signal.getsignal)
os.kill = signal.set_wakeup_fd = refuse
socket.socket.sendmsg = socket.socket.recvmsg = refuse
"""


@pytest.fixture
def windows(dump, tmp_path):
    """Starts a program where all that is not there."""

    def start(text, *arguments):
        program = tmp_path / "program.py"
        program.write_text(WINDOWS + text)
        return dump(*arguments, script=program, PYTHONPATH=str(REPOSITORY))

    return start


def test_the_library_is_imported(windows):
    """`import ari` works, and so does all that it has."""
    script = windows("import ari; from ari import *; print(ari.models.__name__)")
    assert (script.wait(), script.errors()) == (0, "")


SCRIPT = "import channel_dump; channel_dump.main()"


def test_the_whole_script(standin, windows):
    """It lists, a channel enters and leaves, the connection is lost and made again, Ctrl+C."""
    standin.channels = [channel(1)]
    script = windows(SCRIPT, "--url", standin.url, "-v")
    standin.wait_until_settled()
    standin.enter(channel(2))
    standin.leave(standin.channels[-1])
    script.expect("00000002 has left the application")
    standin.cut()
    standin.wait_until_settled(more_than=1)
    standin.enter(channel(3))
    script.expect("00000003 has entered the application")
    script.expect("language: en")
    assert script.lines[:2] == ["Current channels:", "PJSIP/alice-00000001"]
    assert script.stop() == 0
    assert "Traceback" not in script.errors()
    eventually(lambda: standin.closed[-1:] == [1000])


def unix_names(tree):
    """The names in a program that Python has on Unix alone."""
    lacking = {(module, name) for module in LACKING for name in LACKING[module].split()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = [(node.value.id, node.attr)]
        elif isinstance(node, ast.ImportFrom):
            found = [(node.module, one.name) for one in node.names] + [(node.module, "")]
        elif isinstance(node, ast.Import):
            found = [(one.name, "") for one in node.names]
        else:
            found = []
        for module, name in found:
            if (module, name) in lacking or module in MODULES.split():
                yield f"{module}.{name}, line {node.lineno}"


FILES = [*(REPOSITORY / "ari").rglob("*.py"), REPOSITORY / "channel_dump.py"]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_nothing_is_named_that_only_unix_has(file):
    """Not even where it would be asked for first, or only now and then."""
    assert [*unix_names(ast.parse(file.read_text()))] == []


def test_what_only_unix_has_is_found():
    """In any form."""
    program = "import os, fcntl\nfrom signal import SIGURG\nfrom pwd import *\nos.fork()"
    assert [*unix_names(ast.parse(program))] == [
        "fcntl., line 1",
        "signal.SIGURG, line 2",
        "pwd.*, line 3",
        "pwd., line 3",
        "os.fork, line 4",
    ]
