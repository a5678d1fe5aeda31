// The examples in doc comments take this for granted.
import { serve, startServer } from "@pami/test-models/open-inference"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { fileURLToPath } from "node:url"

const linear = fileURLToPath(new URL("../../conformance/fixtures/linear/model.onnx", import.meta.url))
const server = await startServer({ models: { linear: serve(await onnxruntimeNode().load(linear)) } })

export const address = server.address("linear")
