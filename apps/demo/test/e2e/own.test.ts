import { readFile, truncate } from "node:fs/promises"
import { dirname } from "node:path"
import { setTimeout } from "node:timers/promises"
import { decodePicture } from "@pami/image/node"
import { brightness, colours, onnxModel } from "@pami/test-models"
import type { Locator, Page, Worker } from "playwright"
import sharp from "sharp"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import {
  complaint,
  done,
  explainAgain,
  explained,
  files,
  inZoo,
  open,
  opened,
  passes,
  patience,
  quick,
  saved,
  scene,
  visit,
} from "./steps.ts"

describe.runIf(browserPath !== undefined)("one's own files", { timeout: 2 * patience }, () => {
  const at = visit(quick)
  const file = files()

  // A model's own name shows that it is no longer the bundled one.
  test.each([
    { kind: "ONNX", named: "mine.onnx", from: { "mine.onnx": "model.onnx" } },
    {
      kind: "TensorFlow.js",
      named: "model.json",
      from: { "model.json": "model.json", "weights.bin": "weights.bin" },
    },
  ])(
    "a model of $kind and an image from disk become a saved PNG of the image's size",
    async ({ named, from }) => {
      const { page, complaints } = at()
      const paths: string[] = []
      for (const [name, zooName] of Object.entries(from))
        paths.push(await file(name, await readFile(inZoo(zooName!))))
      await open(page, "Model files", ...paths, inZoo("labels.txt"), inZoo("preprocessor_config.json"))
      await opened(page, "Model", named)
      await open(page, "Image files", scene)
      await opened(page, "Image", "scene.png")
      await done(page)
      expect(await decodePicture(await saved(page, "PNG"))).toMatchObject({ width: 512, height: 512 })
      expect(complaints).toEqual([])
    },
  )

  test("a model opens where models of its format run, whatever ran the one before", async () => {
    const { page, complaints } = at()
    const runsOn = page.getByLabel("Runtime", { exact: true })
    await explained(page, () => page.evaluate(`location.hash = "${quick}&backend=tfjs:wasm"`))
    expect(await runsOn.inputValue()).toBe("tfjs:wasm")
    await open(page, "Model files", await file("mine.onnx", await readFile(inZoo("model.onnx"))))
    await opened(page, "Model", "mine.onnx")
    await done(page)
    expect(await runsOn.inputValue()).toBe("auto")
    // A damaged one changes nothing.
    await page.evaluate(`location.hash = "${quick}&backend=onnxruntime-web:wasm"`)
    await expect.poll(() => runsOn.inputValue()).toBe("onnxruntime-web:wasm")
    await done(page)
    await open(page, "Model files", await file("model.json", `{"modelTopology":{}}`))
    await complaint(page)
    expect(await runsOn.inputValue()).toBe("onnxruntime-web:wasm")
    expect(complaints).toEqual([])
  })

  test("what is wrong with a file is said, and the page goes on explaining", async () => {
    const { page } = at()
    const onnx = await readFile(inZoo("model.onnx"))
    const large = await file("large.onnx", onnx)
    // A file with a hole: it takes no room on disk.
    await truncate(large, 3e9)
    const wrong = [
      [
        "Model files",
        await file("text.onnx", "This is only a letter.\n"),
        /Unsupported model file|Truncated model file/,
      ],
      ["Model files", await file("net.pt", Buffer.from("PK\u0003\u0004archive/data.pkl")), /net\.pt/],
      ["Model files", await file("half.onnx", onnx.subarray(0, onnx.length / 2)), /half\.onnx/],
      ["Model files", large, /too large for this browser tab\s+The model has 3\.0 GB.*smaller/],
      ["Image files", await file("huge.png", await blackPng(10_000)), /Image too large\s+huge\.png/],
    ] as const
    for (const [input, path, words] of wrong) {
      await open(page, input, path)
      expect(await complaint(page)).toMatch(words)
    }
    const before = await passes(page)
    await explainAgain(page)
    expect(await passes(page)).toBeGreaterThan(before)
    await done(page)
  })

  test("a model that needs more memory than there is says so, and the page goes on with another", async () => {
    const { page } = at()
    await open(page, "Model files", await file("greedy.onnx", greedy()))
    expect(await complaint(page)).toMatch(/Out of memory\s+.*smaller.*greedy\.onnx/)
    await page.getByText(/No prediction yet/).waitFor()
    await page.getByRole("button", { name: "Bundled model" }).click()
    await opened(page, "Model", "Scenes (bundled)")
    await done(page)
  })

  test("answers to what the model leaves open end the findings about it", async () => {
    const { page } = at()
    await page.evaluate(`location.hash = "${quick}&activation=none"`)
    await open(
      page,
      "Model files",
      await file("colours.onnx", brightness({ size: 32, output: "logits" })),
      await file("colours.txt", colours.join("\n")),
    )
    await opened(page, "Model", "colours.onnx")
    await done(page)
    const findings = page.getByRole("region", { name: "Findings" })
    await findings.getByRole("heading", { name: "Outputs look like logits" }).waitFor()
    const activations = page.getByRole("list", { name: "Activation" })
    await explained(page, () => activations.getByRole("button", { name: /^Softmax/ }).click())
    await findings.getByRole("heading", { name: "Outputs look like logits" }).waitFor({ state: "detached" })
    expect(await activations.getByRole("button", { pressed: true }).textContent()).toMatch(/^Softmax/)
  })

  test("the button of an error message fixes the setting that caused it", async () => {
    const { page } = at()
    await page.evaluate(`location.hash = "${quick}&layout=nhwc"`)
    const message = page.getByRole("alert").locator(".message")
    await message.getByText("Input does not fit the model").waitFor()
    await message.getByRole("button", { name: "Choose automatically" }).click()
    await message.waitFor({ state: "detached" })
    await done(page)
  })

  test("an image is pasted, a folder is dropped", async () => {
    const { page, context } = at()
    for (const name of ["model.onnx", "labels.txt", "preprocessor_config.json"])
      await file(`dropped/${name}`, await readFile(inZoo(name)))
    const folder = dirname(await file("dropped/README.md", "A model.\n"))
    await context.grantPermissions(["clipboard-read", "clipboard-write"])
    await page.evaluate(
      async (image) => {
        const blob = await (await fetch(image)).blob()
        await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })])
      },
      `data:image/png;base64,${(await readFile(scene)).toString("base64")}`,
    )
    await page.keyboard.press("Control+v")
    await opened(page, "Image", "image.png")
    await done(page)
    await drop(page, folder)
    await opened(page, "Model", "model.onnx")
    await done(page)
    await page.getByRole("heading", { name: "Why mushroom?" }).waitFor()
  })

  test("a sweep pauses, goes on and stops, and the map so far can be saved", async () => {
    const { page } = at()
    await page.evaluate("location.hash = '#explain?quality=best'")
    const before = await passes(page)
    await expect.poll(() => passes(page), { timeout: patience }).toBeGreaterThan(before + 20)
    await page.getByRole("button", { name: "Pause", exact: true }).click()
    // The run on its way ends first.
    const held = await settled(() => passes(page))
    await page.getByRole("button", { name: "Resume" }).click()
    await expect.poll(() => passes(page), { timeout: patience }).toBeGreaterThan(held)
    await page.getByRole("button", { name: "Stop", exact: true }).click()
    await page.getByText(/^Stopped: a valid, coarser map/).waitFor()
    expect(await decodePicture(await saved(page, "PNG"))).toMatchObject({ width: 512, height: 512 })
  })

  test("a model that hangs, or has died, is started again with model, image and class kept", async () => {
    const { page, complaints } = at()
    const before = complaints.length
    const engine = await findEngine(page)
    const title = (name: string) => page.getByRole("heading", { name: `Why ${name}?` }).waitFor()
    await page.getByRole("button", { name: /^butterfly/ }).click()
    await title("butterfly")
    // In mid-sweep nothing is answered any more: Stop ends it at once.
    await page.evaluate("location.hash = '#explain?quality=best&seed=2'")
    await page
      .getByLabel("Progress")
      .getByText(/^Explaining/)
      .waitFor()
    void engine()
      .evaluate("for (;;);")
      .catch(() => undefined)
    await page.getByRole("button", { name: "Stop", exact: true }).click()
    await page
      .getByLabel("Progress")
      .getByText(/^(Ready|Stopped: a valid)/)
      .waitFor()
    await title("butterfly")

    await page.getByRole("button", { name: "Explain again" }).click()
    await page
      .getByLabel("Progress")
      .getByText(/^Explaining/)
      .waitFor()
    void engine()
      .evaluate("self.close()")
      .catch(() => undefined)
    expect(await complaint(page)).toMatch(/The model has stopped/)
    await explained(page, () => page.evaluate(`location.hash = "${quick}"`))
    await title("butterfly")
    expect(await page.getByRole("group", { name: "Model" }).locator("strong").textContent()).toBe(
      "model.onnx",
    )
    expect(complaints.slice(before)).toEqual([])
  })

  test("each answer is offered with what the model says, and all of the page follows the one that is chosen", async () => {
    const { page } = at()
    await page.evaluate(`location.hash = "${quick}"`)
    await open(
      page,
      "Model files",
      await file("bright.onnx", twoAnswers()),
      await file("bright.txt", colours.join("\n")),
    )
    await opened(page, "Model", "bright.onnx")
    /** Chooses an answer, and returns the class that its button says. */
    const choose = async (offered: Locator, answer: RegExp) => {
      const said = offered.filter({ hasText: answer }).locator("b")
      await said.waitFor({ timeout: patience })
      const says = await said.textContent()
      await explained(page, () => offered.filter({ hasText: answer }).click())
      await page.getByRole("heading", { name: `Why ${says}?` }).waitFor()
      expect(await page.locator(".chosen .label").textContent()).toBe(says)
      const overlay = page.locator("figcaption", { hasText: "Overlay" }).locator("span")
      expect(await overlay.textContent()).toBe(says)
      return says
    }
    // Which output it is nothing tells: the message asks.
    const outputs = page.getByRole("alert").getByRole("list", { name: "Output" }).getByRole("button")
    const darkest = await choose(outputs, /^darkness/)
    const asked = page.getByRole("region", { name: "Which is right?" })
    const again = asked.getByRole("list", { name: "Output" }).getByRole("button")
    expect(await choose(again, /^brightness/)).not.toBe(darkest)
    // All presets agree on the class: they are folded.
    await asked.locator("summary", { hasText: "same prediction" }).click()
    const presets = asked.getByRole("list", { name: "Normalization" }).getByRole("button")
    await choose(presets, /^Caffe/)
  })
})

