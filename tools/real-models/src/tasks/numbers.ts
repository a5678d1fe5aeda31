import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { noise, writeCsv, writeWav } from "../files.ts"
import { between, inColumn } from "../places.ts"
import { numbered, numbersOf, type TaskModel } from "./task-model.ts"

// Key 48 of the piano is a' of 440 Hz; a frame of Basic Pitch is 256 samples.
const rate = 22_050
const [noteFrom, noteTo] = [0.7, 1.3]
const frames = [Math.ceil((noteFrom * rate) / 256), Math.floor((noteTo * rate) / 256)]

/** Models of sound, of a series, and of a table. */
export const numberModels: readonly TaskModel[] = [
  {
    name: "Silero VAD 5",
    file: "vad-web/dist/silero_vad_v5.onnx",
    from: "packages",
    task: "classification",
    async makeCase({ scratch }) {
      // One call of the detector: 64 samples of context and 512 more.
      const samples = new Float32Array(576)
      const hiss = noise()
      const [from, to] = [128, 576]
      for (const i of samples.keys())
        samples[i] = 0.01 * hiss() + (i >= from && i < to ? voice(i / 16_000) : 0)
      return {
        input: await writeWav(scratch("speech.wav"), 16_000, samples),
        flags: ["--model-input", "input", "--feed", "sr=16000", "--feed", "state=0", "--target", "1"],
        feeds: {
          input: { data: samples, shape: [1, samples.length] },
          state: { data: new Float32Array(256), shape: [2, 1, 128] },
          sr: { data: BigInt64Array.of(16_000n), shape: [] },
        },
        scores: (outputs) => new Map([[1, numbersOf(outputs, "output")[0]]]),
        place: () => between("the voice", "time (s)", from / 16_000, to / 16_000),
      }
    },
  },
  {
    name: "Basic Pitch",
    file: "basic-pitch/model/model.json",
    from: "packages",
    async makeCase({ scratch }) {
      const samples = new Float32Array(43_844)
      const hiss = noise()
      for (const i of samples.keys()) {
        const time = i / rate
        const loudness = Math.max(0, Math.min(1, (time - noteFrom) * 50, (noteTo - time) * 50))
        samples[i] = 0.001 * hiss() + 0.4 * loudness * Math.sin(2 * Math.PI * 440 * time)
      }
      const target = scratch("note.mjs")
      const [first, last] = frames
      await writeFile(
        target,
        `export default ({ Identity_1: { data } }) => {
  let sum = 0
  for (let frame = ${first}; frame < ${last}; frame++) sum += data[88 * frame + 48]
  return sum / ${last - first}
}
`,
      )
      return {
        input: await writeWav(scratch("note.wav"), rate, samples),
        flags: ["--target", target, "--passes", "60"],
        feeds: { data: samples, shape: [1, samples.length, 1] },
        scores(outputs) {
          const key = numbersOf(outputs, "Identity_1").filter((_, i) => i % 88 === 48)
          const sum = key.slice(first, last).reduce((a, b) => a + b, 0)
          return new Map([["own", sum / (last - first)]])
        },
        place: () => between("the note", "time (s)", noteFrom, noteTo),
      }
    },
  },
  {
    name: "Season",
    file: "series/season.onnx",
    from: "data",
    task: "classification",
    async makeCase({ scratch }) {
      // Warm days, but for a week of frost, without which the model would say the other season.
      const [from, to] = [10, 17]
      const days = Array.from(
        { length: 28 },
        (_, day) => (day >= from && day < to ? -10 : 20) + ((3 * day) % 5) / 2,
      )
      return {
        input: await writeCsv(
          scratch("days.csv"),
          ["temperature"],
          days.map((day) => [day]),
        ),
        flags: [],
        feeds: { data: Float32Array.from(days), shape: [1, 28, 1] },
        scores: (outputs) => numbered(numbersOf(outputs, "Identity:0")),
        place: () => between("the week of frost", "step", from, to),
      }
    },
  },
  {
    name: "Lending club",
    file: "table/lending-club-xgboost.onnx",
    from: "data",
    task: "classification",
    async makeCase({ data, scratch, run }) {
      const { featureNames: names, xTest: rows } = JSON.parse(
        readFileSync(data("table/lending-club.json"), "utf8"),
      ) as { readonly featureNames: readonly string[]; readonly xTest: readonly (readonly number[])[] }
      const [row] = rows
      const decisive = await decisiveColumn(names, rows, async (changed) => {
        const shape = [changed.length, names.length]
        const outputs = await run({ data: Float32Array.from(changed.flat()), shape })
        return numbersOf(outputs, "probabilities").filter((_, i) => i % 2 === 1)
      })
      return {
        input: await writeCsv(scratch("loans.csv"), names, rows),
        flags: ["--row", "0"],
        feeds: { data: Float32Array.from(row), shape: [1, row.length] },
        scores: (outputs) => numbered(numbersOf(outputs, "probabilities")),
        place: () => inColumn(decisive),
      }
    },
  },
]

/** A vowel: harmonics of a voice that are loud around its formants. */
function voice(time: number): number {
  const pitch = 120 + 15 * Math.sin(2 * Math.PI * 3 * time)
  let sum = 0
  for (let harmonic = 1; harmonic <= 25; harmonic++) {
    const frequency = pitch * harmonic
    const loudness = [700, 1200, 2500].map((formant, k) => {
      const distance = (frequency - formant) / (120 + 60 * k)
      return Math.exp(-distance * distance) / (1 + k)
    })
    sum += (loudness.reduce((a, b) => a + b, 0.02) * Math.sin(2 * Math.PI * frequency * time)) / 3
  }
  return 0.3 * sum
}

/**
 * Returns the column of the first row whose replacement lowers the score most: by the median of a number, by the most
 * frequent level of a group of one-hot columns (`name-level`).
 */
async function decisiveColumn(
  names: readonly string[],
  rows: readonly (readonly number[])[],
  score: (rows: readonly (readonly number[])[]) => Promise<readonly number[]>,
): Promise<string> {
  const features = [...new Set(names.map((name) => name.split("-")[0]))]
  const usual = names.map((_, column) => {
    const values = rows.map((row) => row[column]).toSorted((a, b) => a - b)
    return values[Math.floor(values.length / 2)]
  })
  const shares = names.map((_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length)
  const changed = features.map((feature) => {
    const own = names.flatMap((name, column) => (name.split("-")[0] === feature ? [column] : []))
    const level = own.toSorted((a, b) => shares[b] - shares[a])[0]
    return rows[0].map((value, column) =>
      !own.includes(column) ? value : own.length === 1 ? usual[column] : Number(column === level),
    )
  })
  const scores = await score(changed)
  return features[scores.indexOf(Math.min(...scores))]
}
