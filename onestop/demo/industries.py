"""Illustrative rules of strategic emerging industries, as long as the published table is not loaded."""

from onestop.demo.datafiles import data_file
from onestop.reference.industries import Rule
from onestop.reference.industry_source import RuleRow
from onestop.reference.services import lend_industries


def rules() -> list[Rule]:
    return [
        Rule(number, row.industry_code, row.industry_name, row.include, row.exclude, row.keywords)
        for number, row in enumerate(_rows(), 1)
    ]


def lend() -> None:
    """They prove nothing about a real patent, and go with the demonstration (`take_back_industries`)."""
    lend_industries(_rows(), data_file("industries.yaml")["name"])


def _rows() -> list[RuleRow]:
    return [
        RuleRow(
            rule["code"],
            rule["name"],
            rule.get("keywords", ""),
            tuple(rule["include"]),
            tuple(rule.get("exclude", ())),
        )
        for rule in data_file("industries.yaml")["rules"]
    ]
