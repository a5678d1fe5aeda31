// node -C source test/reference/write-tokenizers.ts | python test/reference/expected.py > test/reference/expected.json
import { families, tokenizerJson } from "../families.ts"
import { randomText } from "../random-text.ts"

const texts = [
  "The film was UNBELIEVABLE, isn't it?!",
  "İstanbul ΣΑΣ Straße ﬁne e\u0301",
  "今天天气很好。𠮷野 ภาพยนตร์ 👩‍👩‍👧🏳️‍🌈",
  ...Array.from({ length: 9 }, (_, seed) => randomText(seed, 3 + seed)),
]
console.log(
  JSON.stringify({
    texts,
    files: Object.fromEntries(families.map((family) => [family, tokenizerJson(family)])),
  }),
)
