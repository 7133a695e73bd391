#!/usr/bin/env python3
"""The workloads of the benchmarks in SQL, for DuckDB: duckdb_workloads.py NAME TABLES RESULT

Exact, as the plans are: amounts are DECIMAL, counts whole numbers; nothing is divided before the end.
"""
import sys

import duckdb

TYPES = {
    'deals': "deal_id: 'VARCHAR', rep_id: 'VARCHAR', account_id: 'VARCHAR', product: 'VARCHAR', region: 'VARCHAR', "
             "currency: 'VARCHAR', amount: 'DECIMAL(14,2)', cost: 'DECIMAL(14,2)', booked_on: 'DATE', "
             "stage: 'VARCHAR', channel: 'VARCHAR'",
    'splits': "deal_id: 'VARCHAR', rep_id: 'VARCHAR', percent: 'DECIMAL(5,2)'",
    'reps': "rep_id: 'VARCHAR', name: 'VARCHAR', manager_id: 'VARCHAR', role: 'VARCHAR', region: 'VARCHAR', "
            "start_date: 'DATE', base_salary: 'DECIMAL(12,2)'",
    'quotas': "rep_id: 'VARCHAR', quarter: 'VARCHAR', quota: 'DECIMAL(14,2)'",
    'products': "sku: 'VARCHAR', pack_size: 'BIGINT', moq: 'BIGINT', turnover_days: 'BIGINT', lead_days: 'BIGINT', "
                "unit_cost: 'DECIMAL(12,2)'",
    'stock': "location_id: 'VARCHAR', sku: 'VARCHAR', on_hand: 'BIGINT', in_transit: 'BIGINT', reported_on: 'DATE'",
    'sales': "location_id: 'VARCHAR', sku: 'VARCHAR', sold_on: 'DATE', quantity: 'BIGINT'",
}

# Credit in millionths: cents times hundredths of a percent.
LINES = """
lines AS (
  SELECT d.deal_id, d.booked_on, coalesce(s.rep_id, d.rep_id) AS rep_id,
         (d.amount * coalesce(s.percent, 100::DECIMAL(5,2)) * 0.01::DECIMAL(3,2))::DECIMAL(24,6) AS credit
  FROM {deals} d LEFT JOIN {splits} s ON s.deal_id = d.deal_id
  WHERE d.stage = 'Closed Won')"""

QUARTER = "year({0}) || '-Q' || quarter({0})"


def tiers(x, quota):
    """What an amount earns through the tiers, times one hundred."""
    return (f"(least({x}, {quota} * 0.5) * 4 + greatest(least({x}, {quota}) - {quota} * 0.5, 0) * 6"
            f" + greatest(least({x}, {quota} * 1.5) - {quota}, 0) * 9 + greatest({x} - {quota} * 1.5, 0) * 12)")


def cents(hundredfold):
    """Rounds half away from zero; the amounts are not negative."""
    return f"round({hundredfold} * 0.01::DECIMAL(3,2), 2)"


C1 = f"""
WITH {LINES}, credits AS (
  SELECT rep_id, {QUARTER.format('booked_on')} AS quarter, sum(credit)::DECIMAL(26,6) AS credit FROM lines GROUP BY ALL)
SELECT q.rep_id AS payee, q.quarter, coalesce(c.credit, 0) AS credited,
       {cents(tiers('coalesce(c.credit, 0)', 'q.quota'))} AS commission
FROM {{quotas}} q LEFT JOIN credits c USING (rep_id, quarter) ORDER BY payee, q.quarter"""

C2 = f"""
WITH {LINES}, running AS (
  SELECT l.*, {QUARTER.format('booked_on')} AS quarter,
         (sum(credit) OVER (PARTITION BY rep_id, {QUARTER.format('booked_on')} ORDER BY booked_on, deal_id
                            ROWS UNBOUNDED PRECEDING))::DECIMAL(26,6) AS cumulative
  FROM lines l)
SELECT r.rep_id, r.quarter, booked_on, deal_id, credit, cumulative,
       ({tiers('cumulative', 'quota')} - {tiers('(cumulative - credit)', 'quota')}) * 0.01::DECIMAL(3,2) AS commission
FROM running r JOIN {{quotas}} q ON q.rep_id = r.rep_id AND q.quarter = r.quarter
ORDER BY r.rep_id, r.quarter, booked_on, deal_id"""

