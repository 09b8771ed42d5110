"""What a user is told when input cannot be read."""


class KabarError(Exception):
    """One clear sentence: what is wrong and what to do."""


class SomeRefusedError(KabarError):
    """Some articles of a batch could not be read; the others could, and are in `articles`."""

    def __init__(self, reasons: list[str], articles: list[object]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons, self.articles = reasons, articles
