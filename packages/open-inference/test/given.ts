// The examples in doc comments take this for granted.
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { fileURLToPath } from "node:url"
import { serve } from "./served.ts"
import { startServer } from "./server.ts"

const linear = fileURLToPath(new URL("../../conformance/fixtures/linear/model.onnx", import.meta.url))
const server = await startServer({ models: { linear: serve(await onnxruntimeNode().load(linear)) } })

export const address = server.address("linear")
