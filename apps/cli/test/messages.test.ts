import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { brightness, onnxModel, unsupportedOperator } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { isOptionError } from "../src/exit-status.ts"
import { withHint } from "../src/hints.ts"
import { didYouMean } from "../src/near-names.ts"
import { oneLine, printable } from "../src/printable.ts"
import { crowdAdvice } from "../src/run/worker-pool.ts"
import { file, flag, folder, pami } from "./fixtures.ts"

let at: string
let picture: string
beforeAll(async () => {
  at = folder()
  picture = await flag(at)
})

test.each([
  ["--preset", "imagnet", "imagenet"],
  ["--mask", "blakc", "black"],
  ["--strategy", "gird", "grid"],
  ["--colors", "viridsi", "viridis"],
  ["--backend", "tfsj", "tfjs"],
  ["--partitions", "slick-30", "slic"],
])("a typo in %s is met with the near name", async (option, typo, near) => {
  const call = await pami(["explain", picture, option, typo, "-o", join(at, "out.png")])
  expect([2, 3]).toContain(call.status)
  expect(call.stderr).toContain(`Did you mean "${near}"?`)
})

test("a name that is near to none brings no suggestion", () => {
  expect(didYouMean("zebra", ["blur", "black", "noise"])).toBe("")
})

test("an error says what flag helps, if the command has it", () => {
  expect(withHint("OUTPUT_NOT_CHOSEN", "Name one.")).toBe("Name one. (--model-output NAME)")
  expect(withHint("OUTPUT_NOT_CHOSEN", "Name one.", () => false)).toBe("Name one.")
  expect(withHint("OUTPUT_NOT_CHOSEN", "Give --model-output.")).toBe("Give --model-output.")
})

test("the error for a wrong value names the option", async () => {
  const threads = await pami(["explain", picture, "--threads", "99999"])
  expect(threads.status).toBe(2)
  expect(threads.stderr).toContain('--threads: expected a whole number from 1 to 256; got "99999"')
})

