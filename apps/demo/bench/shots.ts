// Takes screenshots of the site for people to look at, in Chromium:
//   npm run site:shots -- FOLDER [NAME...]    every screenshot, or those whose names contain one of the words
import { mkdir } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { openSite } from "../test/e2e/site.ts"
import { kindEntries } from "../src/ui/kinds/logic/kind-link.ts"
import { done } from "../test/e2e/steps.ts"

/** Width and height of each window, in pixels of CSS. */
const windows = [
  [360, 740],
  [375, 667],
  [820, 1180],
  [1440, 900],
  [2560, 1440],
] as const

/** Windows and colours that a page is shown in. */
const media = [
  ...windows.flatMap(([width, height]) =>
    (["light", "dark"] as const).map((colorScheme) => ({
      name: `${width}-${colorScheme}`,
      size: { width, height },
      media: { colorScheme },
    })),
  ),
  ...(["light", "dark"] as const).map((colorScheme) => ({
    name: `forced-${colorScheme}`,
    size: { width: 1440, height: 900 },
    media: { forcedColors: "active", colorScheme } as const,
  })),
  // The width of A4 in pixels of CSS.
  { name: "print", size: { width: 794, height: 1123 }, media: { media: "print" } as const },
]

/** The fragment of each address by the name of its screenshots: pages, and the gallery's entries of other kinds than images. */
const pages: Readonly<Record<string, string>> = {
  explain: "explain",
  compare: "compare",
  learn: "learn",
  ...Object.fromEntries(kindEntries.map((entry) => [entry, `explain?sample=${entry}`])),
}

const { positionals } = parseArgs({ allowPositionals: true })
const [folder, ...words] = positionals
if (folder === undefined) throw new Error("name the folder for the screenshots: npm run site:shots -- FOLDER")
// The shell's folder is another where a script of the repository starts this.
const out = resolve(process.env["INIT_CWD"] ?? "", folder)
const isWanted = (name: string) => words.length === 0 || words.some((word) => name.includes(word))

const site = await openSite()
try {
  await mkdir(out, { recursive: true })
  for (const one of media)
    if (Object.keys(pages).some((page) => isWanted(titleOf(page, one)))) await visit(one)
} finally {
  await site.close()
}

/** Takes the screenshots of a visit with one window: what is seen first of each page, and all of it. */
async function visit(one: (typeof media)[number]): Promise<void> {
  const touch = one.size.width < 1000 && one.name !== "print"
  const { page, close } = await site.visit(`${site.isolated}#explain`, {
    viewport: one.size,
    isMobile: touch,
    hasTouch: touch,
    reducedMotion: "reduce",
  })
  await done(page)
  await page.emulateMedia(one.media)
  for (const [name, fragment] of Object.entries(pages)) {
    const title = titleOf(name, one)
    if (!isWanted(title)) continue
    await page.evaluate((to) => void (location.hash = to), fragment)
    await page.locator("main h1").waitFor()
    if (fragment.includes("?")) {
      await page.locator(".kind-map, .answer").first().waitFor()
      await done(page)
    }
    await page.evaluate(() => scrollTo(0, 0))
    const path = join(out, title)
    await page.screenshot({ path: `${path}.png` })
    await page.screenshot({ path: `${path}-whole.png`, fullPage: true })
    console.log(`${path}.png`)
  }
  await close()
}

function titleOf(page: string, { name }: (typeof media)[number]): string {
  return `${page}-${name}`
}
