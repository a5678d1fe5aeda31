import { random } from "@pami/core/tensor"

const words =
  "a the film was very good bad not never really unbelievable isn't it's 3.14 well-known O'Neill e-mail x_y 42".split(
    " ",
  )
const others = [
  "今天天气很好",
  "東京タワー",
  "ภาพยนตร์ดีมาก",
  "שלום",
  "مرحبا",
  "e\u0301a\u0308",
  "न\u092Eस\u094Dते",
  "👩‍👩‍👧",
  "🏳️‍🌈",
  "👍🏽",
  "🇫🇷",
  "ﬁne",
  "ΣΑΣ",
  "İIı",
  "𠮷野",
  "½",
  "\u200B",
  "\uFEFF",
  "\u0301",
]
const marks = [".", ",", "!", "?!", "...", ";", "(", ")", "“", "”", "—", "-", "'", "。", "，", "&", "@", "#"]
const spaces = [" ", " ", " ", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000", ""]

/** Returns a text of about so many words, from a seed: several scripts, emoji, marks, all kinds of white space. */
export function randomText(seed: number, count: number): string {
  const next = random(seed)
  const one = (list: readonly string[]) => list[Math.floor(next() * list.length)]
  let text = next() < 0.2 ? one(spaces) : ""
  for (let i = 0; i < count; i++) {
    const kind = next()
    text += kind < 0.65 ? one(words) : kind < 0.8 ? one(others) : one(marks)
    text += next() < 0.15 ? one(marks) : ""
    text += one(spaces)
  }
  return text
}

/** Returns a text of English words alone. */
export function randomWords(seed: number, count: number): string {
  const next = random(seed)
  return Array.from({ length: count }, () => words[Math.floor(next() * words.length)]).join(" ")
}
