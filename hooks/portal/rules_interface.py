"""The rule for the strings of the interface: complete, in both languages."""

from __future__ import annotations

import re

from portal.address import SECTIONS
from portal.facet import EXEMPLAR_FACETS, LEGAL_TEXT_FACETS
from portal.field import Origin
from portal.finding import Finding, Findings, Scene
from portal.legal_text import FORCE_BASES, INVERSE, LEGAL_FORCE, REASONS
from portal.model import ASPECTS, BASES, RESPONSIBLE_BASES, SCOPES
from portal.notice import KINDS
from portal.problem import guess
from portal.settings import RATINGS, interface_keys


def computed_keys() -> list[str]:
    """Interface keys that templates compose from the words of the model."""
    families = {
        "status": LEGAL_FORCE, "path_status": LEGAL_FORCE, "reason": REASONS,
        "force_basis": FORCE_BASES, "relation": (*INVERSE, *INVERSE.values()),
        "notice": KINDS, "rating": RATINGS,
        "aspect": ASPECTS, "name_basis": BASES, "basis": RESPONSIBLE_BASES, "scope": SCOPES,
        "by": {facet.name for facet in (*LEGAL_TEXT_FACETS, *EXEMPLAR_FACETS)},
        "path_by": {facet.name for facet in (*LEGAL_TEXT_FACETS, *EXEMPLAR_FACETS)},
    }  # fmt: skip
    keys = [f"{family}_{word}" for family, words in families.items() for word in sorted(words)]
    keys += [key for _, path, title in SECTIONS for key in (path, title)]
    return [
        *keys,
        "path_category",
        "title_home",
        "legal_text_sentence",
        "legal_text_sentence_unnumbered",
        "editorial_board",
    ]


def interface_is_complete(scene: Scene) -> Findings:
    """Every string that a template uses exists, in both languages, with the same placeholders."""
    interface, origin = scene.records.interface, scene.records.interface_origin
    if interface is None:
        return
    needed = interface_keys(scene.templates)
    for name in computed_keys():
        needed.setdefault(name, "hooks/portal")
    spare = {name for name in origin.places if "." not in name} - set(needed)
    for name, template in sorted(needed.items()):
        if name not in interface.phrases and name not in origin.places:
            near = guess(name, spare)
            place = origin.at(near) if near else (origin.path, 1, 1)
            yield Finding(
                "interface-key-missing", place, "",
                {"missing": name, "template": template, "guess": near},
            )  # fmt: skip
    for name, phrase in interface.phrases.items():
        if phrase.en is None:
            yield Finding("interface-untranslated", origin.at(name), name)
        else:
            yield from _braces(name, phrase.vi, phrase.en, origin)


def _braces(name: str, vi: str, en: str, origin: Origin) -> Findings:
    there, here = _placeholders(vi), _placeholders(en)
    for lang, names in (("vi", there), ("en", here)):
        if names is None:
            yield Finding("interface-braces", origin.at(f"{name}.{lang}"), f"{name}.{lang}")
    if there is not None and here is not None and there != here:
        expected, got = (" ".join(sorted(names)) or "–" for names in (there, here))
        values: dict[str, object] = {"expected": expected, "got": got}
        yield Finding("interface-placeholders", origin.at(f"{name}.en"), name, values)


def _placeholders(text: str) -> set[str] | None:
    """The names in braces in `text`, braces included; None where the braces are not in pairs."""
    form = r"\{[A-Za-z_]\w*\}"
    rest = re.sub(form, "", text)
    return None if "{" in rest or "}" in rest else set(re.findall(form, text))
