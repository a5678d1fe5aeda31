import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { findBrowser } from "@pami/browser-tests/find-browser"
import { serve } from "@pami/browser-tests/serve"
import { type Browser, chromium } from "playwright"
import { version } from "vite"
import { findNative, type Native } from "./native-files.ts"
import { checkFigure, copyFiles, install, npm, type Trial } from "./trial.ts"

const vite = `vite@${version}`

/**
 * Builds the program of the README as a page of Vite, opens it in Chromium, and the same from Vite's development server.
 * Returns whether each made a figure, and whether PAMI's packages came without a native binary.
 */
export async function tryVite(trial: Trial): Promise<boolean> {
  const { folder, files } = trial
  install(trial)
  const native = findNative(folder)
  npm(folder, "install", "--ignore-scripts", vite)
  const all = findNative(folder)
  const added = (kind: keyof Native) => all[kind].filter((one) => !native[kind].includes(one))
  console.table({
    "@pami/explainer and @pami/onnxruntime-web": row(native),
    [vite]: row({ binaries: added("binaries"), scripts: added("scripts") }),
  })

  const [model, image] = copyFiles(trial, join(folder, "public"))
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><link rel="icon" href="data:," /><img /><script type="module" src="/main.ts"></script>',
  )
  writeFileSync(join(folder, "main.ts"), page(model, image, files))
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error("no Chromium was found")
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  const browser = await chromium.launch({ executablePath, args })
  try {
    const { build, createServer } = await import(
      pathToFileURL(join(folder, "node_modules/vite/dist/node/index.js")).href
    )
    await build({ root: folder, logLevel: "error", configFile: false })
    const site = pathToFileURL(join(folder, "dist/"))
    const served = await serve((path) => new URL(`.${path}`, site), false)
    const rows = [await open("vite build", served.origin, browser, trial)]
    served.close()
    const server = await createServer({ root: folder, logLevel: "error", configFile: false })
    await server.listen()
    rows.push(await open("vite dev", server.resolvedUrls.local[0], browser, trial))
    await server.close()
    console.table(rows)
    return native.binaries.length === 0 && rows.every(({ figure }) => !figure.startsWith("failed"))
  } finally {
    await browser.close()
  }
}

function row({ binaries, scripts }: Native) {
  return { "native binaries": binaries.join(", ") || "none", "install scripts": scripts.join(", ") || "none" }
}

/** In a browser nothing is fetched that the program does not name. */
function page(model: string, image: string, { labels, preprocessing }: Trial["files"]): string {
  const options = [
    "backend: onnxruntimeWeb()",
    ...(labels === undefined ? [] : ['labels: "labels.txt"']),
    ...(preprocessing === undefined ? [] : ['preprocessing: "preprocessor_config.json"']),
  ].join(", ")
  return `import { explainer } from "@pami/explainer"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"

async function show() {
  await using explain = await explainer(${JSON.stringify(model)}, { ${options} })
  const { prediction, map, figure } = await explain(${JSON.stringify(image)})
  const png = await figure()
  document.querySelector("img")!.src = URL.createObjectURL(new Blob([png]))
  return { printed: \`\${prediction[0].label ?? prediction[0].id} \${map().length}\`, png: [...png] }
}
Object.assign(globalThis, { outcome: show() })
`
}

async function open(name: string, address: string, browser: Browser, { output }: Trial) {
  const page = await browser.newPage()
  const errors: string[] = []
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()))
  page.on("response", (response) => !response.ok() && errors.push(`${response.status()} ${response.url()}`))
  page.on("pageerror", (error) => errors.push(error.message))
  const started = performance.now()
  try {
    await page.goto(address)
    // Vite's development server may reload the page once, when it meets a new dependency.
    await page.waitForFunction(() => "outcome" in globalThis)
    const { printed, png } = await page.evaluate(
      () => (globalThis as unknown as { outcome: Promise<{ printed: string; png: number[] }> }).outcome,
    )
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (errors.length > 0) console.error(errors.join("\n"))
    await page.screenshot({ path: join(output, `${name.replace(" ", "-")}.png`), fullPage: true })
    return { page: name, seconds, printed, figure: await checkFigure(Uint8Array.from(png)) }
  } catch (error) {
    console.error([...errors, String(error)].join("\n"))
    return { page: name, seconds: "", printed: "", figure: `failed: ${String(error).split("\n")[0]}` }
  } finally {
    await page.close()
  }
}
