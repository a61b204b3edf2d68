"""A server under load: many clients at once on this machine's loopback.

    python benchmarks/load.py                          # 64 clients, 60 s, then one at a time for comparison
    python benchmarks/load.py --seconds 10 --to th --serve "--workers 1 --linger 20"

Each client sends one sentence after the other, each new to the server (no cache helps), as JSON to /translate. Printed:
requests a second, errors, p50 and p99 of the time to the answer, the memory of the server at the start, after the first
fifth, and at the end, and its CPU time a request, which a busy machine changes least. The second server takes one
request at a time (--batch 1 --workers 1).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_PLACES = (
    "南宁",
    "雅加达",
    "曼谷",
    "河内",
    "金边",
    "万象",
    "仰光",
    "吉隆坡",
    "马尼拉",
    "新加坡",
    "北京",
    "广州",
    "昆明",
    "清迈",
    "胡志明市",
    "泗水",
)
_WHO = ("渔民", "学生", "商人", "工程师", "医生", "教师", "记者", "游客", "农民", "企业家")
_WHAT = (
    "讨论贸易合作",
    "参观了新港口",
    "学习水稻种植",
    "签署了备忘录",
    "修建铁路和桥梁",
    "举办文化交流活动",
    "分享防灾经验",
    "推广绿色能源",
)
_TAIL = ("会议将于下周继续举行。", "双方对结果表示满意。", "当地居民对此十分欢迎。", "这项工作已持续多年。")


@dataclass
class Load:
    """What the clients saw."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)  # MiB: at the start, after a fifth, at the end
    cpu: float = 0.0  # seconds of the server
    batch: float = 0.0  # requests that went together, on average

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """The time, in milliseconds, in which that share of the answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def sentence(rng: random.Random) -> str:
    """A sentence of news that was not said before."""
    who = "、".join(rng.sample(_WHO, 2))
    first = f"{rng.choice(_PLACES)}的{who}近日在{rng.choice(_PLACES)}{rng.choice(_WHAT)}"
    tail = rng.choice(_TAIL)
    return f"{first}，{rng.choice(_WHO)}{rng.choice(_WHAT)}，{tail}" if rng.random() < 0.5 else f"{first}。"


def server(*options: str) -> tuple[subprocess.Popen[str], int]:
    """``mtkit serve`` at a free port."""
    command = [sys.executable, "-m", "mtkit", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    if not address.startswith("http://"):
        raise SystemExit("the server did not start")
    return process, int(address.rpartition(":")[2])


def memory_of(process: subprocess.Popen[str]) -> float:
    """Resident memory of the server, in MiB; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_of(process: subprocess.Popen[str]) -> float:
    """Seconds that the server has computed; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def press(port: int, process: subprocess.Popen[str], *, clients: int, seconds: float, target: str) -> Load:
    """``clients`` at once for ``seconds``."""
    load = Load()
    until = time.monotonic() + seconds
    lock = threading.Lock()

    def client(number: int) -> None:
        rng = random.Random(f"{number} {os.getpid()} {port}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.monotonic() < until:
            body = json.dumps({"q": sentence(rng), "source": "zh", "target": target})
            started = time.monotonic()
            try:
                connection.request("POST", "/translate", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                said = json.loads(answer.read())
                fault = "" if answer.status == 200 and said["translatedText"] else f"{answer.status} {said}"
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                fault = repr(error)
                connection.close()
            with lock:
                if fault:
                    load.errors.append(fault)
                else:
                    load.times.append(time.monotonic() - started)
        connection.close()

    load.memory.append(memory_of(process))
    load.cpu = -cpu_of(process)
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    time.sleep(seconds / 5)
    load.memory.append(memory_of(process))
    for thread in threads:
        thread.join()
    load.seconds = time.monotonic() - began
    load.cpu += cpu_of(process)
    load.memory.append(memory_of(process))
    return load


def batch_of(port: int) -> float:
    """How many requests went together on average, as the server counts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/metrics")
    rows = dict(line.split() for line in connection.getresponse().read().decode().splitlines() if line[0] != "#")
    connection.close()
    return float(rows["mtkit_batch_requests_sum"]) / max(1.0, float(rows["mtkit_batch_requests_count"]))


def run(*options: str, clients: int, seconds: float, target: str) -> Load:
    """A server with ``options``, warmed up, under load, and ended as a service manager ends it."""
    process, port = server(*options)
    try:
        press(port, process, clients=2, seconds=1.0, target=target)
        load = press(port, process, clients=clients, seconds=seconds, target=target)
        load.batch = batch_of(port)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
    if code != 0:
        load.errors.append(f"the server ended with {code}")
    return load


def show(name: str, load: Load) -> None:
    """One line, and the first errors."""
    memory = " / ".join(f"{size:.0f}" for size in load.memory)
    print(
        f"{name}: {load.rate:.1f} requests/s, {len(load.times)} answers, {len(load.errors)} errors, "
        f"p50 {load.at(0.5):.0f} ms, p99 {load.at(0.99):.0f} ms, memory {memory} MiB, "
        f"{1000 * load.cpu / max(1, len(load.times)):.0f} ms of CPU a request, "
        f"{load.batch:.1f} in a batch"
    )
    for line in load.errors[:5]:
        print("  ", line)


def main() -> int:
    """Run both servers; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--to", default="vi")
    parser.add_argument("--only", choices=("batched", "single"))
    parser.add_argument("--serve", default="", metavar="OPTIONS", help="more options of the batched server")
    options = parser.parse_args()
    loads: dict[str, Load] = {}
    for name, flags in (("batched", tuple(options.serve.split())), ("single", ("--batch", "1", "--workers", "1"))):
        if options.only not in {None, name}:
            continue
        seconds = options.seconds if name == "batched" else min(options.seconds, 20.0)
        loads[name] = run(*flags, clients=options.clients, seconds=seconds, target=options.to)
        show(name, loads[name])
    if len(loads) == 2:
        print(f"batched / single: {loads['batched'].rate / loads['single'].rate:.2f}")
    return int(any(load.errors for load in loads.values()))


if __name__ == "__main__":
    sys.exit(main())
