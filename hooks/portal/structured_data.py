"""schema.org descriptions of pages, as JSON-LD.

Only legislation is `Legislation`; Party documents and plain decisions are `DigitalDocument`.
Property names: schema.org, with the European Legislation Identifier's as their origin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from portal import describe
from portal.address import Book, Page
from portal.language import plain
from portal.legal_text import LegalText
from portal.register import Article, Register

Node = dict[str, Any]

FORCE = {
    "in_force": "https://schema.org/InForce",
    "partially_in_force": "https://schema.org/PartiallyInForce",
    "not_in_force": "https://schema.org/NotInForce",
    "not_yet_in_force": "https://schema.org/NotInForce",
}
# Relations between legislation; the other two may also lead to Party documents and plans.
RELATED = {
    "amends": "legislationAmends",
    "repeals": "legislationRepeals",
    "ensures_implementation_of": "legislationEnsuresImplementationOf",
    "based_on": "isBasedOn",
    "cites": "citation",
}


def graph(
    register: Register, book: Book, page: Page, lang: str, absolute: Callable[[str], str]
) -> str:
    """The JSON-LD of `page`, safe inside a script element."""
    nodes = [publisher(register, lang, absolute)]
    if page.parent:
        nodes.append(breadcrumb(book, page, lang, absolute))
    shown = lang if page.translated else "vi"
    main = {
        "url": absolute(page.url(lang)),
        "inLanguage": shown,
        "description": describe.page(register, page, lang),
        "publisher": {"@id": absolute("#publisher")},
    }
    if page.kind == "legal-text":
        nodes.append({**legal_text(register, book, page.record, lang, absolute), **main})
    elif page.kind == "article":
        nodes.append({**article(register, register.pages[page.record], lang), **main})
    elif page.kind == "home":
        name = plain(register.site.title.best(lang)[0], lang)
        nodes.append({"@type": "WebSite", "name": name, **main})
    else:
        kind = "WebPage" if page.record else "CollectionPage"
        nodes.append({"@type": kind, "name": plain(page.title.best(lang)[0], lang), **main})
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def publisher(register: Register, lang: str, absolute: Callable[[str], str]) -> Node:
    """The agency behind the site; contact details only where staff have set them."""
    agency = register.agencies[register.site.publisher]
    node: Node = {
        "@type": "GovernmentOrganization",
        "@id": absolute("#publisher"),
        "name": plain(agency.name.best(lang)[0], lang),
        "url": absolute(""),
    }
    contact = register.site.contact
    if contact and contact.email:
        node["email"] = contact.email
    if contact and contact.phone:
        node["telephone"] = contact.phone
    if contact and contact.address:
        node["address"] = plain(contact.address.best(lang)[0], lang)
    return node


def breadcrumb(book: Book, page: Page, lang: str, absolute: Callable[[str], str]) -> Node:
    trail = [page]
    while trail[0].parent:
        trail.insert(0, book.pages[trail[0].parent])
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": plain(step.title.best(lang)[0], lang),
            "item": absolute(step.url(lang)),
        }
        for position, step in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def legal_text(
    register: Register, book: Book, text: LegalText, lang: str, absolute: Callable[[str], str]
) -> Node:
    """A legal text as Legislation, or as DigitalDocument where it is not legislation."""
    kind = register.term("document-types", text.type_document)
    names = [register.term("issuers", issuer).name.best(lang)[0] for issuer in text.passed_by]
    issuers = [{"@type": "Organization", "name": plain(name, lang)} for name in names]
    related = _related(register, book, text, lang, absolute)
    node: Node = {"@type": kind.schema_type, "name": plain(text.title.best(lang)[0], lang)}
    if kind.schema_type != "Legislation":
        node |= {
            "identifier": text.number,
            "dateCreated": text.date_document.isoformat(),
            "author": issuers,
        }
        general = ("isBasedOn", "citation")
        return node | {key: nodes for key, nodes in related.items() if key in general}
    node |= {
        "legislationIdentifier": text.number,
        "legislationType": plain(kind.name.best(lang)[0], lang),
        "legislationDate": text.date_document.isoformat(),
        "legislationPassedBy": issuers,
    }
    if text.legal_force.value in FORCE:
        node["legislationLegalForce"] = FORCE[text.legal_force.value]
    if text.first_date_entry_in_force:
        node["legislationDateOfApplicability"] = text.first_date_entry_in_force.isoformat()
    return node | related


def _related(
    register: Register, book: Book, text: LegalText, lang: str, absolute: Callable[[str], str]
) -> dict[str, list[Node]]:
    """The texts that `text` relates to, by property. A text outside the register is only numbered,
    so nothing is known of its kind but what the relation itself says."""
    found: dict[str, list[Node]] = {}
    for link in register.links.get(text.id, []):
        if link.kind not in RELATED:
            continue
        name = RELATED[link.kind]
        between_laws = name.startswith("legislation")
        kind = "Legislation" if between_laws else "CreativeWork"
        other: Node = {}
        if link.text:
            kind = register.term("document-types", link.text.type_document).schema_type
            other["name"] = plain(link.text.title.best(lang)[0], lang)
            other["url"] = absolute(book.url(f"legal-text:{link.text.id}", lang))
        if kind == "Legislation" or not between_laws:
            number = link.text.number if link.text else link.outside
            label = "legislationIdentifier" if kind == "Legislation" else "identifier"
            found.setdefault(name, []).append({"@type": kind, label: number, **other})
    return found


def article(register: Register, article: Article, lang: str) -> Node:
    """A news article. The date is the publication's; an event's date is never passed off as it."""
    meta = article.meta
    best = article.best(lang)
    node: Node = {"@type": "NewsArticle", "headline": plain(best.meta.title, lang)}
    if meta.date:
        node["datePublished"] = meta.date.isoformat()
    if meta.updated:
        node["dateModified"] = meta.updated.isoformat()
    node["author"] = _author(register, article, lang)
    if meta.category:
        category = register.term("news-categories", meta.category).name
        node["articleSection"] = plain(category.best(lang)[0], lang)
    return node


def _author(register: Register, article: Article, lang: str) -> Node:
    meta = article.meta
    if not meta.byline:
        board = register.interface.in_language(lang)["editorial_board"]
        return {"@type": "Organization", "name": board}
    author: Node = {"@type": "Person", "name": meta.byline}
    if meta.byline_agency:
        agency = plain(register.agencies[meta.byline_agency].name.best(lang)[0], lang)
        author["affiliation"] = {"@type": "Organization", "name": agency}
    return author
