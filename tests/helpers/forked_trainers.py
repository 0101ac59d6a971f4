"""`torchrun train_recipes.py` without its imports, which are most of its time: the same agent forks its processes.

`forked_trainers.py SETS OUT NUMBER...` trains `OUT/NUMBER.json` with that many processes into `OUT/NUMBER`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from helpers import train_recipes
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

if __name__ == "__main__":
    sets, out = map(Path, sys.argv[1:3])
    for number in sys.argv[3:]:
        how = LaunchConfig(
            min_nodes=1,
            max_nodes=1,
            nproc_per_node=int(number),
            run_id=number,
            rdzv_backend="c10d",
            rdzv_endpoint="localhost:0",
            max_restarts=0,
            start_method="fork",
        )
        elastic_launch(how, train_recipes.main)(out / f"{number}.json", sets, out / number)
