// Draws the figures of the pages: `npm run figures` runs the programs of `docs/tasks`, and keeps what they write.
import { globSync, rmSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { writeBlocks } from "@pami/examples/blocks"
import sharp from "sharp"
import { root } from "./repository.ts"

const scratch = fileURLToPath(new URL("../.examples/figures/", import.meta.url))
const programs = writeBlocks(scratch).filter(
  ({ page, code }) => page.startsWith("docs/tasks/") && code.includes("figure()"),
)
process.chdir(scratch)
for (const { path } of programs) await import(path)
for (const file of globSync("*.png", { cwd: scratch }))
  await sharp(file)
    .webp({ quality: 85 })
    .toFile(join(root, "docs/figures", `${basename(file, ".png")}.webp`))
process.chdir(root)
rmSync(scratch, { recursive: true })
