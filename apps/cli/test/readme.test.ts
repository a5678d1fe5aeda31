import { copyFileSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { format } from "node:util"
import { models, pictures, samples } from "@pami/zoo"
import sharp from "sharp"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { fakeApi } from "./fake-api.ts"
import type { FakeApi } from "./fake-api.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
// Below this package, from which every package of the workspace is in reach.
const scratch = fileURLToPath(new URL("../.examples/", import.meta.url))

// The files that the README of the repository names.
beforeAll(async () => {
  mkdirSync(scratch, { recursive: true })
  const { onnx, labels } = models.scenes
  copyFileSync(fileURLToPath(onnx), join(scratch, "squeezenet.onnx"))
  writeFileSync(join(scratch, "labels.txt"), ["lynx", ...labels.slice(1)].join("\n"))
  await sharp(fileURLToPath(pictures.scene)).jpeg().toFile(join(scratch, "cat.jpg"))
  // Each in a folder, with the labels that belong to it.
  for (const [name, model] of Object.entries(zooModels)) {
    const folder = join(scratch, name)
    cpSync(dirname(fileURLToPath(models[model].onnx)), folder, { recursive: true })
    copyFileSync(join(folder, "model.onnx"), join(folder, `${name}.onnx`))
  }
  await sharp(fileURLToPath(pictures.scene))
    .jpeg()
    .toFile(join(scratch, "yolo", "street.jpg"))
  copyFileSync(join(scratch, "yolo", "street.jpg"), join(scratch, "street.jpg"))
  copyFileSync(fileURLToPath(samples.rows), join(scratch, "loans", "rows.csv"))
  copyFileSync(fileURLToPath(samples.word), join(scratch, "sounds", "word.wav"))
  for (const [name, model] of Object.entries(folders))
    cpSync(fileURLToPath(new URL(`packages/zoo/models/${model}`, `file://${root}`)), join(scratch, name), {
      recursive: true,
    })
  api = await fakeApi()
})

let api: FakeApi

/** The models that the README of the repository calls by other names. */
const zooModels = { yolo: "scenes-detect", loans: "loans", sounds: "sounds" } as const

/** Their folders, by the names there. */
const folders = {
  reviews: "reviews",
  "models/reviews": "reviews",
  captions: "scenes-caption",
} as const

afterAll(() => {
  api.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** Runs a program in this process, which has the packages loaded, and returns what it prints. */
async function run(file: string, folder = scratch): Promise<string> {
  const lines: string[] = []
  const log = vi.spyOn(console, "log").mockImplementation((...values) => void lines.push(format(...values)))
  const before = process.cwd()
  process.chdir(folder)
  try {
    await import(pathToFileURL(file).href)
  } finally {
    process.chdir(before)
    log.mockRestore()
  }
  return lines.join("\n")
}

const readmes = ["README.md", ...globSync("{packages,apps}/*/README.md", { cwd: root })]
for (const readme of readmes) {
  const examples = [...readFileSync(join(root, readme), "utf8").matchAll(/```ts\n(.*?)```/gs)]
  for (const [index, [, code]] of examples.entries()) {
    // The tests of @pami/conformance run it.
    if (code.includes('"node:test"')) continue
    test(`example ${index + 1} of ${readme} does what its comments say`, async () => {
      mkdirSync(scratch, { recursive: true })
      const file = join(scratch, `${readme.replaceAll(/\W/g, "-")}-${index}.ts`)
      // The server of the example is one of this test.
      writeFileSync(file, code.replace("http://localhost:8000/v1", api.url))
      const named = Object.keys(zooModels).find((name) => code.includes(`"${name}.onnx"`))
      const stdout = await run(file, named === undefined ? scratch : join(scratch, named))
      // The comment after a console.log is its output.
      const promised = [...code.matchAll(/^console\.log\(.*\) \/\/ (.+)$/gm)].map(([, text]) =>
        text.replaceAll(/\s/g, ""),
      )
      const printed = stdout.replaceAll(/\s/g, "")
      for (const text of promised) expect(printed).toContain(text)
      expect(stdout).not.toBe("")
    })
  }
}

test("the README of the repository has an example", () => {
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("```ts")
})
