import { readSource } from "@pami/backend-kit"
import type { ModelSource } from "@pami/core"
import type { Check } from "../check.ts"
import { expectError } from "../errors.ts"
import { fixtureAddress } from "../fixtures/files.ts"
import type { FixtureContext } from "../fixture-context.ts"

const pathOnly = "the option `source` returns a path: the suite cannot change the file"

/** Checks of models that must fail to load. */
export const loadErrors: readonly Check[] = [
  {
    name: "file-not-found",
    promise: "a missing file fails with FILE_NOT_FOUND, and the message names it",
    async run({ backend, missing, options }) {
      await expectError(() => backend.load(missing), {
        what: "a path without a file",
        code: "FILE_NOT_FOUND",
        names: options.missing ?? "no-such-model",
      })
    },
  },
  {
    name: "file-unreadable",
    promise: "a folder in place of a file fails with FILE_UNREADABLE",
    async run({ backend, format = "onnx", options }) {
      if (options.missing !== undefined) return "the addresses of this backend are not files"
      const folder = new URL(".", fixtureAddress("linear", format))
      if (folder.protocol !== "file:") return "web servers have no folders"
      await expectError(() => backend.load(folder.href), { what: "a folder", code: "FILE_UNREADABLE" })
    },
  },
  {
    name: "model-unrecognized",
    promise: "text, an image and an empty file fail with MODEL_UNRECOGNIZED",
    async run(context) {
      const texts = {
        "a text": "Bonjour, this is not a model.\n",
        "an image": "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "an empty file": "",
      }
      for (const [what, content] of Object.entries(texts)) {
        const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0))
        const source = await changed(context, "first", () => bytes)
        if (source === undefined) return pathOnly
        await expectError(() => context.backend.load(source), {
          what: `${what} in place of a model`,
          code: "MODEL_UNRECOGNIZED",
        })
      }
    },
  },
  {
    name: "model-truncated",
    promise: "a truncated file fails with MODEL_TRUNCATED",
    async run(context) {
      const source = await changed(context, "last", (bytes) => bytes.slice(0, bytes.length / 2))
      if (source === undefined) return pathOnly
      await expectError(() => context.backend.load(source), {
        what: "half of a model",
        code: "MODEL_TRUNCATED",
      })
    },
  },
  {
    name: "weights-outside",
    promise:
      "weights outside the model's folder are not read, and fail with WEIGHTS_OUTSIDE or MODEL_UNSUPPORTED",
    async run({ backend, format, options }) {
      if (format === undefined || options.missing !== undefined)
        return "the suite has no model with external weights in the formats or at the addresses of this backend"
      // The file exists: a backend that ignores its location loads the model.
      await expectError(() => backend.load(fixtureAddress("weights-outside", format).href), {
        what: "a model with weights in ../linear/weights.bin",
        code: "WEIGHTS_OUTSIDE",
        or: "MODEL_UNSUPPORTED",
      })
    },
  },
  {
    name: "model-unsupported",
    promise: "an unknown operator or layer fails with MODEL_UNSUPPORTED, and the message names it",
    async run(context) {
      const source = await context.source("unsupported")
      await expectError(() => context.backend.load(source), {
        what: 'a model with the operator "Frobnicate"',
        code: "MODEL_UNSUPPORTED",
        names: "Frobnicate",
      })
    },
  },
]

/** Returns the linear fixture with its first or last file changed; `undefined` if the source is a path. */
async function changed(
  context: FixtureContext,
  which: "first" | "last",
  change: (bytes: Uint8Array) => Uint8Array,
): Promise<ModelSource | undefined> {
  const source = await readSource(await context.source("linear"))
  if (typeof source === "string") return undefined
  const files = Object.entries(source)
  const place = which === "first" ? 0 : files.length - 1
  return Object.fromEntries(files.map(([name, bytes], i) => [name, i === place ? change(bytes) : bytes]))
}
