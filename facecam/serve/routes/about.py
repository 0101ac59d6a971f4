"""The server about itself: its health, its models, and what each threshold would mean."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request

import facecam
from facecam.identity.calibration import Calibration
from facecam.serve import shapes
from facecam.serve.access import allow, take_turn
from facecam.serve.routes.common import Served, errors
from facecam.store.access_keys import Scope
from facecam.store.people import count_people
from facecam.vision.manifest import ModelEntry

router = APIRouter(tags=["About"])


@router.get("/health", response_model=shapes.Health, responses=errors(), summary="Whether all is well")
async def health(request: Request, service: Served) -> dict[str, Any]:
    """Needs no key."""
    take_turn(request, service)

    def work() -> dict[str, Any]:
        cam = service.cam
        people, templates = count_people(cam.database)
        return {
            "status": "degraded" if cam.runtime.problems else "ok",
            "version": facecam.__version__,
            "model": cam.recognizer.model,
            "provider": cam.recognizer.provider,
            "people": people,
            "templates": templates,
            "waiting_visits": cam.runtime.waiting_visits(),
        }

    return await service.ask(request, work)


@router.get(
    "/models",
    response_model=shapes.Models,
    responses=errors(),
    dependencies=[allow(Scope.READ)],
    summary="The models, and what was measured about them",
)
async def models(request: Request, service: Served) -> dict[str, Any]:
    """One of them is in use; vectors of two models can be compared only where their space is one."""

    def work() -> dict[str, Any]:
        running = service.cam.recognizer
        shown = [
            {
                "name": one.name,
                "in_use": one.name == running.model,
                "default": one.default,
                "space": one.space,
                "dimension": one.dimension or 0,
                "threshold": _threshold(one, service.cam.settings.strangers),
                "licence": one.licence,
                "figures": dict(one.figures),
            }
            for one in service.cam.models()
        ]
        closed = [{"name": one.name, "people": len(one.classes)} for one in service.cam.classifiers()]
        return {"models": shown, "classifiers": closed, "provider": running.provider}

    return await service.ask(request, work)


@router.get(
    "/runs",
    response_model=shapes.Runs,
    responses=errors(),
    dependencies=[allow(Scope.READ)],
    summary="What training runs say of themselves",
)
async def runs(request: Request, service: Served) -> dict[str, Any]:
    """Of the folder that `facecam serve --runs` names; without it there are none."""

    def work() -> dict[str, Any]:
        found = [] if service.runs is None else service.cam.training_runs(service.runs)
        return {"runs": [asdict(run) for run in found]}

    return await service.ask(request, work)


def _threshold(model: ModelEntry, strangers: int) -> float | None:
    if not (curve := model.calibration):
        return None
    return round(Calibration(curve["score"], curve["log10_fmr"]).threshold(1 / strangers, 1), 4)


@router.get(
    "/thresholds",
    response_model=shapes.Thresholds,
    responses=errors(),
    dependencies=[allow(Scope.READ)],
    summary="Both error rates at every threshold",
)
async def thresholds(request: Request, service: Served) -> dict[str, Any]:
    """For the people as they are now: the more there are, the more strangers resemble one of them."""

    def work() -> dict[str, Any]:
        cam = service.cam
        points = [
            {
                "threshold": one.threshold,
                "fpir": float(f"{one.fpir:.4g}"),
                "fnmr": None if one.fnmr is None else round(one.fnmr, 4),
            }
            for one in cam.operating_points()
        ]
        return {"model": cam.recognizer.model, "in_use": round(cam.matcher.threshold, 4), "points": points}

    return await service.ask(request, work)
