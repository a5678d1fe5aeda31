import type { LayersModel, layers, SymbolicTensor } from "@tensorflow/tfjs-layers"
import type { Tensor } from "@tensorflow/tfjs-core"
import { layersActivation } from "./activations.ts"
import type { Artifacts } from "./artifacts.ts"
import { withinWeights } from "./bounded-weights.ts"
import type { Engine } from "./engine.ts"
import { inputInfo, type Network, outputInfo } from "./network.ts"
import { shortened } from "./model-json.ts"
import { checkShape } from "./sizes.ts"
import { checkedTopology } from "./topology.ts"
import { sizeOf } from "@pami/core"

/** Loads what Keras or tfjs-layers has saved. */
export async function layersNetwork(
  engine: Engine,
  { json, weights }: Artifacts,
  file: string,
): Promise<Network> {
  const modelTopology = checkedTopology(json.modelTopology)
  const { weightSpecs, weightData } = weights
  const elements = weightSpecs!.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return withinWeights(engine.layers, elements, file, async () => {
    const model = await engine.layers.loadLayersModel({ load: async () => ({ modelTopology }) })
    // What an optimizer has left there has no layer.
    const own = weightSpecs!.filter(({ group }) => group !== "optimizer")
    engine.core.tidy(() => {
      const tensors = engine.core.io.decodeWeights(weightData as ArrayBuffer, weightSpecs!)
      model.loadWeights(Object.fromEntries(own.map(({ name }) => [name, tensors[name]])))
    })
    checkShapes(model, file)
    return networkOf(model, file)
  })
}

function networkOf(model: LayersModel, file: string): Network {
  const { inputs, outputs } = model
  const inputNames = inputs.map(({ sourceLayer }) => sourceLayer.name)
  const outputNames = outputs.map(({ sourceLayer }) => sourceLayer.name)
  return {
    inputs: inputs.map(({ dtype, shape }, index) => inputInfo(inputNames[index], dtype, shape, file)),
    outputs: outputs.map(({ dtype, shape }, index) =>
      outputInfo(unique(outputNames, index), dtype, shape, file),
    ),
    activations: outputs.map(layersActivation),
    predict(feeds) {
      const results = model.predictOnBatch(feeds.length === 1 ? feeds[0] : feeds)
      return Array.isArray(results) ? results : [results as Tensor]
    },
    dispose: () => void model.dispose(),
  }
}

/** Checks what a run will compute on its way, before any of it is. */
function checkShapes(model: LayersModel, file: string): void {
  for (const layer of model.layers) {
    if ("layers" in layer) checkShapes(layer as LayersModel, file)
    for (const tensor of outputsOf(layer)) checkShape(`layer "${shortened(layer.name)}"`, tensor.shape, file)
  }
}

function outputsOf({ inboundNodes }: layers.Layer): SymbolicTensor[] {
  return inboundNodes.flatMap(({ outputTensors }) => outputTensors)
}

/** Outputs are called after their layers, as Keras does; some layers have several. */
function unique(names: readonly string[], index: number): string {
  const before = names.slice(0, index).filter((name) => name === names[index]).length
  return before === 0 ? names[index] : `${names[index]}_${before}`
}
