"""Who was there, and for how long? Prints the time each person spent here, and writes all visits as CSV.

python examples/read_the_history.py people.db visits.csv
"""

import csv
import sys
from collections import Counter
from pathlib import Path

import facecam


def main(store: str, out: str) -> None:
    seconds: Counter[str] = Counter()
    with facecam.open(store) as cam, Path(out).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("name", "source", "started", "ended", "score"))
        for visit in cam.history():  # the newest first, read a page at a time
            name = visit.name or "unknown"
            seconds[name] += round((visit.ended - visit.started).total_seconds())
            table.writerow((name, visit.source, visit.started.isoformat(), visit.ended.isoformat(), visit.score))
    for name, spent in seconds.most_common():
        print(f"{name}: {spent // 60} min {spent % 60} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
