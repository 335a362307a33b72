"""Sets that are not all ours, as files and as data sets, read as trainers do. Called by check-export.sh.

    make V22 MERGED FOLDER    writes old.json, mixed.json, strange.json and large.json into FOLDER
    check FOLDER              reads what was exported from them
"""

import copy
import glob
import json
import os
import sys

import datasets
import pandas
import pyarrow.json

names = ("old", "mixed", "strange", "large")
chats = ("messages", "sharegpt", "alpaca")


def read(path):
    return json.load(open(path, encoding="utf-8"))


def same(what, left, right):
    if left != right:
        sys.exit(f"check-other-sets: {what}: {str(left)[:300]} is not {str(right)[:300]}")


def prose_of(record):
    return record["npc_card_narrative"]["dialogue_prose"]


def make(old, merged, folder):
    os.makedirs(folder)
    sets = {"old": read(old), "mixed": read(merged), "strange": read(merged)}
    strange = sets["strange"]
    strange[3]["a group of their own"] = {"a": [1, "b", None]}
    strange[5]["training_metadata"]["a field of theirs"] = "x"
    strange[7]["training_metadata"]["run_seed"] = "seven"
    strange[-1]["training_metadata"]["tries"] = {"no": "number"}
    for mark in ("edited", "reviewed"):
        sets["mixed"][-1]["training_metadata"][mark] = True
    sets["large"] = large = []
    for copies in range(150):
        for record in sets["old"]:
            record = copy.deepcopy(record)
            record["npc_card_narrative"]["dialogue_prose"] += f" Copy {copies}."
            large.append(record)
    large += sets["mixed"]
    large[-1] = copy.deepcopy(large[-1])
    large[-1]["training_metadata"]["note"] = "the first note comes last"
    for name, records in sets.items():
        json.dump(records, open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8"), ensure_ascii=False)


def answer_of(row):
    if "output" in row:
        return row["output"]
    turn = row.get("messages", row.get("conversations"))[-1]
    return turn.get("content", turn.get("value"))


def check_files(folder, records):
    """Without a card, as somebody loads a file alone."""
    for kind in chats:
        (path,) = glob.glob(os.path.join(folder, kind, "*.jsonl"))
        rows = datasets.load_dataset("json", data_files=path, split="train")
        same(f"{path}: answers", [answer_of(row) for row in rows], [prose_of(record) for record in records])
        same(f"{path}: null columns", [name for name, feature in rows.features.items() if "null" in str(feature)], [])
        same(f"{path}: pandas", len(pandas.read_json(path, lines=True)), len(records))
        same(f"{path}: pyarrow", pyarrow.json.read_json(path).num_rows, len(records))
    (path,) = glob.glob(os.path.join(folder, "jsonl", "*.jsonl"))
    same(f"{path}: lines", [json.loads(line) for line in open(path, encoding="utf-8")], records)
    for kind in ("csv", "parquet"):
        (path,) = glob.glob(os.path.join(folder, kind, f"*.{kind}"))
        frame = pandas.read_csv(path, low_memory=False) if kind == "csv" else pandas.read_parquet(path)
        same(f"{path}: records", len(frame), len(records))


def check_set(folder, records):
    """With the card: every configuration and split has the columns that it promises, and nothing is lost."""
    for kind in (*chats, "jsonl", "parquet", "csv"):
        place = os.path.join(folder, f"set-{kind}" if kind in ("parquet", "csv") else "set")
        splits = datasets.load_dataset(place, kind)
        same(f"{place} {kind}: splits", sorted(splits), ["test", "train"])
        same(f"{place} {kind}: columns", splits["train"].features, splits["test"].features)
        rows = [row for split in splits.values() for row in split]
        if kind in chats:
            prose = [answer_of(row) for row in rows]
        elif kind == "csv":
            prose = [row["npc_card_narrative.dialogue_prose"] for row in rows]
        else:
            prose = [prose_of(row) for row in rows]
        same(f"{place} {kind}: prose", sorted(prose), sorted(prose_of(record) for record in records))
        if kind in ("jsonl", "parquet"):
            check_fields(f"{place} {kind}", {prose_of(row): row for row in rows}, records)


def check_fields(what, rows, records):
    for record in records:
        row = rows[prose_of(record)]
        for group, fields in record.items():
            for name, value in fields.items() if group in row else ():
                if name in row[group] and isinstance(value, (str, int, float, bool)):
                    is_strange = type(row[group][name]) is not type(value) and not isinstance(value, (int, float))
                    same(f"{what} {group}.{name}", row[group][name], None if is_strange else value)


def check(folder):
    for name in names:
        records = read(os.path.join(folder, f"{name}.json"))
        check_files(os.path.join(folder, name), records)
        check_set(os.path.join(folder, name), records)
        print(f"ok: {len(records)} records of the set {name}, 6 formats as files and as data sets")


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
