"""A form with files, as a browser sends it."""

from uuid import uuid4


def multipart(fields: dict[str, str], files: list[tuple[str, str]]) -> tuple[bytes, str]:
    """A form with files as a browser sends it: its body and its content type."""
    border = uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts += [
        f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        f"Content-Type: text/plain\r\n\r\n{text}\r\n"
        for name, text in files
    ]
    return ("".join(parts) + f"--{border}--\r\n").encode(), f"multipart/form-data; boundary={border}"