/** Returns a model of two outputs for three classes: how bright each colour is, and how dark. */
function twoAnswers(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 32, 32] }],
    outputs: ["brightness", "darkness"].map((name) => ({ name, dtype: "float32", shape: [null, 3] })),
    nodes: [
      { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["brightness"] },
      { op: "Neg", inputs: ["brightness"], outputs: ["darkness"] },
    ],
  })
}

/** Gives the thread that the model runs in, as it is when asked: one that is busy tells nothing of itself. */
async function findEngine(page: Page): Promise<() => Worker> {
  let url: string | undefined
  // Threads of a runtime sleep and never answer, and a worker that ends may not either: those that do are enough.
  await expect
    .poll(
      async () => {
        const names = page.workers().map(async (worker) => {
          const name = await Promise.race([worker.evaluate("self.name"), setTimeout(2000)])
          if (String(name).startsWith("engine")) url = worker.url()
        })
        await Promise.allSettled(names)
        return url
      },
      { timeout: patience },
    )
    .toBeDefined()
  return () => page.workers().findLast((worker) => worker.url() === url)!
}

/** Drops a file or a folder from outside of the browser. */
async function drop(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await devtools.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data })
  await devtools.detach()
}

/** A number that has stopped changing. */
async function settled(read: () => Promise<number>): Promise<number> {
  for (let last = await read(); ;) {
    await setTimeout(300)
    const now = await read()
    if (now === last) return now
    last = now
  }
}

