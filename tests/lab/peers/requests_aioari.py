"""The same requests on aioari."""

import asyncio
import sys
import time

import aioari


async def main():
    """Print the seconds of GETs, and of POSTs."""
    client, number = await aioari.connect(sys.argv[1], "asterisk", "asterisk"), int(sys.argv[2])
    await client.asterisk.setGlobalVar(variable="BENCH", value="0")
    begin = time.perf_counter()
    for _ in range(number):
        await client.asterisk.getGlobalVar(variable="BENCH")
    between = time.perf_counter()
    for _ in range(number):
        await client.asterisk.setGlobalVar(variable="BENCH", value="1")
    print(between - begin, time.perf_counter() - between)
    await client.close()


asyncio.run(main())
