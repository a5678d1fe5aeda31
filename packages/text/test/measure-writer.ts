// node -C source packages/text/test/measure-writer.ts
// Prints the time of preserving a part of a text, and of turning the whole masked text into ids, in microseconds.
import { splitText, textInput } from "../src/index.ts"
import { maskedIds } from "../src/input/masked-ids.ts"
import { textPieces } from "../src/input/text-pieces.ts"
import { families, tokenizerOf } from "./families.ts"
import { randomWords } from "./random-text.ts"
import { encoderTensors } from "./token-models.ts"

/** Returns the mean time of a call in microseconds, of the best of five series. */
function time(run: (index: number) => void, times: number): number {
  const series = Array.from({ length: 6 }, () => {
    const start = performance.now()
    for (let i = 0; i < times; i++) run(i)
    return ((performance.now() - start) / times) * 1000
  })
  return Math.min(...series.slice(1))
}

console.log("family             words  mask    preserve  whole  (µs)")
for (const family of families)
  for (const words of [50, 1000])
    for (const mask of ["auto", "delete"] as const) {
      const tokenizer = tokenizerOf(family)
      const texts = randomWords(7, words)
      const { input } = textInput({ texts, tokenizer, tensors: encoderTensors(), mask })
      const [count] = input.grids[0].shape
      const parts = Array.from({ length: 64 }, (_, i) => {
        const start = (i * 7) % count
        return Int32Array.of(start, Math.min(count, start + 1 + (i % 8)))
      })
      const writer = input.open(1)
      const times = words === 50 ? 5000 : 300
      const preserve = time((i) => writer.preserve(0, parts[i % 64]), times)
      const spans = splitText(texts)
      const word = mask === "delete" ? undefined : (tokenizer.maskToken ?? "")
      const { textOf } = maskedIds(textPieces(texts, spans), count, word, tokenizer)
      const kept = parts.map(([start, end]) => ({
        units: new Uint8Array(count).fill(1, start, end),
        offset: 0,
      }))
      const whole = time((i) => tokenizer.encode(textOf(kept[i % 64])), times)
      console.log(
        `${family.padEnd(18)} ${String(words).padStart(5)}  ${mask.padEnd(6)} ${preserve.toFixed(1).padStart(9)} ${whole.toFixed(1).padStart(6)}`,
      )
    }
