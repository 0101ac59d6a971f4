"""Say who comes and who goes before a camera, and remember it as visits. Ctrl-C ends it.

python examples/watch_a_camera.py people.db 0          # a camera by number, a film, an RTSP address, or demo
"""

import sys

import facecam


def main(store: str, source: str) -> None:
    with facecam.open(store) as cam, cam.watch(source, remember=True) as results:
        here: set[str] = set()
        for result in results:
            now = {decision.name for decision in result.decisions if decision.name}
            for name in sorted(now - here):
                print(f"{result.time:6.1f} s  {name} is here")
            here |= now
            for visit in result.ended:
                name = visit.decision.name or "somebody unknown"
                here.discard(name)
                print(f"{result.time:6.1f} s  {name} has gone after {visit.last - visit.first:.1f} s")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        print("stopped")
