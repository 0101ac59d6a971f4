"""Rules: what is told, and where to; web hooks and brokers alone, for files and programs are of this machine."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from facecam.base.addresses import is_address
from facecam.base.errors import FacecamError, InputError, NotFoundError, StoreError
from facecam.base.messages import text
from facecam.events.rules import Condition, default_kinds, read_hours, read_kinds, read_time, rule_json
from facecam.events.targets import Target, Webhook, read_target
from facecam.serve import shapes
from facecam.serve.access import allow
from facecam.serve.problems import language
from facecam.serve.routes.common import Number, Served, changed, errors
from facecam.store.access_keys import Scope

router = APIRouter(tags=["Rules"])

ADMIN = [allow(Scope.ADMIN)]


@router.get("/rules", response_model=shapes.Rules, responses=errors(), dependencies=ADMIN, summary="What is told")
async def rules(request: Request, service: Served) -> dict[str, Any]:
    """Targets are shown without their secrets."""
    spoken = language(request)
    return {"rules": await service.ask(request, lambda: [rule_json(rule, spoken) for rule in service.cam.rules()])}


@router.post(
    "/rules",
    status_code=201,
    response_model=shapes.MadeRule,
    responses=errors(404),
    dependencies=ADMIN,
    summary="Tell a web hook or a broker",
)
async def add(request: Request, service: Served, given: shapes.NewRule) -> dict[str, Any]:
    """A web hook's secret is answered once, where it was drawn by lot, and never again. Files, programs and the
    desktop are told by `facecam events add`, on the server's machine."""

    def make() -> dict[str, Any]:
        target = _target(given)
        change = service.cam.add_rule(target, _condition(given, target))
        made = service.cam.rules()[-1].id
        drawn = target.secret.reveal() if isinstance(target, Webhook) and not given.secret else None
        return {**changed(request, change).model_dump(), "rule": made, "secret": drawn}

    return await service.ask(request, make)


@router.put(
    "/rules/{rule}",
    response_model=shapes.Changed,
    responses=errors(404),
    dependencies=ADMIN,
    summary="Tell something else there",
)
async def change(request: Request, service: Served, rule: Number, given: shapes.RuleCondition) -> shapes.Changed:
    """Another target is another rule."""

    def make() -> shapes.Changed:
        return changed(request, service.cam.change_rule(rule, _condition(given, None)))

    return await service.ask(request, make)


@router.delete(
    "/rules/{rule}",
    response_model=shapes.Changed,
    responses=errors(404),
    dependencies=ADMIN,
    summary="Tell it no more",
)
async def remove(request: Request, service: Served, rule: Number) -> shapes.Changed:
    """Can be undone."""
    return changed(request, await service.ask(request, lambda: service.cam.remove_rule(rule)))


@router.post(
    "/rules/{rule}/test",
    response_model=shapes.Delivered,
    responses=errors(404),
    dependencies=ADMIN,
    summary="Send it an example",
)
async def test(request: Request, service: Served, rule: Number) -> dict[str, Any]:
    """And say whether it arrived, or why not."""

    def send() -> FacecamError | None:
        try:
            service.cam.test_rule(rule)
        except (InputError, NotFoundError, StoreError):
            raise
        except FacecamError as error:
            return error
        return None

    problem = await service.ask(request, send)
    return {
        "delivered": problem is None,
        "problem": None if problem is None else text(problem.message, language(request)),
    }


@router.get(
    "/told",
    response_model=shapes.Told,
    responses=errors(),
    dependencies=ADMIN,
    summary="What was told, or waits to be",
)
async def log(
    request: Request,
    service: Served,
    rule: Annotated[int | None, Query(ge=1, lt=2**63, description="Only of this rule.")] = None,
    before: Annotated[int | None, Query(ge=1, lt=2**63, description="The last `id` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> dict[str, Any]:
    """The newest first."""
    spoken = language(request)
    told = await service.ask(request, lambda: service.cam.told(rule=rule, before=before, limit=limit))
    return {
        "told": [
            {
                "id": one.id,
                "rule": one.rule,
                "sentence": text(one.told, spoken),
                "moment": one.moment,
                "target": one.shown,
                "state": one.state,
                "tries": one.tries,
                "problem": None if one.problem is None else text(one.problem, spoken),
            }
            for one in told
        ]
    }


def _target(given: shapes.NewRule) -> Target:
    if not is_address(given.target.strip()):
        raise InputError(
            "Over HTTP a rule tells a web hook or a broker",
            "Give https://... or mqtt://..., or use facecam events add on the server",
        )
    return read_target((given.target,), secret=given.secret, template=given.template)


def _condition(given: shapes.RuleCondition, target: Target | None) -> Condition:
    persons, strangers = tuple(dict.fromkeys(given.persons)), given.strangers or given.stays > 0
    if given.events is not None:
        kinds = read_kinds(given.events)
    elif target is not None:
        kinds = default_kinds(target, (*persons, *given.groups), strangers)
    else:
        kinds = Condition().kinds
    return Condition(
        kinds=kinds,
        persons=persons,
        groups=tuple(dict.fromkeys(given.groups)),
        strangers=strangers,
        sources=tuple(given.sources),
        stays=given.stays,
        once_a_day=given.once_a_day,
        gap=given.gap,
        quiet=read_hours(given.quiet) if given.quiet else None,
        daily=read_time(given.daily) if given.daily else None,
        picture=given.picture,
        paused=given.paused,
    )
