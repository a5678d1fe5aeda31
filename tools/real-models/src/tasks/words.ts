import { readFileSync } from "node:fs"
import sharp from "sharp"
import { inImage } from "../places.ts"
import { flagsOf, readPixels, type Reading } from "../pixels.ts"
import { meanInside } from "./photos.ts"
import { numbered, numbersOf, type Scores, type TaskModel } from "./task-model.ts"

const word = "HELLO"
// Of a letter, in pixels.
const step = 28

/** Draws the word in black on white, each letter in the middle of its column. */
async function drawWord(file: string, width: number, height: number): Promise<string> {
  const left = (width - word.length * step) / 2
  const letters = Array.from(
    word,
    (letter, i) =>
      `<text x="${left + step * (i + 0.5)}" y="${height / 2 + 12}" font-family="DejaVu Sans, sans-serif" font-size="36" text-anchor="middle">${letter}</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="white"/>${letters.join("")}</svg>`
  await sharp(Buffer.from(svg)).removeAlpha().png().toFile(file)
  return file
}

/** Models that find and read a rendered word. */
export const wordModels: readonly TaskModel[] = [
  {
    name: "PP-OCR text recognition",
    file: "ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx",
    from: "packages",
    task: "characters",
    async makeCase({ beside, scratch }) {
      const reading: Reading = {
        width: 152,
        height: 48,
        channels: 3,
        layout: "nchw",
        mean: [0.5],
        std: [0.5],
      }
      const input = await drawWord(scratch("word.png"), reading.width, reading.height)
      const keys = beside("ppocr_keys_v1.txt")
      const classes = ["", ...readFileSync(keys, "utf8").split("\n").filter(Boolean), " "]
      return {
        input,
        // On white nothing of a letter is left, whereas a blurred letter can still be read.
        flags: [...flagsOf(reading), "--labels", keys, "--mask", "white", "--passes", "300"],
        feeds: await readPixels(input, reading),
        scores: (outputs) => readGreedily(numbersOf(outputs, "softmax_11.tmp_0"), classes),
        place(id) {
          if (typeof id === "string") return undefined
          const left = (reading.width - word.length * step) / 2 + step * id
          const [from, to] = [left / reading.width, (left + step) / reading.width]
          return inImage(`letter ${id + 1}, ${word[id]}`, reading, [from, 0, to, 1])
        },
      }
    },
  },
  {
    name: "PP-OCR text detection",
    file: "ocr-models/assets/ch_PP-OCRv4_det_infer.onnx",
    from: "packages",
    task: "segmentation",
    async makeCase({ scratch }) {
      const scale = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }
      const reading: Reading = { width: 320, height: 160, channels: 3, layout: "nchw", ...scale }
      const input = await drawWord(scratch("found.png"), reading.width, reading.height)
      return {
        input,
        flags: [...flagsOf(reading), "--mask", "white", "--passes", "100"],
        feeds: await readPixels(input, reading),
        scores: (outputs) => numbered([meanInside(numbersOf(outputs, "sigmoid_0.tmp_0"))]),
        place: () => inImage("the word", reading, [90 / 320, 60 / 160, 230 / 320, 100 / 160]),
      }
    },
  },
]

/** Returns the highest probability of each character of the word that CTC outputs spell, by number, and their mean. */
function readGreedily(numbers: readonly number[], classes: readonly string[]): Scores {
  const steps = Array.from({ length: numbers.length / classes.length }, (_, t) => {
    const scores = numbers.slice(t * classes.length, (t + 1) * classes.length)
    const score = Math.max(...scores)
    return { class: scores.indexOf(score), score }
  })
  const found: number[] = []
  for (const [t, { class: cls, score }] of steps.entries()) {
    if (cls === 0) continue
    if (cls === steps[t - 1]?.class) found[found.length - 1] = Math.max(found.at(-1)!, score)
    else found.push(score)
  }
  return numbered(found).set("text", found.reduce((sum, score) => sum + score, 0) / found.length)
}
