import type { BackendPackage } from "@pami/core"
import nodePackage from "@pami/onnxruntime-node"
import webPackage from "@pami/onnxruntime-web"
import tfjsPackage from "@pami/tfjs"
import { bareOnnxNode, bareOnnxWeb, bareTensorflow } from "./bare.ts"
import type { Load } from "./bare.ts"

/** A backend on a device that Node may have. */
export interface Entrant {
  readonly package: BackendPackage
  readonly device: string
  /** Whether it reads a model by its file. */
  reads(file: string): boolean
  /** Loads a model with the backend, and the means to run it without. */
  readonly load: Load
}

const onnx = (file: string): boolean => file.endsWith(".onnx")
const json = (file: string): boolean => file.endsWith(".json")
const onTensorflow = (device: string): Entrant => ({
  package: tfjsPackage,
  device,
  reads: json,
  load: bareTensorflow,
})

/** All there are, by name: `"tfjs:wasm"`. */
export const entrants: ReadonlyMap<string, Entrant> = new Map(
  [
    {
      package: nodePackage,
      device: "cpu",
      reads: onnx,
      load: bareOnnxNode,
    },
    {
      package: webPackage,
      device: "wasm",
      reads: onnx,
      load: bareOnnxWeb,
    },
    onTensorflow("wasm"),
    onTensorflow("cpu"),
    onTensorflow("node"),
  ].map((entrant) => [`${entrant.package.name}:${entrant.device}`, entrant]),
)
