"""Sheets, XLSX or CSV: units, members and orders in, results out."""
