"""`facecam serve`: the front door over HTTP. Each route is a thin caller of `facecam.front_door.Facecam`.

`app.py` lists the routers, `gate.py` says what every request passes through, `access.py` who may, `uploads.py` how
pictures come in, `pool.py` where the work is done, `problems.py` how errors are answered. Needs the extra `serve`.
"""
