import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { file, folder, pami } from "./fixtures.ts"
import { answersFolder, tagsFolder } from "./token-models.ts"

const at = folder()
const tags = tagsFolder(at)
const qa = answersFolder(at)
const sentence = "Anna lives in Paris."

interface Printed {
  readonly results: readonly {
    readonly task: string
    readonly maps: readonly {
      readonly label: string
      readonly span: { readonly text: string; readonly start: number; readonly end: number }
      readonly peak: { readonly word: string }
    }[]
  }[]
}

/** Explains with `--json`, and returns the first result. */
async function explained(...args: string[]): Promise<Printed["results"][0]> {
  const { stdout, status } = await pami(["explain", ...args, "--json", "--quiet"])
  expect(status).toBe(0)
  return (JSON.parse(stdout) as Printed).results[0]
}

test("each tagged word is explained, with its place, a figure, a manifest that replays and a file to read", async () => {
  const [figure, manifest, saved] = ["tags.png", "tags.json", "tags.npz"].map((name) => join(at, name))
  const files = ["-o", figure, "--manifest", manifest, "--save", saved]
  const { task, maps } = await explained("--text", sentence, "--model", tags, ...files)
  expect(task).toBe("token-classification")
  expect(
    maps.map(({ label, span, peak }) => [label, sentence.slice(span.start, span.end), peak.word]),
  ).toEqual([
    ["Anna: PERSON", "Anna", "Anna"],
    ["Paris: PLACE", "Paris", "Paris"],
  ])
  expect(readFileSync(figure).length).toBeGreaterThan(1000)
  expect(await pami(["verify", manifest])).toMatchObject({ status: 0 })
  const { stdout } = await pami(["read", saved, "--json"])
  const read = JSON.parse(stdout) as Pick<Printed["results"][0], "maps">
  expect(read.maps.map(({ span }) => span.start)).toEqual([0, 14])
})

test("an answer is found in the context, with its place", async () => {
  const asked = file(
    at,
    "asked.json",
    JSON.stringify({ context: sentence, question: "Where does Anna live?" }),
  )
  const { task, maps } = await explained(asked, "--model", qa, "--no-figure")
  expect(task).toBe("question-answering")
  expect(maps[0]).toMatchObject({ label: "Paris", span: { text: "context", start: 14, end: 19 } })
  expect(maps[0].peak).toMatchObject({ word: "Paris", text: "context" })
})
