"""All of the API: its resources, in the order of the description, under one address."""

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from annotator.api import (
    agreement,
    attachments,
    codebook,
    codebook_operations,
    documents,
    editions,
    exchange,
    figures,
    filters,
    gamma,
    gold,
    jobs,
    layers,
    limits,
    models,
    network,
    problems,
    project_statements,
    projects,
    registry,
    relations,
    releases,
    search,
    spans,
    statements,
    suggestions,
)
from annotator.api.answers import Json
from annotator.api.description import described, guide

PREFIX = "/api/v1"
RESOURCES = tuple(
    part.resource
    for part in (
        projects,
        codebook,
        codebook_operations,
        documents,
        editions,
        filters,
        layers,
        spans,
        relations,
        gold,
        statements,
        suggestions,
        models,
        registry,
        project_statements,
        network,
        figures,
        search,
        agreement,
        gamma,
        exchange,
        releases,
        attachments,
        jobs,
    )
)

blueprint = Blueprint("api", __name__, url_prefix=PREFIX, template_folder="templates")


@blueprint.get("/openapi.json")
def openapi() -> AnyResponse:
    """The description, for programs."""
    return Json(described(PREFIX, RESOURCES)).response()


@blueprint.get("/docs")
def docs() -> str:
    """The description, for people."""
    return render_template("api/docs.html", **guide(described(PREFIX, RESOURCES)))


@blueprint.after_request
def _vary(response: Response) -> Response:
    response.headers["Vary"] = "Authorization"
    return response


def _add_all() -> None:
    for resource in RESOURCES:
        for operation, view in resource.operations:
            blueprint.add_url_rule(operation.rule, operation.name, view, methods=[operation.method])
    problems.register(blueprint)
    limits.limit(blueprint)


_add_all()
