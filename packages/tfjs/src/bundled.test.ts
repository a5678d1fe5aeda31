import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { ModelSource } from "@pami/core"
import { build } from "vite"
import { expect, onTestFinished, test } from "vitest"
import { tfjs } from "./index.ts"

test("the zoo's model loads after a bundler has renamed its files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pami-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const entry = join(fileURLToPath(new URL(".", import.meta.url)), "virtual-entry.js")
  await build({
    root: folder,
    base: "./",
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["source"] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? 'export { models } from "@pami/zoo"' : null),
      },
    ],
    build: {
      outDir: "built",
      rollupOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  })
  const assets = await readdir(join(folder, "built/assets"))
  const renamed = assets.filter((name) => /^(model|weights)-.*\.(json|bin)$/.test(name))
  expect(renamed.length).toBeGreaterThanOrEqual(2)
  const chunk = assets.find((name) => name.endsWith(".js"))!
  await writeFile(join(folder, "package.json"), '{ "type": "module" }')
  const { href } = pathToFileURL(join(folder, "built/assets", chunk))
  const { models } = (await import(/* @vite-ignore */ href)) as { models: { scenes: { tfjs: ModelSource } } }
  const model = await tfjs({ device: "cpu" }).load(models.scenes.tfjs)
  expect(model.digest).toBe("sha256:8866f6ed9e6921adacf4fa752f8502fd120f38493bc54791eddaa8108f033234")
  await model.dispose()
})
