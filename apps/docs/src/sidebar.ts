import { readFileSync } from "node:fs"
import { join } from "node:path"

/** A list of pages beside each page. */
interface Group {
  readonly text: string
  readonly collapsed: boolean
  readonly items: readonly { readonly text: string; readonly link: string }[]
}

// In the order in which one reads them.
const groups: Readonly<Record<string, readonly string[]>> = {
  Begin: ["start", "reading-a-map", "evaluation", "many-inputs", "overview", "glossary"],
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
 * Returns the list beside the pages, with their own titles.
 *
 * @param folder of the gathered pages
 * @param found paths of all pages of a kind, such as the commands, by the title of their list
 */
export function listPages(folder: string, found: Readonly<Record<string, readonly string[]>>): Group[] {
  return Object.entries({ ...groups, ...found }).map(([text, pages]) => ({
    text,
    collapsed: text !== "Begin",
    items: pages.map((page) => ({
      text: titleOf(readFileSync(join(folder, `${page}.md`), "utf8")),
      link: `/${page.replace(/index$/, "")}`,
    })),
  }))
}

function titleOf(page: string): string {
  return /^# (.+)$/m.exec(page)![1].replaceAll("`", "")
}
