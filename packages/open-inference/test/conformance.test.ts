import { serve, type ServerOptions, startServer } from "@pami/test-models/open-inference"
import { conformance } from "@pami/conformance"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models } from "@pami/zoo"
import { readdirSync } from "node:fs"
import { afterAll, test } from "vitest"
import { openInference } from "../src/index.ts"

const fixtures = new URL("../../conformance/fixtures/", import.meta.url)
const local = onnxruntimeNode()
const served: Record<string, ServerOptions["models"][string]> = {}
const server = await startServer({ models: served, forgets: true })
afterAll(() => server.close())

/** Returns the file of a fixture, or of a model of the zoo. */
function fileOf(name: string): string {
  if (readdirSync(fixtures).includes(name)) return new URL(`${name}/model.onnx`, fixtures).href
  const [model, part] = name.split("/") as [keyof typeof models, string?]
  const files = part === undefined ? models[model] : models[model][part as never]
  return (files as { readonly onnx: URL }).onnx.href
}

// These take seconds: hundreds of runs, and superpixels, which the backend does not see.
const slow =
  process.env["PAMI_EVERY_CHECK"] === undefined ? /^(handles|memory|maps\/.*pre-segmentation.*):/ : /^$/

conformance(
  (name, run) => test.skipIf(slow.test(name))(name, run),
  () => openInference(),
  {
    async source(name) {
      const key = name.replaceAll("/", "-")
      served[key] ??= serve(await local.load(fileOf(name)))
      return server.address(key)
    },
    missing: server.address("no-such-model"),
  },
)
