"""The name of a holder without what writers leave out or add: the key under which names are compared."""

from onestop.core.text import fold


def name_key(name: str) -> str:
    """广东 某某（江门）有限公司 and 广东某某(江门)有限公司 have one key."""
    return "".join(character for character in fold(name) if character.isalnum())
