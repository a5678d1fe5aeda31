import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { models, samples } from "@pami/zoo"
import { expect, test } from "vitest"
import { explainer } from "../src/index.ts"
import { captionsFolder, questionsFolder } from "./caption-models.ts"
import { file, flag, folder, pami } from "./fixtures.ts"
import { answersFolder, storiesFolder, tagsFolder } from "./token-models.ts"

const at = folder()
const tags = tagsFolder(at)
const qa = answersFolder(at)
const stories = storiesFolder(at)
const sentence = "Anna lives in Paris."
const red = await flag(at)

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
  const page = join(at, "read.html")
  expect(await pami(["read", saved, "-o", page, "--target", "top:1"])).toMatchObject({ status: 0 })
  expect(readFileSync(page, "utf8")).toContain("Anna: PERSON")
  const read = JSON.parse(stdout) as Pick<Printed["results"][0], "maps">
  expect(read.maps.map(({ span }) => span.start)).toEqual([0, 14])
})

test("only words of the named tag are explained", async () => {
  const { maps } = await explained("--text", sentence, "--model", tags, "--target", "PLACE", "--no-figure")
  expect(maps.map(({ label }) => label)).toEqual(["Paris: PLACE"])
  const { status, stderr } = await pami([
    "explain",
    "--text",
    "Anna",
    "--model",
    tags,
    "--target",
    "PLACE",
    "--no-figure",
  ])
  expect([status, stderr]).toEqual([3, expect.stringContaining("none of the 1 words the tag PLACE")])
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

test("a saved explanation of a text file is drawn again, unless the file has changed", async () => {
  const [path, saved, figure] = [file(at, "note.txt", sentence), join(at, "note.npz"), join(at, "note.png")]
  await explained(path, "--model", tags, "--no-figure", "--save", saved)
  expect(await pami(["read", saved, "-o", figure])).toMatchObject({ status: 0 })
  expect(readFileSync(figure).length).toBeGreaterThan(1000)
  file(at, "note.txt", "Anna lives in Rome.")
  const { status, stderr } = await pami(["read", saved, "-o", figure])
  expect([status, stderr]).toEqual([3, expect.stringContaining("[EXPLANATION_INVALID]")])
})

const questions = questionsFolder(at)

test("the figure of an image with a question shows the words of the question below", async () => {
  await using explain = await explainer(questions, { activation: "softmax", strategy: "grid", radius: 2 })
  const { figure, texts, map } = await explain(red, { question: "a red flag" })
  expect(new TextDecoder().decode(await figure({ format: "svg" }))).toContain('aria-label="a red flag"')
  const [{ pieces }] = texts!(map())
  expect(
    pieces.reduce((best, one) => ((one.importance ?? -1) > (best.importance ?? -1) ? one : best)).text,
  ).toBe("red")
})

const reviews = dirname(fileURLToPath(models.reviews.onnx))

test("a figure whose name ends in .svg is an SVG", async () => {
  const figure = join(at, "words.svg")
  expect(await pami(["explain", "--text", "good", "--model", reviews, "-o", figure])).toMatchObject({
    status: 0,
  })
  expect(readFileSync(figure, "utf8")).toMatch(/^<svg/)
})

test("a saved explanation of an image with a question has the words of the question, and no page", async () => {
  const saved = join(at, "question.npz")
  const args = [red, "--model", questions, "--question", "a red flag", "--passes", "40", "--no-figure"]
  expect(await pami(["explain", ...args, "--save", saved])).toMatchObject({ status: 0 })
  const { stdout } = await pami(["read", saved, "--json"])
  const [{ units }] = (JSON.parse(stdout) as { maps: { units: { texts: { text: string }[] } }[] }).maps
  expect(units.texts.map(({ text }) => text)).toEqual(["a red flag"])
  const { status, stderr } = await pami(["read", saved, "-o", join(at, "question.html")])
  expect(status).toBe(2)
  expect(stderr).toContain("a page (.html) shows a text")
})

test("a sentence of highest importance is named a sentence", async () => {
  const explain = ["explain", "--text", "It was long. It was good.", "--model", reviews, "--no-figure"]
  const { stdout } = await pami([...explain, "--units", "sentences"])
  expect(stdout).toContain("highest at sentence It was good., character 13")
})

test.each([["--question"], ["--partitions"]])("%s is refused for a text", async (flag) => {
  const { status, stderr } = await pami(["explain", "--text", "good", "--model", reviews, flag, "slic-30"])
  expect(status).toBe(2)
  expect(stderr).toMatch(/for (?:an image|images)/)
})

const captions = captionsFolder(at)
const misfit = captionsFolder(at, "misfit", 5)
const words = Object.fromEntries(
  Array.from({ length: 400 }, (_, id) => [id === 1 ? "[UNK]" : `word${id}`, id]),
)
const other = file(
  at,
  "other.json",
  JSON.stringify({
    added_tokens: [{ id: 1, content: "[UNK]", special: true }],
    pre_tokenizer: { type: "Whitespace" },
    model: { type: "WordLevel", unk_token: "[UNK]", vocab: { ...words, anna: 400 } },
  }),
)

test.each([
  ["an empty text", ["--text", "", "--model", reviews], "TEXT_EMPTY", /give a text of at least one word/],
  ["separators alone", ["--text", " \n\u200B", "--model", reviews], "TEXT_EMPTY", /only white space/],
  ["a file of spaces", [file(at, "blank.txt", " \n"), "--model", reviews], "TEXT_EMPTY", /blank\.txt/],
  ["an empty file", [file(at, "none.txt", ""), "--model", reviews], "INPUT_UNRECOGNIZED", /a text/],
  ["an empty question", [red, "--question", "", "--model", questions], "TEXT_EMPTY", /question/],
  [
    "a caption with an unknown word",
    [red, "--model", captions, "--caption", "a green flag"],
    "WORDS_UNKNOWN",
    /"green".*Use other words.*--caption TEXT/,
  ],
  ["an empty caption", [red, "--model", captions, "--caption", ""], "ANSWER_EMPTY", /let the model write/],
  [
    "an encoder that does not fit its decoder",
    [red, "--model", misfit],
    "ENCODER_UNSUITABLE",
    /\[N, 3, 1\].*\[N, 5, 1\].*two files of one model.*--decoder FILE/,
  ],
  [
    "the tokenizer of another model",
    ["--text", "anna", "--model", reviews, "--tokenizer", other],
    "TOKENIZER_MISMATCH",
    /id 400 .*--tokenizer FILE/,
  ],
  [
    "the same where no file says how many ids there are",
    ["--text", "anna", "--model", tags, "--tokenizer", other],
    "TOKENIZER_MISMATCH",
    /up to 400, .*--tokenizer FILE/,
  ],
  [
    "that of a model that writes",
    [red, "--model", captions, "--tokenizer", other],
    "TOKENIZER_UNSUITABLE",
    /401 words.*scores 8/,
  ],
  [
    "a question without its context",
    ["--text", "who", "--model", qa],
    "TEXT_NOT_FOUND",
    /question and context/,
  ],
  [
    "a question for a model of images",
    [red, "--question", "is it red"],
    "INPUT_UNSUITABLE",
    /leave out the question/,
  ],
  ["words without a tag", ["--text", "lives in", "--model", tags], "NOTHING_DETECTED", /nothing is there/],
] as const)("%s: a code, status 3, and a way out", async (_, args, code, way) => {
  const { status, stderr } = await pami(["explain", ...args, "--no-figure", "--quiet"])
  expect(stderr).toMatch(way)
  expect(stderr).toContain(`[${code}]`)
  expect(status).toBe(3)
})

test.each([
  ["a caption", () => [red, "--model", captions]],
  [
    "a caption of the caller's",
    () => [red, "--model", captions, "--caption", "a blue flag", "--strategy", "grid"],
  ],
  ["a text that a model goes on writing", () => ["--text", "Anna", "--model", stories]],
  [
    "an image with a question",
    () => [red, "--model", questions, "--question", "a red flag", "--activation", "softmax"],
  ],
])("the manifest of %s replays, in its folder alone", async (name, args) => {
  const manifest = join(at, `${name.replaceAll(/\W/g, "")}.json`)
  expect(await pami(["explain", ...args(), "--no-figure", "--quiet", "--manifest", manifest])).toMatchObject({
    status: 0,
  })
  const { status, stdout } = await pami(["verify", manifest])
  expect(stdout).not.toContain("DIFFERENT")
  expect(status).toBe(0)
  const elsewhere = file(folder(), "moved.json", readFileSync(manifest, "utf8"))
  expect((await pami(["verify", elsewhere])).stderr).toContain("[FILE_NOT_FOUND]")
})

test("a manifest names no decoder outside its folder, and no words outside its answer", async () => {
  const manifest = join(at, "captioned.json")
  await pami(["explain", red, "--model", captions, "--no-figure", "--quiet", "--manifest", manifest])
  const changed = async (
    change: (writing: { decoder: string; answer: { words: { last: number }[] } }) => void,
  ) => {
    const value = JSON.parse(readFileSync(manifest, "utf8"))
    change(value.extra.writing)
    return (await pami(["verify", file(at, "changed.json", JSON.stringify(value))])).stderr
  }
  const outside = captionsFolder(folder())
  expect(await changed((writing) => (writing.decoder = join(outside, "decoder_model.onnx")))).toContain(
    "[MANIFEST_UNTRUSTED]",
  )
  expect(await changed(({ answer }) => (answer.words[0].last = 9))).toContain("[MANIFEST_INVALID]")
})

test.each([
  [tags, "token-classification", /pami explain review\.txt --model \S+$/],
  [qa, "question-answering", /pami explain asked\.json --model \S+$/],
  [captions, "generation", /pami explain photo\.jpg --model \S+captions$/],
  [questions, "classification", /pami explain photo\.jpg --model \S+ --question 'What is it\?'$/],
])("inspect proposes a command that explains %s", async (model, task, command) => {
  const { stdout } = await pami(["inspect", model])
  expect(stdout).toMatch(new RegExp(`task +${task}: `))
  expect(/command +(.*)/.exec(stdout)![1]).toMatch(command)
})

test.each([
  ["a question", "png", [red, "--model", questions, "--question", "a red flag"]],
  ["a caption", "png", [red, "--model", captions]],
  ["an answer to a text", "svg", ["--text", "Anna", "--model", stories]],
  ["a text", "svg", ["--text", "It was good.", "--model", reviews]],
])("the figure of a saved explanation of %s is that of the explanation", async (_, format, args) => {
  const [saved, drawn, again] = ["saved.npz", `drawn.${format}`, `again.${format}`].map((name) =>
    join(at, name),
  )
  expect(await pami(["explain", ...args, "--passes", "40", "-o", drawn, "--save", saved])).toMatchObject({
    status: 0,
  })
  expect(await pami(["read", saved, "-o", again])).toMatchObject({ status: 0 })
  expect(readFileSync(again).equals(readFileSync(drawn))).toBe(true)
})

test.each([
  [
    ["--text", "good", "--model", reviews, "--size", "8x8"],
    2,
    /--size: an option for an image; the input is a text/,
  ],
  [["--text", "good", "--model", reviews, "--language", "xx"], 2, /--language is a tag such as "en"/],
  [["--text", "good", "--model", reviews, "--caption", "good"], 2, /--caption: the model does not write/],
  [
    ["--text", "good", "--model", reviews, "--target", "positive"],
    3,
    /: --target positive .*Write --target label:positive/,
  ],
  [[red, "--model", captions, "--target", "green"], 3, /--target green: the answer .* "red", "flag" \[/],
  [[red, "--model", captions, "--versus", "red"], 2, /--versus: for scores of classes/],
  [["--text", sentence, "--model", tags, "--versus", "0"], 2, /--versus: .*is token-classification/],
  [
    ["--text", "good", "--model", reviews, "--target", "nope"],
    3,
    /\(--target CLASS, --labels FILE\) \[LABEL_NOT_FOUND/,
  ],
  [
    ["--text", "good", "--model", reviews, "--recipe", file(at, "image.json", '{"kind":"image"}')],
    2,
    /the recipe is for an image; the input is a text/,
  ],
  [[red, "--model", captions, "--activation", "sigmoid"], 2, /--activation: for scores of classes/],
  [[red, "--model", captions, "--model-output", "logits"], 2, /--model-output: for scores of classes/],
  [[red, "--model", captions, "--labels", file(at, "names.txt", "a")], 2, /--labels: for scores of classes/],
  [[red, "--model", captions, "--max-pixels", "10"], 3, /declares 48 x 32.*--max-pixels/],
  [
    ["--text", "good", "--model", reviews, "--model-input", "ids"],
    3,
    /no input named "ids".*INPUT_NOT_FOUND/,
  ],
  [[red, "--mask", "delete"], 2, /--mask: blur, .* got "delete"/],
  [[red, "--feed", "image=1"], 2, /--feed: "image" is the input that is explained/],
  [[red, "--model", questions, "--question", "a red flag", "--stages", "2"], 2, /--stages: .* in one stage/],
  [[red, "--max-length", "3"], 2, /--max-length: an option for a text; the input is an image/],
  [[file(at, "note.txt", "good")], 3, /note\.txt is text.*the model takes images.*--model FILE/],
  [
    [red, "--model", fileURLToPath(models["scenes-caption"].encoder.onnx)],
    3,
    /encoder of one that writes.*--decoder FILE/,
  ],
  [[red, "--model", join(captions, "decoder_model.onnx")], 3, /is a decoder.*--model ENCODER --decoder FILE/],
  [[at, "--model", reviews], 3, /cannot be read: it is a folder/],
])("%j is refused in the words of the command line", async (args, expected, words) => {
  const { status, stderr } = await pami(["explain", ...args, "--no-figure"])
  expect(status).toBe(expected)
  expect(stderr).toMatch(words)
})

test.each([
  [[red], "an image"],
  [[fileURLToPath(samples.rows), "--model", fileURLToPath(models.loans.onnx)], "a table"],
])("a page of %j is refused before the sweep", async (args, kind) => {
  const page = join(at, "page.html")
  const { status, stdout, stderr } = await pami(["explain", ...args, "-o", page])
  expect(status).toBe(2)
  expect(stderr).toContain(`a page (.html) shows a text; the figure of ${kind} is`)
  expect(stdout).toBe("")
  expect(existsSync(page)).toBe(false)
})

test("inspect names the tokenizer of a model of texts, and the folder in its command", async () => {
  const { stdout } = await pami(["inspect", reviews])
  expect(stdout).toContain("tokenizer   tokenizer.json: 203 ids, mask token [MASK]")
  expect(stdout).toMatch(/command +pami explain review\.txt --model \S*reviews\n/)
  expect(stdout).not.toContain("rows of a table")
  expect((await pami(["inspect", reviews, red])).stdout).toContain("flag.png is not tried")
})

test("a word of a caption is explained by its name, and read by the name of another", async () => {
  const saved = join(at, "caption.npz")
  const args = [red, "--model", captions, "--passes", "40", "--no-figure", "--target", "flag"]
  const { stdout } = await pami(["explain", ...args, "--save", saved])
  expect(stdout.match(/^ {2}explained +(\S+): map values/gm)).toEqual(["  explained   flag: map values"])
  const read = await pami(["read", saved, "--target", "red"])
  expect(read.stdout.match(/^ {2}read +(\S+): map values/gm)).toHaveLength(1)
  expect(read.stdout).toMatch(/^ {2}read +red: map values/m)
  const other = await pami(["read", saved, "--target", "green"])
  expect([other.status, other.stderr]).toEqual([
    3,
    expect.stringContaining('"a red flag", "a", "red", "flag"'),
  ])
})

test.each([
  ["a text", ["--text", sentence, "--model", tags]],
  ["a caption", [red, "--model", captions]],
])("the printed recipe of %s gives the same map, in any folder", async (what, args) => {
  const printed = await pami(["explain", ...args, "--passes", "40", "--print-recipe"])
  const recipe = file(folder(), `${what}.recipe.json`, printed.stdout)
  const digests = async (...more: string[]) => {
    const { stdout } = await pami(["explain", ...args, ...more, "--no-figure", "--json", "--quiet"])
    return (JSON.parse(stdout) as { results: { maps: { digest: string }[] }[] }).results[0].maps
  }
  expect(await digests("--recipe", recipe)).toEqual(await digests("--passes", "40"))
})

test("an opacity for a figure without an overlay is refused, and the map is written", async () => {
  const map = join(at, "opaque.npy")
  const args = ["--text", "good", "--model", reviews, "-o", join(at, "opaque.png"), "--map", map]
  const { status, stderr } = await pami(["explain", ...args, "--opacity", "0.3"])
  expect([status, stderr]).toEqual([2, expect.stringContaining("--opacity is for a map over an image")])
  expect(existsSync(map)).toBe(true)
})

test("hints for a text name no flags for images", async () => {
  const { stderr } = await pami(["explain", "--text", sentence, "--model", tags, "--no-figure"])
  expect(stderr).toContain("--task NAME")
  expect(stderr).not.toMatch(/--preset|--boxes/)
})