C3 = f"""
WITH RECURSIVE {LINES}, months AS (
  SELECT unnest(generate_series(DATE '2024-01-01', DATE '2025-12-01', INTERVAL 1 MONTH))::DATE AS first),
credits AS (SELECT rep_id, date_trunc('month', booked_on)::DATE AS first, sum(credit)::DECIMAL(26,6) AS credit
            FROM lines GROUP BY ALL),
people AS MATERIALIZED (SELECT rep_id, manager_id, base_salary FROM {{reps}}),
above AS (SELECT rep_id, manager_id AS leader FROM people WHERE manager_id IS NOT NULL
          UNION ALL SELECT a.rep_id, p.manager_id FROM above a JOIN people p ON p.rep_id = a.leader
          WHERE p.manager_id IS NOT NULL),
teams AS (SELECT a.leader AS rep_id, c.first, sum(c.credit)::DECIMAL(26,6) AS credit
          FROM credits c JOIN above a USING (rep_id) GROUP BY ALL),
spine AS (
  SELECT p.rep_id, m.first, strftime(m.first, '%Y-%m') AS month, {QUARTER.format('m.first')} AS quarter,
         coalesce(c.credit, 0)::DECIMAL(26,6) AS credit, coalesce(t.credit, 0)::DECIMAL(26,6) AS team,
         round(p.base_salary * 0.08::DECIMAL(3,2), 2)::DECIMAL(14,2) AS draw
  FROM people p CROSS JOIN months m LEFT JOIN credits c ON c.rep_id = p.rep_id AND c.first = m.first
  LEFT JOIN teams t ON t.rep_id = p.rep_id AND t.first = m.first),
reached AS (
  SELECT s.*, q.quota,
         (sum(s.credit) OVER (PARTITION BY s.rep_id, s.quarter ORDER BY s.first))::DECIMAL(26,6) AS total
  FROM spine s JOIN {{quotas}} q ON q.rep_id = s.rep_id AND q.quarter = s.quarter),
paid AS (
  SELECT *, {cents("total * CASE WHEN total < quota * 0.5 THEN 4 WHEN total < quota THEN 6 "
                   "WHEN total < quota * 1.5 THEN 9 ELSE 12 END")}::DECIMAL(18,2) AS entitled
  FROM reached),
earned AS (
  SELECT rep_id, month, draw,
         entitled - coalesce(lag(entitled) OVER (PARTITION BY rep_id, quarter ORDER BY first), 0) AS commission,
         {cents('team * 1')}::DECIMAL(18,2) AS override
  FROM paid),
steps AS (SELECT rep_id, list(struct_pack(month := month, draw := draw, commission := commission,
                                          override := override) ORDER BY month) AS rows FROM earned GROUP BY rep_id),
walk AS (
  SELECT rep_id, 0 AS n, 0::DECIMAL(18,2) AS balance, 0::DECIMAL(18,2) AS total, rows FROM steps
  UNION ALL
  SELECT rep_id, n + 1,
         (balance + greatest(rows[n+1].draw - rows[n+1].commission - rows[n+1].override, 0)
          - least(balance, greatest(rows[n+1].commission + rows[n+1].override - rows[n+1].draw, 0)))::DECIMAL(18,2),
         (rows[n+1].commission + rows[n+1].override
          + greatest(rows[n+1].draw - rows[n+1].commission - rows[n+1].override, 0)
          - least(balance, greatest(rows[n+1].commission + rows[n+1].override - rows[n+1].draw, 0)))::DECIMAL(18,2),
         rows
  FROM walk WHERE n < 24)
SELECT rep_id AS payee, rows[n].month AS month, rows[n].commission AS commission, rows[n].override AS override,
       rows[n].draw AS draw, total, balance
FROM walk WHERE n > 0 ORDER BY payee, month"""

SOLD = """
sold AS (
  SELECT location_id, sku, sum(quantity)::BIGINT AS sold, sum(daily * daily)::BIGINT AS squares FROM (
    SELECT location_id, sku, sold_on, sum(quantity)::BIGINT AS quantity, sum(quantity)::BIGINT AS daily
    FROM {sales} WHERE sold_on BETWEEN DATE '2025-12-02' AND DATE '2025-12-31' GROUP BY ALL) GROUP BY ALL)"""

PLAIN_SOLD = """
sold AS (
  SELECT location_id, sku, sum(quantity)::BIGINT AS sold FROM {sales}
  WHERE sold_on BETWEEN DATE '2025-12-02' AND DATE '2025-12-31' GROUP BY ALL)"""


def order(reserve, shown, source):
    """Needs in thirtieths, so that nothing is divided before the packs are counted."""
    return f"""
WITH {source}, needs AS (
  SELECT s.location_id, s.sku, p.moq, p.pack_size, p.unit_cost, s.on_hand, s.in_transit, p.turnover_days, p.lead_days,
         coalesce(x.sold, 0) AS sold, {reserve} AS safety
  FROM {{stock}} s JOIN {{products}} p USING (sku) LEFT JOIN sold x ON x.location_id = s.location_id AND x.sku = s.sku),
wanted AS (
  SELECT *, sold * (turnover_days + lead_days) + 30 * (safety - on_hand - in_transit) AS thirtieths FROM needs),
orders AS (
  SELECT *, (greatest(thirtieths, 30 * moq) + 30 * pack_size - 1) // (30 * pack_size) * pack_size AS order_qty
  FROM wanted WHERE thirtieths > 0)
SELECT location_id, sku, sold AS sold_30d, {shown} order_qty, order_qty * unit_cost AS order_value
FROM orders ORDER BY location_id, sku"""


R1 = order('0', '', PLAIN_SOLD)
R2 = """
SELECT s.location_id, s.sku, s.reported_on AS reported, sum(x.quantity)::BIGINT AS order_qty,
       sum(x.quantity)::BIGINT * any_value(p.unit_cost) AS order_value
FROM {stock} s JOIN {products} p USING (sku)
JOIN {sales} x ON x.location_id = s.location_id AND x.sku = s.sku AND x.sold_on > s.reported_on
GROUP BY s.location_id, s.sku, s.reported_on HAVING sum(x.quantity) > 0 ORDER BY s.location_id, s.sku"""
# The root is a DOUBLE; it is rounded to nine decimals before it is rounded up, as the plan's roots are.
R3 = order("ceil(round(1.65 * sqrt((30 * coalesce(x.squares, 0) - coalesce(x.sold, 0) * coalesce(x.sold, 0))"
           " / 870.0) * sqrt(p.lead_days), 9))::BIGINT", 'safety,', SOLD)

QUERIES = {'C1': C1, 'C2': C2, 'C3': C3, 'R1': R1, 'R2': R2, 'R3': R3}


def main():
    name, tables, result = sys.argv[1:4]
    files = {table: f"read_csv('{tables}/{table}.csv', header = true, columns = {{{columns}}})"
             for table, columns in TYPES.items()}
    query = QUERIES[name].format(**files)
    duckdb.connect().execute(f"COPY ({query}) TO '{result}' (HEADER, DELIMITER ',')")


main()
