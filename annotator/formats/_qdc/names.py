"""The names of REFI-QDA's codebooks."""

from uuid import UUID, uuid5

NAMESPACE = "urn:QDA-XML:codebook:1.0"
IN_QDC = f"{{{NAMESPACE}}}"

_LABELS = UUID("5b0f6c6e-2f0b-5c35-9d0c-6f1f4a3a6f52")


def guid_of(label: str) -> str:
    """The id of a label: the same for the same name, in every project and export."""
    return str(uuid5(_LABELS, label))
