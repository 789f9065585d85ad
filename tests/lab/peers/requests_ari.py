"""Requests of this library, one after another; prints the seconds of GETs, and of POSTs."""

import sys
import time

import ari

client, number = ari.connect(sys.argv[1], "asterisk", "asterisk"), int(sys.argv[2])
client.asterisk.setGlobalVar(variable="BENCH", value="0")
begin = time.perf_counter()
for _ in range(number):
    client.asterisk.getGlobalVar(variable="BENCH")
between = time.perf_counter()
for _ in range(number):
    client.asterisk.setGlobalVar(variable="BENCH", value="1")
print(between - begin, time.perf_counter() - between)
