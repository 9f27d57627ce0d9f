"""Ways of choosing that say more than a list of words."""

from collections.abc import Mapping
from typing import Any

from django import forms


class IconWall(forms.RadioSelect):
    """One of many, each with its icon; for what must be found quickly on a phone."""

    template_name = "web/widgets/icon_wall.html"

    def __init__(self, *, icons: Mapping[Any, str], first: int = 0, **kwargs: Any) -> None:
        """`first` are shown; the others stand in a fold, with a search among them. 0 shows all."""
        super().__init__(**kwargs)
        self.icons, self.first = icons, first

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The options in two heaps; the fold is open where one of its own is chosen."""
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        folded = options[self.first :] if self.first else []
        context["widget"] |= {
            "shown": options[: self.first] if self.first else options,
            "folded": folded,
            "is_open": any(option["selected"] for option in folded),
        }
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"icon": self.icons.get(str(value), "dots")}


class Ways(IconWall):
    """One of a few, each with its icon and a sentence on what it means."""

    template_name = "web/widgets/ways.html"

    def __init__(self, *, said: Mapping[Any, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.said = said

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"said": self.said.get(str(value), "")}
