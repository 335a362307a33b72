"""Reads what `unwritten export` wrote as trainers do, and compares it with the batch. Called by check-export.sh."""

import glob
import json
import os
import re
import sys

import datasets
import pandas
import pyarrow.parquet
from transformers import PreTrainedTokenizerFast
from tokenizers import Tokenizer, models, pre_tokenizers

out, folder = sys.argv[1:]


def only(pattern):
    (path,) = glob.glob(os.path.join(out, pattern))
    return path


def same(what, left, right):
    if left != right:
        sys.exit(f"check-export: {what}: {str(left)[:200]} is not {str(right)[:200]}")


def shingles(prose):
    words = re.findall(r"[^\W_]+(?:'[^\W\d_]+)*", prose.lower().replace("’", "'"))
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


batches = [path for path in glob.glob(os.path.join(out, "multi_step_batch_2*.json"))]
batch = json.load(open(batches[0], encoding="utf-8"))
ids = [record["training_metadata"]["id"] for record in batch]
prose = {record["training_metadata"]["id"]: record["npc_card_narrative"]["dialogue_prose"] for record in batch}
same("records of the batch", len(batch), 256)

lines = [json.loads(line) for line in open(only("multi_step_batch_*.jsonl"), encoding="utf-8")]
same("JSON lines", lines, batch)

frame = pandas.read_csv(only("multi_step_csv_*.csv"), keep_default_na=False)
same("CSV ids", list(frame["training_metadata.id"]), ids)
same("CSV prose", list(frame["npc_card_narrative.dialogue_prose"]), [prose[id] for id in ids])
same("CSV trust", list(frame["npc_profile.trust"]), [record["npc_profile"]["trust"] for record in batch])

table = pyarrow.parquet.read_table(only("multi_step_parquet_*.parquet"))
rows = table.to_pylist()
same("Parquet ids", [row["training_metadata"]["id"] for row in rows], ids)
for row, record in zip(rows, batch):
    for group, fields in record.items():
        for name, value in fields.items():
            if isinstance(value, (str, int, float, bool)):
                same(f"Parquet {group}.{name}", row[group][name], value)
same("Parquet factors", [row["npc_emotional_state"]["capacity_factors"] for row in rows],
     [record["npc_emotional_state"]["capacity_factors"] for record in batch])

families = {}
for config in ("messages", "sharegpt", "alpaca", "jsonl", "parquet", "csv"):
    loaded = datasets.load_dataset(os.path.join(folder, config if config in ("parquet", "csv") else "chat"), config)
    same(f"splits of {config}", sorted(loaded), ["test", "train", "validation"])
    same(f"records of {config}", sum(len(split) for split in loaded.values()), 256)
    for name, split in loaded.items():
        if config != "messages":
            continue
        for row in split:
            families.setdefault(row["variation_family"], set()).add(name)
            same("prose of a chat", row["messages"][-1]["content"], prose[row["id"]])
same("families in one split each", {len(names) for names in families.values()}, {1})

chats = datasets.load_dataset(os.path.join(folder, "chat"), "messages")
parts = {name: [shingles(prose[row["id"]]) for row in split] for name, split in chats.items()}
for one, other in (("train", "validation"), ("train", "test"), ("validation", "test")):
    for left in parts[one]:
        for right in parts[other]:
            if len(left & right) * 2 >= len(left | right):
                sys.exit(f"check-export: near copies in {one} and {other}")

# The chat-template path of a trainer: a tokenizer of our own, ChatML, and the template's own rendering of each sample.
characters = sorted({c for row in chats["train"] for message in row["messages"] for c in message["content"]} | set("<|>_\n abcdefghijklmnopqrstuvwxyz"))
backend = Tokenizer(models.BPE(vocab={c: at for at, c in enumerate(characters)}, merges=[]))
backend.pre_tokenizer = pre_tokenizers.Split("", "isolated")
tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend)
tokenizer.chat_template = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
)
for row in chats["train"]:
    text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
    same("turns of the template", re.findall(r"<\|im_start\|>(\w+)\n", text), ["system", "user", "assistant"])
    if not text.endswith(row["messages"][-1]["content"] + "<|im_end|>\n"):
        sys.exit("check-export: the template lost the answer")
    if not tokenizer.apply_chat_template(row["messages"], tokenize=True):
        sys.exit("check-export: the template gave no tokens")
print(f"ok: 256 records in 7 formats; splits {({name: len(split) for name, split in chats.items()})}")
