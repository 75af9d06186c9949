"""The pages, one function each: what the HTML views render and the API serves as JSON.

Every function raises `UserError` for what the visitor can put right, `NotFound` for what does not exist.
"""

from onestop.portal.pages.applicant import applicant_page
from onestop.portal.pages.asked import read_search
from onestop.portal.pages.basket import basket_page, baskets_page, shared_basket_page
from onestop.portal.pages.builder import BuilderPage, builder_page
from onestop.portal.pages.charts import chart_csv
from onestop.portal.pages.compare import ComparePage, compare_page
from onestop.portal.pages.data import data_page
from onestop.portal.pages.document import document_page
from onestop.portal.pages.holder import HolderPage, holder_page
from onestop.portal.pages.home import home_page
from onestop.portal.pages.international import international_page
from onestop.portal.pages.maps import map_page
from onestop.portal.pages.number import number_page
from onestop.portal.pages.overview import overview_page
from onestop.portal.pages.patent import patent_page
from onestop.portal.pages.search import failed_search_page, search_page
from onestop.portal.pages.synonyms import synonyms_page
from onestop.portal.pages.trademark import trademark_page
from onestop.portal.pages.trademarks import trademarks_page
from onestop.portal.pages.types import (
    ApplicantPage,
    Chart,
    ChartRow,
    DataPage,
    DocumentPage,
    HomePage,
    InternationalPage,
    NotFound,
    NumberPage,
    Page,
    PatentPage,
)
from onestop.portal.pages.types_pictures import MapPage, OverviewPage
from onestop.portal.pages.types_search import SearchPage
from onestop.portal.pages.types_synonyms import SynonymsPage
from onestop.portal.pages.types_trademark import TrademarkListPage, TrademarkPage

__all__ = [
    "ApplicantPage",
    "BuilderPage",
    "Chart",
    "ChartRow",
    "ComparePage",
    "DataPage",
    "DocumentPage",
    "HolderPage",
    "HomePage",
    "InternationalPage",
    "MapPage",
    "NotFound",
    "NumberPage",
    "OverviewPage",
    "Page",
    "PatentPage",
    "SearchPage",
    "SynonymsPage",
    "TrademarkListPage",
    "TrademarkPage",
    "applicant_page",
    "basket_page",
    "baskets_page",
    "builder_page",
    "chart_csv",
    "compare_page",
    "data_page",
    "document_page",
    "failed_search_page",
    "holder_page",
    "home_page",
    "international_page",
    "map_page",
    "number_page",
    "overview_page",
    "patent_page",
    "read_search",
    "search_page",
    "shared_basket_page",
    "synonyms_page",
    "trademark_page",
    "trademarks_page",
]
