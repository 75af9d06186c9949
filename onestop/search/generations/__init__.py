"""Where the generations of an index lie: in folders (tantivy) or in a cluster behind an alias (OpenSearch).

Both modules have the same functions; `search.index` chooses by ONESTOP_SEARCH_URL.
"""
