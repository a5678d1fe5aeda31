import { AxeBuilder } from "@axe-core/playwright"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { twoInputs } from "@pami/test-models"
import { models, samples } from "@pami/zoo"
import type { Page } from "playwright"
import { describe, expect, test } from "vitest"
import { browserPath } from "./site.ts"
import { complaint, done, explained, files, open, patience, quick, scene, visit } from "./steps.ts"

describe.skipIf(browserPath === undefined)("inputs of every kind", () => {
  const at = visit(quick)
  const write = files()

  const choose = (page: Page, entry: string) =>
    explained(page, () =>
      page.getByLabel("Gallery").getByRole("button", { name: entry, exact: true }).click(),
    )
  const openInput = (page: Page, ...paths: string[]) =>
    page.getByLabel("Input files", { exact: true }).setInputFiles(paths)
  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText()
  const expectAccessible = async (page: Page) =>
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0].html]),
    ).toEqual([])

  test(
    "text: coloured words, another class without a pass, and an own text",
    { timeout: patience },
    async () => {
      const { page } = at()
      await choose(page, "Text")
      expect(await heading(page)).toBe("Why positive?")
      const valueOf = async (word: string) => {
        const label = await page
          .getByRole("button", { name: new RegExp(`^${word}: `) })
          .getAttribute("aria-label")
        return Number(label!.split(": ")[1].replace("−", "-"))
      }
      expect(await valueOf("wonderful")).toBeGreaterThan(await valueOf("Monday"))
      await page.getByRole("button", { name: /^We: / }).focus()
      await page.keyboard.press("End")
      await page.keyboard.press("ArrowLeft")
      await page.getByText(/“wonderful”: .* rank 1 of/).waitFor()
      await page.getByRole("button", { name: "vs negative" }).click()
      await page.getByRole("heading", { name: "Why positive rather than negative?" }).waitFor()
      await page.getByRole("button", { name: "Show negative beside" }).click()
      const beside = page.getByRole("region", { name: "Classes side by side" })
      const ofWord = beside.getByRole("button", { name: /^wonderful: / })
      await expect.poll(() => ofWord.count()).toBe(2)
      const [first, second] = await ofWord.evaluateAll((words) => words.map((word) => word.ariaLabel))
      expect(first).not.toBe(second)
      await expectAccessible(page)
      await page.getByRole("button", { name: "Remove negative" }).click()
      await beside.waitFor({ state: "hidden" })
      await page.getByRole("button", { name: /^negative/ }).click()
      await page.getByText("Why negative?").waitFor()
      // The class and the address go along with the runtime.
      const runtime = page.getByLabel("Runtime", { exact: true })
      const runOn = (name: string) => explained(page, async () => void (await runtime.selectOption(name)))
      await runOn("onnxruntime-web:wasm")
      expect(await heading(page)).toBe("Why negative?")
      await page.waitForURL(/sample=reviews&class=0&backend=onnxruntime-web:wasm/)
      await runOn("auto")
      await page.getByRole("textbox", { name: "Text" }).fill("The plot was boring.")
      await explained(page, () => page.getByRole("button", { name: "Explain text" }).click())
      await page
        .getByRole("button", { name: /^positive|^negative/ })
        .first()
        .click()
      expect(await valueOf("boring")).toBeGreaterThan(await valueOf("plot"))

      await page.getByLabel("Colour scale").selectOption("Up to the score")
      await page.getByRole("img", { name: /^probability of \w+: from 0 to/ }).waitFor()
      const trust = page.getByRole("region", { name: "Is this map good?" })
      await trust.getByRole("button", { name: "Check this map" }).click()
      await trust.getByText("20.0 % (1 of 5 words)").waitFor()
      const struckOut = trust.locator(".kept-units").first().locator("s")
      await expect.poll(() => struckOut.allInnerTexts()).toEqual(["The", "plot", "was", "."])
      await trust.getByRole("button", { name: "Draw curves" }).click()
      await trust.getByText(/^This map is better than a random order in \d of 4 areas/).waitFor()
      await expectAccessible(page)
    },
  )

  test("caption and question: a map for each word, and another answer to another question", async () => {
    const { page } = at()
    await choose(page, "Caption")
    expect(await heading(page)).toBe("Why a butterfly and a mushroom?")
    await page.locator(".answer-words").getByRole("button", { name: "butterfly", exact: true }).click()
    await expect.poll(() => heading(page)).toMatch(/^Why butterfly/)
    await expectAccessible(page)
    await choose(page, "Question")
    expect(await heading(page)).toBe("Why yes?")
    await page.getByRole("textbox", { name: "Question" }).fill("Is there a boat?")
    await explained(page, () => page.getByRole("button", { name: "Ask" }).click())
    expect(await heading(page)).toBe("Why no?")
    await expectAccessible(page)
  })

  test("names: a map for each tagged word", { timeout: patience }, async () => {
    const { page } = at()
    await choose(page, "Names")
    const targets = page.locator(".predictions li")
    expect(await targets.count()).toBeGreaterThan(2)
    const first = await heading(page)
    await targets.nth(1).locator("button.class").click()
    await expect.poll(() => heading(page)).not.toBe(first)
  })

  test(
    "sound: where it was heard, the evidence plays, an own WAV, and a file without sound",
    { timeout: patience },
    async () => {
      const { page } = at()
      await choose(page, "Sound")
      await page.getByRole("slider", { name: "Place in time" }).focus()
      await page.keyboard.press("End")
      await page
        .getByText(/s: importance /)
        .first()
        .waitFor()
      await page.getByRole("button", { name: "Play evidence" }).click()
      await page.getByRole("button", { name: "Stop sound" }).waitFor()
      await expectAccessible(page)
      const own = await write("own.wav", await readFile(fileURLToPath(samples.word.href)))
      await explained(page, () => openInput(page, own))
      await page.getByRole("group", { name: "Input" }).getByText("own.wav").waitFor()
      await openInput(page, await write("broken.wav", "RIFF no sound at all"))
      await page.getByRole("alert").locator(".message").waitFor()
      await page
        .getByRole("button", { name: /^Close/ })
        .first()
        .click()
    },
  )

  test("series: curves, and parts of all channels at once", { timeout: patience }, async () => {
    const { page } = at()
    await choose(page, "Series")
    expect(await page.locator(".lane").count()).toBe(4)
    await explained(page, () => page.getByRole("button", { name: "Time", exact: true }).click())
    await page.getByRole("slider", { name: "Place in time" }).focus()
    await page.keyboard.press("Home")
    await page
      .getByText(/: importance /)
      .first()
      .waitFor()
    await expect.poll(() => page.url()).toMatch(/sample=signals.*&units=time/)
    const first = { url: page.url(), heading: await heading(page) }
    await page.locator(".predictions li").nth(1).locator("button.class").click()
    await expect.poll(() => heading(page)).not.toBe(first.heading)
    const second = await heading(page)
    await expect.poll(() => page.url()).not.toBe(first.url)
    expect(page.url()).toMatch(/sample=signals&class=\w+.*&units=time/)
    await page.reload()
    await done(page)
    expect(await heading(page)).toBe(second)
    const time = page.getByRole("button", { name: "Time", exact: true })
    expect(await time.getAttribute("aria-pressed")).toBe("true")
    await page.evaluate(() => (location.hash = "#explain?sample=signals&class=elephant"))
    expect(await complaint(page)).toMatch(/Not in this prediction\s+“elephant” is not among/)
  })

  test("table: bars, another row, an own CSV, and all files to save", { timeout: patience }, async () => {
    const { page } = at()
    await choose(page, "Table")
    const bar = page.getByRole("row").filter({ hasText: "past_defaults" })
    const before = await bar.innerText()
    await explained(page, () => page.getByRole("button", { name: "Row after" }).click())
    expect(await bar.innerText()).not.toBe(before)
    await expectAccessible(page)
    const rows = (await readFile(fileURLToPath(samples.rows.href), "utf8")).split("\n").slice(0, 6).join("\n")
    await explained(page, async () => openInput(page, await write("own.csv", rows)))
    await page.getByRole("group", { name: "Row" }).getByText("of 5").waitFor()
    let npz: Buffer | undefined
    for (const [label, ending] of [
      ["PNG", "png"],
      ["SVG", "svg"],
      ["NPZ", "npz"],
      ["Manifest", "json"],
    ]) {
      const coming = page.waitForEvent("download")
      await page.getByRole("button", { name: new RegExp(`^${label}`) }).click()
      expect((await coming).suggestedFilename()).toMatch(new RegExp(`^own.*\\.${ending}$`))
      if (ending === "npz") npz = await readFile(await (await coming).path())
    }
    // The saved file opens without the model, with the map of the other class.
    const why = await heading(page)
    await openInput(page, await write("broken.npz", npz!.subarray(0, npz!.length / 2)))
    expect(await complaint(page)).toMatch(/Not a saved explanation\s+broken\.npz is not/)
    await openInput(page, await write("own.npz", npz!))
    await page.getByText("From the saved explanation own.npz").waitFor()
    expect(await heading(page)).toBe(why)
    await page.locator(".predictions li").nth(1).locator("button.class").click()
    await expect.poll(() => heading(page)).not.toBe(why)
    await page.getByText("past_defaults").waitFor()
    await expectAccessible(page)
    await page.getByRole("button", { name: /^vs / }).and(page.locator(":enabled")).click()
    await page.getByRole("heading", { name: /^Why .* rather than .*\?$/ }).waitFor()
    await page.getByRole("button", { name: "Close", exact: true }).click()
    await page.getByRole("group", { name: "Row" }).getByText("of 5").waitFor()
  })

  test(
    "a text dropped on images is offered the text model; a folder of Hugging Face opens, and a model alone",
    { timeout: patience },
    async () => {
      const { page, complaints } = at()
      await page.evaluate((link) => (location.hash = link), quick)
      await page.getByRole("heading", { level: 1, name: /^Why (butterfly|mushroom)/ }).waitFor()
      await done(page)
      const note = await write(
        "note.txt",
        "We went there in the morning with all of them, and the acting was wonderful.",
      )
      await page.getByLabel("Image files", { exact: true }).setInputFiles([note])
      await page.getByText("If it lists classes, name it labels.txt.").waitFor()
      await explained(page, () => page.getByRole("button", { name: "Use text model" }).click())
      expect(await heading(page)).toBe("Why positive?")
      const { onnx, config, tokenizer, tokenizerConfig } = models.reviews
      const folder = [
        ["onnx/model.onnx", onnx],
        ["config.json", config],
        ["tokenizer.json", tokenizer],
        ["tokenizer_config.json", tokenizerConfig],
      ] as const
      let root = ""
      for (const [path, address] of folder) {
        const written = await write(`own-model/${path}`, await readFile(fileURLToPath(address.href)))
        root = written.slice(0, written.indexOf("own-model") + "own-model".length)
      }
      await page.getByLabel("Model folder", { exact: true }).setInputFiles(root)
      await page
        .getByText("The model is open. Give a text: a file (.txt), or the words themselves.")
        .waitFor()
      await page.getByRole("textbox", { name: "Text" }).fill("A truly enjoyable film.")
      await explained(page, () => page.getByRole("button", { name: "Explain text" }).click())
      expect(await heading(page)).toBe("Why positive?")
      await page.getByRole("switch", { name: "Keep on this device" }).check()
      await page.getByText(/B kept for the next visit/).waitFor()
      await page.reload()
      await done(page)
      expect(await page.getByRole("textbox", { name: "Text" }).inputValue()).toBe("A truly enjoyable film.")
      expect(await heading(page)).toBe("Why positive?")
      expect(complaints).toEqual([])
      // One file of a model without class names, which says what it takes.
      await open(page, "Model files", fileURLToPath(models.volumes.onnx.href))
      await page.getByText("The model is open. Give a volume: NIfTI or .npy.").waitFor()
      const volume = fileURLToPath(samples.volume.href)
      await explained(page, () => openInput(page, volume))
      expect(await heading(page)).toMatch(/^Why class \d\?$/)
      expect(await page.locator("header.question").innerText()).toMatch(
        /^Probability [\d.> ]+ %\. The model/m,
      )
      const labels = await write("labels.txt", models.volumes.labels.join("\n"))
      await explained(page, () => open(page, "Model files", labels))
      expect(models.volumes.labels.map((label) => `Why ${label}?`)).toContain(await heading(page))
      expect(await page.getByRole("alert").innerText()).toBe("")
    },
  )

  test("a model of an image and a number asks for the number in a field", { timeout: patience }, async () => {
    const { page } = at()
    await open(page, "Model files", await write("strength.onnx", twoInputs()), scene)
    expect(await complaint(page)).toMatch(/no feed for strength\. Give each other input a number/)
    const strength = page.getByLabel("Input strength")
    await strength.fill("4")
    await explained(page, () => strength.press("Enter"))
    expect(await heading(page)).toMatch(/^Why class \d\?$/)
    await page.waitForURL(/feed\.strength=4/)
  })
})
