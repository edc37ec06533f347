-- Every day the metrics may speak of: the semantic layer counts time along it.
select cast(days.generate_series as date) as spanned_date
from generate_series(date '2000-01-01', date '2040-12-31', interval 1 day) as days
