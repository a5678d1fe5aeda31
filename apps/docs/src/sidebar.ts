import { readFileSync } from "node:fs"
import { join } from "node:path"

/** A list of pages beside each page. */
interface Group {
  readonly text: string
  items: { readonly text: string; readonly link: string }[]
}

// In the order in which one reads them.
const groups: Readonly<Record<string, readonly string[]>> = {
  Begin: ["start", "site", "reading-a-map", "evaluation", "many-inputs", "glossary"],
  Tasks: [
    "tasks/index",
    "tasks/classification",
    "tasks/multi-label",
    "tasks/detection",
    "tasks/segmentation",
    "tasks/keypoints",
    "tasks/embedding",
    "tasks/regression",
    "tasks/text",
    "tasks/tags",
    "tasks/question-answering",
    "tasks/captions",
    "tasks/visual-question",
    "tasks/sounds",
    "tasks/series",
    "tasks/tables",
    "tasks/volumes",
    "tasks/language-models",
  ],
  Backends: [
    "backends",
    "packages/onnxruntime-node/index",
    "packages/onnxruntime-web/index",
    "packages/tfjs/index",
    "packages/transformers/index",
    "packages/open-inference/index",
    "packages/openai/index",
    "packages/backend-kit/index",
  ],
  Platforms: [
    "platforms/index",
    "platforms/node",
    "platforms/server",
    "platforms/next",
    "platforms/vite",
    "platforms/webpack",
    "platforms/esbuild",
    "platforms/lambda",
    "platforms/worker",
    "platforms/electron",
    "deploy/index",
    "examples/index",
  ],
  "Your own": [
    "write-a-backend",
    "write-a-target",
    "write-a-partitioner",
    "write-an-input",
    "write-a-method",
    "packages/conformance/index",
  ],
  Measurements: ["benchmarks", "quality", "mutation-testing"],
  Inside: ["architecture", "decisions/index", "contributing", "security"],
}

/**
 * Returns the lists beside the pages of the guide.
 *
 * @param folder of the gathered pages
 */
export function listGuide(folder: string): Group[] {
  return Object.entries(groups).map(([text, pages]) => listPages(folder, text, pages))
}

/**
 * Returns a list of pages, by their own titles.
 *
 * @param folder of the gathered pages
 * @param pages their paths in it, without the ending
 */
export function listPages(folder: string, text: string, pages: readonly string[]): Group {
  const items = pages.map((page) => ({
    text: titleOf(readFileSync(join(folder, `${page}.md`), "utf8")),
    link: `/${page.replace(/index$/, "")}`,
  }))
  return { text, items }
}

function titleOf(page: string): string {
  return /^# (.+)$/m.exec(page)![1].replaceAll("`", "")
}
