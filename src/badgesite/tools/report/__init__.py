"""`badgesite report`: the issuer's own view of its customers, as a page, a table and data."""
