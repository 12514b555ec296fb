from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Picture, Scope
from disclosure_kit.model.picture import Item


@hookimpl
def disclosure_pictures() -> Iterator[Picture]:
    people = Item("自然人", ("applications.recieved.natural_person",))
    scope = Scope("53", ("2021",))
    yield Picture("unbound_picture.people", "新收", scope, (people,), lambda *_: b"")
