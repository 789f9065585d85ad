"""The same requests on a requests.Session."""

import sys
import time

import requests

url, number = f"{sys.argv[1]}/ari/asterisk/variable", int(sys.argv[2])
with requests.Session() as session:
    session.auth = ("asterisk", "asterisk")
    session.post(url, params={"variable": "BENCH", "value": "0"}).raise_for_status()
    begin = time.perf_counter()
    for _ in range(number):
        session.get(url, params={"variable": "BENCH"}).json()
    between = time.perf_counter()
    for _ in range(number):
        session.post(url, params={"variable": "BENCH", "value": "1"}).raise_for_status()
    print(between - begin, time.perf_counter() - between)
