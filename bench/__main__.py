"""`make bench`: every measurement in one run, one JSON object a line. `ARGS="--large"` adds 200,000 volunteers.

`journeys` is measured only when it is named: it needs the browser of the tests.
"""

import os
import subprocess
import sys

from bench import system

# The search has a city of its own, few people with 100,000 activities: no other measurement should have to read these.
SEARCH, SEARCH_CITY = "search", 2_000
# The journeys need a browser (`baiying build --tests`), and a city whose weekends are not full of the searched.
JOURNEYS, JOURNEYS_CITY = "journeys", 1_500
# What goes to many leaves by a gateway that stands beside: the city has settings of its own.
MESSAGES, MESSAGES_CITY = "messages", 5_000
GATEWAY_PORT, GATEWAY_RATE = system.PORT + 9, 20
_GATEWAY = {
    "BAIYING_SMS": "aliyun", "BAIYING_SMS_KEY_ID": "bench", "BAIYING_SMS_KEY": "bench", "BAIYING_SMS_SIGNATURE": "百应",
    "BAIYING_SMS_TEMPLATES": "*=1", "BAIYING_SMS_RATE": str(GATEWAY_RATE),
    "BAIYING_SMS_ADDRESS": f"http://127.0.0.1:{GATEWAY_PORT}",
}  # fmt: skip


def main() -> None:
    large = "--large" in sys.argv[1:]
    sizes = (20_000, 200_000) if large else (20_000,)
    only = [a for a in sys.argv[1:] if not a.startswith("-")]
    of_city = [name for name in only if name not in (SEARCH, JOURNEYS, MESSAGES)]
    for volunteers in sizes if of_city or not only else ():
        _measure(volunteers, of_city if volunteers == sizes[0] else ["figures", "offices"])
    if not only or SEARCH in only:
        _measure(SEARCH_CITY, [SEARCH])
    if not only or MESSAGES in only:
        _measure(MESSAGES_CITY, [MESSAGES], **_GATEWAY)
    if JOURNEYS in only:
        _measure(JOURNEYS_CITY, [JOURNEYS])


def _measure(volunteers: int, only: list[str], **given: str) -> None:
    # Settings are read once in a process, and each size has its own database and keys: so each gets its own process.
    environment = {**os.environ, "BAIYING_VAR": str(system.place(volunteers)), **given}
    command = [sys.executable, "-m", "bench.one", str(volunteers), *only]
    status = subprocess.run(command, env=environment, check=False).returncode
    if status:
        sys.exit(status)


if __name__ == "__main__":
    main()
