"""All rules across records, run in one go: every mistake there is, in one report."""

from __future__ import annotations

from collections.abc import Callable

from portal import (
    rules_documents,
    rules_interface,
    rules_law,
    rules_links,
    rules_markup,
    rules_pages,
    rules_parity,
    rules_records,
    rules_settings,
    rules_support,
    rules_translation,
    rules_uploads,
    rules_words,
)
from portal.finding import Findings, Scene
from portal.problem import Report
from portal.url_list import addresses_last

RULES: tuple[Callable[[Scene], Findings], ...] = (
    rules_records.references_exist,
    rules_records.ids_are_unique,
    rules_records.lists_have_slugs,
    rules_records.measures_are_numbered,
    rules_records.facts_have_sources,
    rules_records.settings_are_sound,
    rules_records.named_files_exist,
    rules_records.headers_fit_the_settings,
    rules_settings.notices_are_sound,
    rules_settings.ratings_are_sent_safely,
    rules_settings.contact_page_exists,
    rules_interface.interface_is_complete,
    rules_law.dates_agree,
    rules_law.numbers_agree,
    rules_law.status_is_founded,
    rules_law.relations_are_sound,
    rules_pages.pages_are_whole,
    rules_pages.translations_are_true,
    rules_pages.addresses_are_unique,
    rules_links.links_lead_somewhere,
    rules_markup.pages_include_nothing,
    rules_markup.addresses_stand_in_brackets,
    rules_markup.pages_render_clean,
    rules_uploads.uploads_are_harmless,
    rules_support.evidence_names_one_place,
    rules_documents.documents_are_called_by_their_type,
    rules_documents.links_lead_where_they_say,
    rules_words.words_are_those_of_the_term_base,
    rules_translation.texts_are_in_their_language,
    rules_translation.values_have_the_same_figures,
)


# These leave pages alone whose form is broken by the report so far.
LATE: tuple[Callable[[Scene, Report], Findings], ...] = (
    rules_support.figures_are_supported,
    rules_parity.twins_are_alike,
    rules_translation.translations_are_there,
)


def check(scene: Scene, report: Report) -> None:
    """Run every rule over `scene` and add what it finds to `report`."""
    for rule in RULES:
        for finding in rule(scene):
            report.add(finding.rule, finding.place, finding.key, **finding.values)
    for finding in [finding for rule in LATE for finding in rule(scene, report)]:
        report.add(finding.rule, finding.place, finding.key, **finding.values)
    # A page that is not there because its record could not be read is not lost.
    for finding in () if report.errors else addresses_last(scene):
        report.add(finding.rule, finding.place, finding.key, **finding.values)
    scene.passed.keep()
