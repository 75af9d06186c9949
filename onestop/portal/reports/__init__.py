"""Dashboards as files to hand in: one content, written as PDF, as docx and as a workbook."""
