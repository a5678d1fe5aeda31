# Reads texts and tokenizer.json files, and writes the ids that the library tokenizers (0.23.2) of Hugging Face gives.
import json
import sys

from tokenizers import Tokenizer

given = json.load(sys.stdin)
texts = given["texts"]
expected = {}
for family, file in given["files"].items():
    tokenizer = Tokenizer.from_str(json.dumps(file))
    pair = tokenizer.encode(texts[0], texts[1])
    expected[family] = {
        "ids": [tokenizer.encode(text, add_special_tokens=False).ids for text in texts],
        "pair": {"ids": pair.ids, "types": pair.type_ids},
    }
json.dump({"texts": texts, "expected": expected}, sys.stdout)
