// Serves the zoo's model on the runtime that the first argument names, and says where.
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { tfjs } from "@pami/tfjs"
import { models } from "@pami/zoo"
import { explainingServer, listen } from "./explaining-server.ts"

const { onnx, tfjs: files, labels, preprocessing } = models.scenes
const loads = {
  "onnxruntime-node": () => onnxruntimeNode().load(onnx),
  "onnxruntime-web": () => onnxruntimeWeb({ device: "wasm" }).load(onnx),
  "tfjs:wasm": () => tfjs({ device: "wasm" }).load(files),
}
const name = process.argv[2] as keyof typeof loads
const model = await loads[name]()
const layout = name.startsWith("tfjs") ? "nhwc" : "nchw"
const server = explainingServer({
  model,
  preprocessing: { ...preprocessing, layout },
  labels,
  activation: "softmax",
})
console.log(await listen(server))
