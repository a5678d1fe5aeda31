import { readSource } from "@pami/backend-kit"
import type { ModelSource } from "@pami/core"
import type { Check } from "../check.ts"
import { expectFault } from "../errors.ts"
import { fixtureAddress } from "../fixtures/files.ts"
import type { Workbench } from "../workbench.ts"

const pathOnly = "the option `source` gives a path: the suite cannot change what is in the file"

/** Checks of models that cannot be loaded. */
export const loadFaults: readonly Check[] = [
  {
    name: "file-not-found",
    promise: "a path where nothing is fails with FILE_NOT_FOUND and names it",
    async run({ backend, missing, options }) {
      await expectFault(() => backend.load(missing), {
        what: "a path where nothing is",
        code: "FILE_NOT_FOUND",
        names: options.missing ?? "no-such-model",
      })
    },
  },
  {
    name: "file-unreadable",
    promise: "a folder in place of a file fails with FILE_UNREADABLE",
    async run({ backend, format = "onnx", options }) {
      if (options.missing !== undefined) return "its addresses are not those of files"
      const folder = new URL(".", fixtureAddress("linear", format))
      if (folder.protocol !== "file:") return "there are no folders on the web"
      await expectFault(() => backend.load(folder.href), { what: "a folder", code: "FILE_UNREADABLE" })
    },
  },
  {
    name: "model-unrecognized",
    promise: "text, a picture and an empty file fail with MODEL_UNRECOGNIZED",
    async run(workbench) {
      const texts = {
        text: "Bonjour, this is no model.\n",
        picture: "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "empty file": "",
      }
      for (const [what, content] of Object.entries(texts)) {
        const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0))
        const source = await changed(workbench, "first", () => bytes)
        if (source === undefined) return pathOnly
        await expectFault(() => workbench.backend.load(source), {
          what: `${what === "empty file" ? "an" : "a"} ${what} in place of a model`,
          code: "MODEL_UNRECOGNIZED",
        })
      }
    },
  },
  {
    name: "model-truncated",
    promise: "a file that is cut short fails with MODEL_TRUNCATED",
    async run(workbench) {
      const source = await changed(workbench, "last", (bytes) => bytes.slice(0, bytes.length / 2))
      if (source === undefined) return pathOnly
      await expectFault(() => workbench.backend.load(source), {
        what: "a model of which half is missing",
        code: "MODEL_TRUNCATED",
      })
    },
  },
  {
    name: "weights-outside",
    promise:
      "weights outside of the model's folder fail with WEIGHTS_OUTSIDE or MODEL_UNSUPPORTED, and are not read",
    async run({ backend, format, options }) {
      if (format === undefined || options.missing !== undefined)
        return "the suite has no model like this in its formats, at its addresses"
      // The file is there: a backend that does not look where it lies loads the model.
      await expectFault(() => backend.load(fixtureAddress("weights-outside", format).href), {
        what: "a model with weights in ../linear/weights.bin",
        code: "WEIGHTS_OUTSIDE",
        or: "MODEL_UNSUPPORTED",
      })
    },
  },
  {
    name: "model-unsupported",
    promise: "an operator or layer that does not exist fails with MODEL_UNSUPPORTED and is named",
    async run(workbench) {
      const source = await workbench.source("unsupported")
      await expectFault(() => workbench.backend.load(source), {
        what: 'a model with the operator "Frobnicate"',
        code: "MODEL_UNSUPPORTED",
        names: "Frobnicate",
      })
    },
  },
]

/** The linear fixture with its first or last file changed; `undefined` where it is a path. */
async function changed(
  workbench: Workbench,
  which: "first" | "last",
  change: (bytes: Uint8Array) => Uint8Array,
): Promise<ModelSource | undefined> {
  const source = await readSource(await workbench.source("linear"))
  if (typeof source === "string") return undefined
  const files = Object.entries(source)
  const place = which === "first" ? 0 : files.length - 1
  return Object.fromEntries(files.map(([name, bytes], i) => [name, i === place ? change(bytes) : bytes]))
}
