import type { Tensor } from "@tensorflow/tfjs-core"
import type { Artifacts } from "./artifacts.ts"
import type { Engine } from "./engine.ts"
import { inputInfo, type Network, outputInfo } from "./network.ts"

/** Loads what Keras or tfjs-layers has saved. */
export async function layersNetwork(engine: Engine, artifacts: Artifacts, file: string): Promise<Network> {
  const model = await engine.layers.loadLayersModel({ load: async () => artifacts })
  const { inputs, outputs } = model
  const inputNames = inputs.map(({ sourceLayer }) => sourceLayer.name)
  const outputNames = outputs.map(({ sourceLayer }) => sourceLayer.name)
  return {
    inputs: inputs.map(({ dtype, shape }, index) => inputInfo(inputNames[index], dtype, shape, file)),
    outputs: outputs.map(({ dtype, shape }, index) => outputInfo(unique(outputNames, index), dtype, shape)),
    predict(feeds) {
      const results = model.predictOnBatch(feeds.length === 1 ? feeds[0] : feeds)
      return Array.isArray(results) ? results : [results as Tensor]
    },
    dispose: () => void model.dispose(),
  }
}

/** Outputs are called after their layers, as Keras does; some layers have several. */
function unique(names: readonly string[], index: number): string {
  const before = names.slice(0, index).filter((name) => name === names[index]).length
  return before === 0 ? names[index] : `${names[index]}_${before}`
}
