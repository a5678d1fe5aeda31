import { readFileSync } from "node:fs"
import { join } from "node:path"
import { write } from "./gather.ts"
import { repositoryFiles, root } from "./repository.ts"

/** Packages by what a reader wants to do. */
const groups: Readonly<Record<string, readonly string[]>> = {
  "Explain a model": ["pami", "@pami/explainer", "@pami/recipe"],
  "Run a model": [
    "@pami/onnxruntime-node",
    "@pami/onnxruntime-web",
    "@pami/tfjs",
    "@pami/transformers",
    "@pami/open-inference",
    "@pami/openai",
    "@pami/hub",
    "@pami/backend-kit",
    "@pami/onnxruntime-common",
  ],
  "Read inputs": ["@pami/image", "@pami/text", "@pami/series", "@pami/table", "@pami/volume"],
  "Choose what is explained, and how": [
    "@pami/core",
    "@pami/targets",
    "@pami/generation",
    "@pami/pre-segmentation",
    "@pami/superpixels",
    "@pami/methods",
  ],
  "Draw maps": ["@pami/figure"],
  "Judge maps and backends": ["@pami/evaluation", "@pami/datasets", "@pami/conformance", "@pami/zoo"],
  "Explain many inputs": ["@pami/runs", "@pami/queue", "@pami/serve"],
}

/**
 * Writes the first page of the reference: all entries, by what a reader wants to do.
 *
 * @param entries names, as a program imports them
 * @throws Error for an entry of a package that is in no group
 */
export function writeApiIndex(folder: string, entries: readonly string[]): void {
  const descriptions = readDescriptions()
  const left = new Set(entries)
  const sections = Object.entries(groups).map(([title, packages]) => {
    const rows = packages.map((name) => {
      // The package before its parts.
      const own = entries.filter((entry) => entry === name || entry.startsWith(`${name}/`)).toSorted()
      for (const entry of own) left.delete(entry)
      return `| ${own.map((entry) => `[\`${entry}\`](${entry}.md)`).join("<br>")} | ${descriptions.get(name)} |`
    })
    return `## ${title}\n\n| import | what it is |\n| --- | --- |\n${rows.join("\n")}\n`
  })
  if (left.size > 0) throw new Error(`in no group of the API: ${[...left].join(", ")}`)
  const introduction =
    "Made from the doc comments of the packages. A program needs the first group alone; the others are for what it leaves open."
  write(
    join(folder, "index.md"),
    `---\npageClass: stacked\n---\n\n# API\n\n${introduction}\n\n${sections.join("\n")}`,
  )
}

/** Returns what each package says of itself. */
function readDescriptions(): ReadonlyMap<string, string> {
  return new Map(
    repositoryFiles(["{packages,apps}/*/package.json"]).map((file) => {
      const { name, description } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
        readonly name: string
        readonly description: string
      }
      return [name, description]
    }),
  )
}
