"""How often, in words."""


def counted(count: int, one: str, many: str = "") -> str:
    """“1 line end”, “2 line ends”: more than one are ``many``, or ``one`` with an s where nothing is said."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def often(what: str, times: int) -> str:
    """``what``, with how often where that is more than once."""
    return what if times == 1 else f"{what} ({times:,} times)"
