"""The page kit: environment of the templates, forms and dates in the GOV.UK and MOJ design systems."""
