"""A second implementation of every figure: plain loops over the records, nothing shared with the first."""

from collections import Counter
from datetime import date
from math import ceil
from typing import Any

from onestop.indicators.tests.registers import COMPANIES, Register
from onestop.records.models import CaseKind, EventKind, PatentKind
from onestop.records.registers.records import (
    AwardRecord,
    CaseSummaryRecord,
    DocumentRecord,
    GeographicalIndicationRecord,
    HonourRecord,
    InternationalRecord,
    LayoutRecord,
    PopulationRecord,
    TrademarkRecord,
    TransactionRecord,
)
from onestop.records.types import PatentRecord

Value = float | None
INDUSTRIES = (
    "new_it",
    "equipment",
    "materials",
    "biology",
    "new_energy_vehicles",
    "new_energy",
    "environment",
    "digital_creation",
    "related_services",
)
_ENDINGS = ("fee_lapse", "abandonment", "double_patent_abandonment")


class Plain:
    """Of one region (its digits without the zeros at the end) on a day."""

    def __init__(self, register: Register, region: str, stem: str, day: date) -> None:
        self.register, self.region, self.stem, self.day = register, region, stem, day
        self.patents = [each for each in register.patents if place_of(each, day).startswith(stem)]

    def here(self, kind: type) -> list[Any]:
        return [each for each in self.register.of(kind) if each.region.startswith(self.stem)]

    def this_year(self, day: date | None) -> bool:
        return day is not None and date(self.day.year, 1, 1) <= day <= self.day

    def figures(self) -> dict[str, Value]:
        return {
            **self._creation(),
            **self._high_value(),
            **self._rights(),
            **self._companies(),
            **self._operation(),
            **self._cases(),
        }

    def _creation(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        filed = [each for each in self.patents if self.this_year(each.filed_on)]
        granted = [each for each in self.patents if self.this_year(grant_of(each))]
        known = any(grant_of(each) for each in self.patents)
        for suffix, kind in (
            ("", None),
            ("inventions", "invention"),
            ("utility_models", "utility_model"),
            ("designs", "design"),
        ):
            of_kind = [each for each in filed if kind in (None, each.kind)]
            found["_".join(filter(None, ("applications", suffix)))] = len(of_kind) if self.patents else None
            given = [each for each in granted if kind in (None, each.kind)]
            found[f"{suffix or 'patents'}_granted"] = len(given) if known else None
        agency = [each for each in filed if each.agencies]
        any_agency = any(each.agencies for each in self.register.patents)
        found["represented_applications"] = len(agency) if self.patents and any_agency else None
        firms = Counter(each.agencies[0] for each in agency)
        largest = sum(count for _name, count in firms.most_common(10))
        told = found["represented_applications"] is not None
        found["largest_agencies_applications"] = largest if told else None
        found["agency_concentration"] = share(
            found["largest_agencies_applications"], found["represented_applications"]
        )
        found["agency_share"] = share(found["represented_applications"], found["applications"])
        inventions = [each for each in self.patents if each.kind == "invention"]
        refused = [each for each in inventions if refusal_of(each)]
        concluded = [
            each for each in inventions if self.this_year(grant_of(each)) or self.this_year(refusal_of(each))
        ]
        found["inventions_concluded"] = len(concluded) if known and refused else None
        found["invention_grant_rate"] = share(found["inventions_granted"], found["inventions_concluded"])
        return {**found, **self._in_force()}

    def inventions(self) -> list[PatentRecord]:
        return [each for each in self.patents if each.kind == "invention" and is_in_force(each, self.day)]

    def is_told(self, kind: str = "invention") -> bool:
        return any(grant_of(each) for each in self.patents if kind in ("", each.kind))

    def _in_force(self) -> dict[str, Value]:
        held = self.inventions()
        every = [each for each in self.patents if is_in_force(each, self.day)]
        companies = [each for each in held if first_of(each, self.day) in COMPANIES]
        names = Counter(first_of(each, self.day) for each in held)
        largest = sum(count for _name, count in names.most_common(10))
        ages = [(self.day - each.filed_on).days / 365.25 for each in held if each.filed_on]
        told = self.is_told()
        count: Value = len(held) if told else None
        dealt = {
            number
            for each in self.register.of(TransactionRecord)
            if each.registered_on <= self.day
            for number in each.rights
        }
        used = sum(each.application_number in dealt for each in held)
        is_loaded = any(each.rights for each in self.register.of(TransactionRecord))
        company: Value = len(companies) if told else None
        operated: Value = used if told and is_loaded else None
        return {
            "valid_inventions": count,
            "valid_patents": len(every) if self.is_told("") else None,
            "mean_age_of_inventions": sum(ages) / len(ages) if told and ages else None,
            "company_inventions": company,
            "company_invention_share": share(company, count),
            "largest_holders_inventions": largest if told else None,
            "invention_concentration": share(largest if told else None, count),
            "inventions_per_10000": self.per_head(count),
            "inventions_in_operation": operated,
            "transfer_rate": share(operated, count),
        }

    def per_head(self, count: Value) -> Value:
        wanted = self.region or "100000"
        years = {
            each.year: each.persons
            for each in self.register.of(PopulationRecord)
            if each.region == wanted and each.year <= self.day.year
        }
        return None if count is None or not years else count * 10_000 / years[max(years)]

    def _high_value(self) -> dict[str, Value]:
        reasons = {each.application_number: self._reasons(each) for each in self.inventions()}
        told = self.is_told()
        found: dict[str, Value] = {
            f"high_value_{category}": sum(category in each for each in reasons.values()) if told else None
            for category in ("industry", "overseas", "long_lived", "pledged", "awarded")
        }
        codes = Counter(industry_of(each) for each in self.inventions())
        for number, name in enumerate(INDUSTRIES, 1):
            found[f"industry_{name}"] = codes[str(number)] if told else None
        reviewed = {number: self._decided(number, each) for number, each in reasons.items()}
        count: Value = sum(bool(each) for each in reasons.values()) if told else None
        held: Value = len(reasons) if told else None
        return {
            **found,
            "high_value_inventions": count,
            "high_value_reviewed": sum(bool(each) for each in reviewed.values()) if told else None,
            "high_value_per_10000": self.per_head(count),
            "high_value_share": share(count, held),
        }

    def _decided(self, number: str, reasons: set[str]) -> set[str]:
        decided = [each for each in self.register.decisions if each[0] == number]
        confirmed = {category for _number, category, is_confirmed in decided if is_confirmed}
        return (reasons | confirmed) - {
            category for _number, category, is_confirmed in decided if not is_confirmed
        }

    def _reasons(self, patent: PatentRecord) -> set[str]:
        found = {"industry"} if industry_of(patent) else set()
        assert patent.filed_on
        if patent.filed_on < date(self.day.year - 10, self.day.month, self.day.day):
            found.add("long_lived")
        number = patent.application_number
        for each in self.register.lists:
            match each:
                case DocumentRecord() if each.published_on and each.published_on <= self.day:
                    claimed = {priority.claimed for priority in each.priorities}
                    is_grant = (each.number[:2], each.kind_code) in (("US", "B2"), ("EP", "B1"))
                    if is_grant and f"CN{number[:-1]}" in claimed:
                        found.add("overseas")
                case TransactionRecord(kind="pledge") if number in each.rights:
                    enough = self.register.threshold
                    if (
                        enough
                        and each.amount
                        and each.amount >= enough
                        and (each.registered_on or date.max) <= self.day
                    ):
                        found.add("pledged")
                case AwardRecord(name="中国专利奖") if each.number == number:
                    if date(each.year, 12, 31) <= self.day:
                        found.add("awarded")
        return found

    def _rights(self) -> dict[str, Value]:
        day, register = self.day, self.register
        marks = [each for each in self.here(TrademarkRecord) if each.registered_on <= day <= each.term_to]
        indications = [
            each
            for each in self.here(GeographicalIndicationRecord)
            if not each.protected_on or each.protected_on <= day
        ]
        layouts = [each for each in self.here(LayoutRecord) if each.announced_on <= day]
        pct = [each for each in self.here(InternationalRecord) if self.this_year(each.filed_on)]
        return {
            "valid_trademarks": len(marks) if register.of(TrademarkRecord) else None,
            "geographical_indications": len(indications)
            if register.of(GeographicalIndicationRecord)
            else None,
            "layouts": len(layouts) if register.of(LayoutRecord) else None,
            "pct_applications": len(pct) if register.of(InternationalRecord) else None,
        }

    def _companies(self) -> dict[str, Value]:
        return {
            "high_tech_companies": self._titled(["high_tech"]),
            "national_demonstration": self._titled(["demonstration"], ["national"]),
            "national_advantage": self._titled(["advantage"], ["national"]),
            "provincial_municipal_titles": self._titled(
                ["demonstration", "advantage"], ["provincial", "municipal"]
            ),
            "iso_56005": self._titled(["iso_56005"]),
            "gbt_29490": self._titled(["gbt_29490"]),
        }

    def _titled(self, kinds: list[str], levels: list[str] | None = None) -> Value:
        def fits(each: HonourRecord) -> bool:
            return each.kind in kinds and (levels is None or each.level in levels)

        if not any(map(fits, self.register.of(HonourRecord))):
            return None
        return len(
            {
                each.holder.name
                for each in self.here(HonourRecord)
                if fits(each)
                and each.valid_from <= self.day
                and (each.valid_to is None or each.valid_to >= self.day)
            }
        )

    def _operation(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for kind in ("pledge", "licence", "assignment", "open_licence"):
            is_loaded = any(each.kind == kind for each in self.register.of(TransactionRecord))
            mine = [
                each
                for each in self.here(TransactionRecord)
                if each.kind == kind and self.this_year(each.registered_on)
            ]
            found[f"{kind}s"] = len(mine) if is_loaded else None
            found[f"{kind}_rights"] = sum(len(each.rights) for each in mine) if is_loaded else None
            if kind == "pledge":
                total = sum(float(each.amount) for each in mine if each.amount)
                found["pledge_amount"] = total if is_loaded else None
        regions = {each.application_number: place_of(each, self.day) for each in self.register.patents}
        awards = self.register.of(AwardRecord)
        won = [
            each
            for each in awards
            if each.year == self.day.year and regions[each.number].startswith(self.stem)
        ]
        found["awards"] = len(won) if awards else None
        return found

    def _cases(self) -> dict[str, Value]:
        every: dict[str, list[CaseSummaryRecord]] = {
            kind.value: [each for each in self.here(CaseSummaryRecord) if each.kind == kind]
            for kind in CaseKind
        }
        loaded = {each.kind for each in self.register.of(CaseSummaryRecord)}

        def counted(kind: str, name: str = "opened_on", add: str = "") -> Value:
            mine = [each for each in every[kind] if self.this_year(getattr(each, name))]
            if kind not in loaded:
                return None
            return sum(float(getattr(each, add) or 0) for each in mine) if add else len(mine)

        days = sorted(
            (each.closed_on - each.opened_on).days
            for each in every["mediation"]
            if each.opened_on and each.closed_on and self.this_year(each.closed_on)
        )
        return {
            "enforcement_cases": counted("enforcement"),
            "enforcement_amount": counted("enforcement", add="amount"),
            "police_transfers": counted("enforcement", "handed_over_on"),
            "trademark_labels": counted("enforcement", add="labels"),
            "malicious_filings": counted("malicious_filing"),
            "mediations": counted("mediation"),
            "judicial_confirmations": counted("mediation", "confirmed_on"),
            "mediation_days_median": middle(days) if days else None,
            "mediation_days_p90": days[ceil(len(days) * 9 / 10) - 1] if days else None,
            "rights_aid_files": counted("rights_aid"),
            "training_events": counted("training_event"),
            "training_participants": counted("training_event", add="participants"),
        }


def grant_of(patent: PatentRecord) -> date | None:
    return next((each.effective_on for each in patent.events if each.kind == EventKind.GRANT), None)


def refusal_of(patent: PatentRecord) -> date | None:
    kinds = (EventKind.REJECTION, EventKind.WITHDRAWAL, EventKind.DEEMED_ABANDONMENT)
    return next((each.effective_on for each in patent.events if each.kind in kinds), None)


def is_in_force(patent: PatentRecord, day: date) -> bool:
    granted, filed = grant_of(patent), patent.filed_on
    if granted is None or granted > day or filed is None:
        return False
    for each in patent.events:
        if each.kind == EventKind.FEE_LAPSE and any(
            later.kind == EventKind.RESTORATION and later.effective_on >= each.effective_on
            for later in patent.events
        ):
            continue
        if each.kind == EventKind.INVALIDATION or (each.kind in _ENDINGS and each.effective_on <= day):
            return False
    longer = [each.term_ends_on for each in patent.events if each.term_ends_on]
    return max([last_day(patent.kind, filed), *longer]) > day


def last_day(kind: PatentKind, filed: date) -> date:
    """The first day without the right: 20, 10, or for designs 15 years (10 if filed before June 2021)."""
    years = 20 if kind == "invention" else 15 if kind == "design" and filed >= date(2021, 6, 1) else 10
    try:
        return filed.replace(year=filed.year + years)
    except ValueError:
        return date(filed.year + years, 2, 28)


def first_of(patent: PatentRecord, day: date) -> str:
    name = (patent.patentees or patent.applicants)[0]
    for event in patent.events:
        if event.after and event.effective_on <= day:
            name = event.after.names[0]
    return name


def place_of(patent: PatentRecord, day: date) -> str:
    place = patent.region
    for event in patent.events:
        if event.after and event.effective_on <= day:
            place = event.after.region
    return place


def industry_of(patent: PatentRecord) -> str:
    """By the two rules of the registers, read by eye: the first digit of the code, empty for none."""
    if {"H04L9/32", "H01M10/52", "G06V10/82"} & set(patent.ipc):
        return "1"
    is_cooled = "F21V29/50" in patent.ipc and "散热" in patent.title and "白炽灯" not in patent.title
    return "7" if is_cooled else ""


def share(part: Value, whole: Value) -> Value:
    return None if part is None or not whole else part / whole * 100


def middle(numbers: list[int]) -> float:
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2
