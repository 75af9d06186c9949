"""What indicators count: functions from a scope to a set of records, by the name that definitions use."""

from collections.abc import Callable

from onestop.indicators.sets import casework, companies, operations, patents, rights
from onestop.indicators.sets.counted import Counted

SETS: dict[str, Callable[..., Counted]] = {
    "applications": patents.applications,
    "granted": patents.granted,
    "represented": patents.represented,
    "represented_by_largest": patents.represented_by_largest,
    "concluded": patents.concluded,
    "in_force": patents.in_force,
    "held_by_companies": patents.held_by_companies,
    "held_by_largest": patents.held_by_largest,
    "in_operation": patents.in_operation,
    "high_value": patents.high_value,
    "international_applications": patents.international_applications,
    "registered_trademarks": rights.registered_trademarks,
    "geographical_indications": rights.geographical_indications,
    "layouts": rights.layouts,
    "honours": companies.honours,
    "transactions": operations.transactions,
    "transaction_rights": operations.transaction_rights,
    "awards": operations.awards,
    "cases": casework.cases,
}
