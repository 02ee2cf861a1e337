"""What the annotation page sends about links: ``link.is`` with an entry's key, empty to unlink."""

from collections.abc import Mapping
from dataclasses import replace

from annotator.services.annotating import Edit
from annotator.web.annotate_form import Form

_LINK = "link."
NEW = "link.new"
"""The name of an entry to be proposed and linked to."""


def with_links(edit: Edit, form: Form, before: Mapping[str, str]) -> Edit:
    """An edit with the links that were sent, beside those that a span has."""
    sent = {
        name.removeprefix(_LINK): value for name, value in form.items() if name.startswith(_LINK) and name != NEW
    }
    if not sent:
        return edit
    return replace(edit, links={role: key for role, key in {**before, **sent}.items() if key})
