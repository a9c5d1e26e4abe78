"""Makes intervals.csv with statsmodels (made with 0.15): Wilson's interval of a share and Newcombe's of a difference, both at 95 %.

Run in this folder: python3 intervals.py
"""

import csv

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

PAIRS = [(0, 20, 3, 30), (7, 12, 8, 15), (15, 148, 44, 151), (56, 70, 48, 80), (81, 263, 150, 300), (300, 1000, 262, 1000), (12, 12, 2, 40)]

with open("intervals.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["part", "whole", "other_part", "other_whole", "low", "high", "apart_low", "apart_high"])
    for part, whole, other_part, other_whole in PAIRS:
        low, high = proportion_confint(part, whole, method="wilson")
        apart = confint_proportions_2indep(part, whole, other_part, other_whole, method="newcomb", compare="diff")
        rows.writerow([part, whole, other_part, other_whole, *(f"{max(0.0, bound):.6f}" for bound in (low, high)), *(f"{bound:.6f}" for bound in apart)])
