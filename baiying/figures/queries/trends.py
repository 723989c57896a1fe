"""Hours by month, by place of service."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Month:
    """One month of an area: minutes served there, whoever served."""

    year: int
    month: int
    credit_minutes: int
    all_minutes: int
    entries: int


def months(area_id: int, year: int) -> list[Month]:
    """The months of a year and of the year before in which something was recorded, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM day)::int, extract(month FROM day)::int, sum(credit_minutes)::bigint,"
            " sum(all_minutes)::bigint, sum(entries)::bigint FROM figures_areaday"
            " WHERE area_id = %s AND day >= make_date(%s, 1, 1) AND day < make_date(%s, 1, 1)"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            [area_id, year - 1, year + 1],
        )
        return [Month(*row) for row in cursor.fetchall()]