test.each([
  [["explain", ""], /argument 1 of explain is empty/],
  [["explain", "x.png", "--labels", ""], /--labels: its value is empty/],
  [["explain", "x.png", "--partitions", "slic-4", ""], /--partitions: its value is empty/],
  [["segment", "x.png", "-o", ""], /--output: its value is empty/],
  [["verify", ""], /argument 1 of verify is empty/],
  [["explain", "x.png", "--opacity", "7"], /--opacity: expected a number from 0 to 1; got "7"/],
  [["segment", "x.png", "--size", "9000"], /--size: at most 8192 pixels a side/],
  [["explain", "x.png", "--mask", "#12"], /a colour is #rrggbb/],
  [["explain", "x.png", "--target", "top:x"], /--target: expected a whole number of at least 1; got "x"/],
  [["explain", "x.png", "--versus", "index:-1"], /--versus: expected a whole number .* got "-1"/],
])("%j is a usage error, before any work", async (args, words) => {
  const call = await pami(args)
  expect(call.status).toBe(2)
  expect(call.stderr).toMatch(words)
})

test("--max-pixels is the limit that a large image meets", async () => {
  const args = ["segment", picture, "--partitions", "slic-4", "-o", join(at, "out.png")]
  const refused = await pami([...args, "--max-pixels", "100"])
  expect(refused.status).toBe(3)
  expect(refused.stderr).toMatch(/PICTURE_TOO_LARGE/)
  expect(refused.stderr).toContain("--max-pixels N")
  expect((await pami([...args, "--max-pixels", "1536"])).status).toBe(0)
})

test("--max-pixels holds for masks and label maps too, in every command that opens images", async () => {
  const out = ["-o", join(at, "out.png")]
  const small = await flag(at, "small.png", 8, 8)
  const model = file(at, "model.onnx", brightness({ size: 32 }))
  const own = ["--model", model, "--preset", "0-1", "--strategy", "grid", "--passes", "2"]
  const manifest = join(at, "m.json")
  const made = await pami(["explain", small, ...own, "--mask", picture, ...out, "--manifest", manifest])
  expect(made.status, made.stderr).toBe(0)
  for (const args of [
    ["explain", small, ...own, "--mask", picture, ...out],
    ["explain", small, "--model", model, "--preset", "0-1", "--partitions", picture, ...out],
    ["segment", small, "--partitions", picture, ...out],
    ["inspect", model, picture],
    ["verify", manifest],
    ["conformance", "--model", model, "--input", picture],
  ]) {
    const { status, stderr } = await pami([...args, "--max-pixels", "100"])
    expect(stderr, args.join(" ")).toMatch(/PICTURE_TOO_LARGE/)
    expect(stderr, args.join(" ")).toContain("(--max-pixels N)")
    expect(status).toBe(3)
  }
})

test("findings name only flags that the command has", async () => {
  const home = join(at, "home")
  mkdirSync(home)
  const model = file(home, "model.onnx", brightness({ size: 32, output: "logits" }))
  file(
    home,
    "preprocessor_config.json",
    `{ "image_mean": [0, 0, 0], "image_std": [1, 1, 1], "do_resize": false }`,
  )
  file(home, "labels.txt", Uint8Array.of(255, 254, 0, 216))
  const explained = await pami(["inspect", model])
  expect(explained.stdout).toMatch(/labels\.txt .*ignored.*\n.*\(--labels FILE, --preset NAME\)/)
  const compared = ["--backend", "onnxruntime-node", "--input", picture, "--passes", "2"]
  const { stderr } = await pami(["conformance", "--model", model, ...compared])
  expect(stderr).toMatch(/found near the model/)
  expect(stderr).not.toContain("--labels")
})

test("an engine's RangeError is not one of the command line, or of a manifest", () => {
  expect(isOptionError(new RangeError("passes is at least 1; got 0"))).toBe(true)
  for (const message of ["Array buffer allocation failed", "Invalid typed array length: 1e12"])
    expect(isOptionError(new RangeError(message))).toBe(false)
})

test("what a terminal would obey is escaped, in names of inputs, labels and files", async () => {
  const bell = "\u001b[2J\u0007"
  const model = file(
    at,
    "hostile.onnx",
    onnxModel({
      inputs: [{ name: `in\n${bell}`, dtype: "float32", shape: [null, 3, 8, 8] }],
      outputs: [{ name: `out\u009b31m\u202e`, dtype: "float32", shape: [null, 3, 8, 8] }],
      nodes: [{ op: "Relu", inputs: [`in\n${bell}`], outputs: [`out\u009b31m\u202e`] }],
    }),
  )
  const calls = [
    await pami(["inspect", model]),
    await pami(["inspect", model, "--json"]),
    await pami(["explain", join(at, `none\n${bell}.png`), "--model", model]),
    await pami(["explain", picture, "--preset", `none${bell}`]),
  ]
  for (const { stdout, stderr } of calls)
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(calls[0].stdout).toContain("in\\n\\u001b[2J\\u0007")
  expect(JSON.parse(calls[1].stdout).inputs[0].name).toBe(`in\n${bell}`)
  expect(calls[2].stderr.trimEnd().split("\n")).toHaveLength(1)
})

test("JSON stays the same document, and text of every script as it is", () => {
  const value = { name: "a\u0007\u009b\u2028\ud800", text: "naïve 日本語 עברית 👩‍🔬" }
  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value)
  expect(oneLine(value.text)).toBe(value.text)
})

test("inspect prints what the file declares also where the runtime refuses the model", async () => {
  const model = file(at, "refused.onnx", unsupportedOperator())
  const { status, stdout, stderr } = await pami(["inspect", model])
  expect(stdout).toMatch(/input +\S+ {2}float32 \[/)
  expect(stdout).toMatch(/output +\S+ {2}/)
  expect(stderr).toMatch(/\[MODEL_UNSUPPORTED\]/)
  expect(status).toBe(3)
})

test("labels that count from 1 are obeyed, and a note says so, also where --labels names them", async () => {
  const model = file(at, "three.onnx", brightness({ size: 32 }))
  const labels = file(at, "from-one.txt", "1 red\n2 green\n")
  const { stderr } = await pami(["explain", picture, "--model", model, "--labels", labels, "--passes", "4"])
  expect(stderr).toMatch(/from-one\.txt counts its 2 labels from 1/)
})

test.each([
  [4, undefined, 8, undefined],
  [4, 2, 8, undefined],
  [4, 4, 8, "4 workers of 4 threads share 8 processors: --threads 2 is faster"],
  [8, undefined, 2, "8 workers of 1 thread share 2 processors: --workers 2 --threads 1 is faster"],
])("%i workers of %s threads on %i processors: %s", (workers, threads, processors, advice) => {
  const request = { workers, explain: { model: { threads } } } as Parameters<typeof crowdAdvice>[0]
  expect(crowdAdvice(request, "onnxruntime-node:cpu", processors)).toBe(advice)
})
