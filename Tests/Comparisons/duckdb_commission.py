#!/usr/bin/env python3
"""Compares a plan's results with the same question asked of DuckDB in SQL, and the time of both.

    duckdb_commission.py ALLOT [--deals 200000] [--rounds 3]

ALLOT is the path of the command, built with `swift build -c release`. The data are made here, from a fixed seed. Every
amount must be equal in every digit. Says "skipped" and exits with 0 where DuckDB is not installed.
"""
import argparse
import csv
import datetime
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
QUERY = """
WITH line AS (
  SELECT coalesce(s.rep, d.owner) AS rep, quarter(d.closed) AS quarter,
         d.amount * coalesce(s.share, 100::DECIMAL(5,2)) AS hundredths
  FROM read_csv('{0}/deals.csv', header = true, columns = {{
         id: 'VARCHAR', owner: 'VARCHAR', stage: 'VARCHAR', closed: 'DATE', amount: 'DECIMAL(12,2)'}}) d
  LEFT JOIN read_csv('{0}/splits.csv', header = true, columns = {{
         deal: 'VARCHAR', rep: 'VARCHAR', share: 'DECIMAL(5,2)'}}) s ON s.deal = d.id
  WHERE d.stage = 'Won'
), credit AS (
  SELECT rep, quarter, (sum(hundredths)::DECIMAL(26,4) * 0.01::DECIMAL(3,2))::DECIMAL(28,6) AS credited FROM line GROUP BY ALL
), measured AS (
  SELECT q.rep, '2025-Q' || q.number AS quarter, coalesce(credited, 0) AS c, q.target AS t
  FROM (SELECT rep, target, right(quarter, 1)::INT AS number FROM read_csv('{0}/quotas.csv', header = true, columns = {{
          rep: 'VARCHAR', quarter: 'VARCHAR', target: 'DECIMAL(12,2)'}})) q
  LEFT JOIN credit ON credit.rep = q.rep AND credit.quarter = q.number
)
SELECT rep, quarter,
       round(least(c, t * 0.5) * 0.04 + greatest(least(c, t) - t * 0.5, 0) * 0.06
             + greatest(least(c, t * 1.5) - t, 0) * 0.09 + greatest(c - t * 1.5, 0) * 0.12, 2) AS commission,
       c AS credited
FROM measured ORDER BY rep, quarter
"""


def write(path, header, rows):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def make(folder, deals):
    chance = random.Random(20250101)
    reps = [f'R{n:04}' for n in range(max(20, deals // 500))]
    money = lambda low, high: f'{chance.randint(low, high) / 100:.2f}'
    write(f'{folder}/reps.csv', ['id'], [[rep] for rep in reps])
    write(f'{folder}/quotas.csv', ['rep', 'quarter', 'target'],
          [[rep, f'2025-Q{q}', money(10_000_00, 900_000_00)] for rep in reps for q in range(1, 5)])
    first = datetime.date(2025, 1, 1)
    rows, splits = [], []
    for n in range(deals):
        day = first + datetime.timedelta(days=chance.randrange(365))
        rows.append([f'D{n}', chance.choice(reps), chance.choice(['Won', 'Won', 'Lost', 'Open']), day, money(1, 20_000_00)])
        if chance.random() < 0.2:
            share = chance.randint(1, 9999)
            for rep, part in zip(chance.sample(reps, 2), (share, 10_000 - share)):
                splits.append([f'D{n}', rep, f'{part / 100:.2f}'])
    write(f'{folder}/deals.csv', ['id', 'owner', 'stage', 'closed', 'amount'], rows)
    write(f'{folder}/splits.csv', ['deal', 'rep', 'share'], splits)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('allot')
    options.add_argument('--deals', type=int, default=200_000)
    options.add_argument('--rounds', type=int, default=3)
    options = options.parse_args()
    try:
        import duckdb
    except ImportError:
        print('skipped: DuckDB is not installed (pip install duckdb)')
        return 0
    with tempfile.TemporaryDirectory() as folder:
        make(folder, options.deals)
        command = [options.allot, 'run', f'{HERE}/commission.allot', '--data', folder, '--format', 'csv', '--threads', '2']
        ours, theirs = [], []
        for _ in range(options.rounds):
            start = time.perf_counter()
            text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            expected = duckdb.connect(config={'threads': 2}).execute(QUERY.format(folder)).fetchall()
            theirs.append(time.perf_counter() - start)
        found = [(row['payee'], row['quarter'], Decimal(row['commission']), Decimal(row['credited']))
                 for row in csv.DictReader(text.splitlines())]
        wrong = [(a, b) for a, b in zip(found, expected) if a != b]
        for a, b in wrong[:10]:
            print('differs:', a, b)
        if len(found) != len(expected):
            print(f'{len(found)} rows, expected {len(expected)}')
        print(f'{options.deals} deals, {len(found)} results, {len(wrong)} differ')
        print(f'median seconds: allot {statistics.median(ours):.3f} (whole process), '
              f'DuckDB {statistics.median(theirs):.3f} (query only)')
        return 1 if wrong or len(found) != len(expected) else 0


if __name__ == '__main__':
    sys.exit(main())