/** A whole PNG, all black. */
async function blackPng(side: number): Promise<Uint8Array> {
  return await sharp({ create: { width: side, height: side, channels: 3, background: "black" } })
    .png()
    .toBuffer()
}

/** The mean of each channel, by way of a tensor that leaves nothing of WebAssembly's 4 GiB: it loads, and cannot run. */
function greedy(): Uint8Array {
  return onnxModel({
    inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 32, 32] }],
    outputs: [{ name: "probabilities", dtype: "float32", shape: [null, 3] }],
    nodes: [
      { op: "GlobalAveragePool", inputs: ["image"], outputs: ["pooled"] },
      { op: "Flatten", inputs: ["pooled"], outputs: ["means"] },
      { op: "ReduceMean", inputs: ["means"], outputs: ["mean"], attributes: { keepdims: { int: 0 } } },
      { op: "Expand", inputs: ["mean", "shape"], outputs: ["spread"] },
      { op: "ReduceMean", inputs: ["spread"], outputs: ["again"], attributes: { keepdims: { int: 0 } } },
      { op: "Add", inputs: ["means", "again"], outputs: ["logits"] },
      { op: "Softmax", inputs: ["logits"], outputs: ["probabilities"] },
    ],
    initializers: [{ name: "shape", dtype: "int64", shape: [2], data: BigInt64Array.of(32_760n, 32_760n) }],
  })
}
