import { shortened } from "@pami/backend-kit"
import type { TfjsFiles } from "@pami/backend-kit/tfjs-model"
import { sizeOf } from "@pami/core/tensor"
import type { LayersModel, layers, SymbolicTensor } from "@tensorflow/tfjs-layers"
import type { io, Tensor } from "@tensorflow/tfjs-core"
import { layersActivation } from "./activations.ts"
import { withinWeights } from "./bounded-weights.ts"
import type { Engine } from "./engine.ts"
import { inputInfo, type Network, outputInfo } from "./network.ts"
import { checkShape } from "./sizes.ts"
import { checkedTopology } from "./topology.ts"

/** Loads a LayersModel, saved by Keras or TensorFlow.js. */
export async function layersNetwork(
  engine: Engine,
  { json, weightSpecs, weightData }: TfjsFiles,
  file: string,
): Promise<Network> {
  const modelTopology = checkedTopology(json.modelTopology)
  const elements = weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return withinWeights(engine.layers, elements, file, async () => {
    const model = await engine.layers.loadLayersModel({ load: async () => ({ modelTopology }) })
    // Weights of an optimizer belong to no layer.
    const own = weightSpecs.filter(({ group }) => group !== "optimizer")
    engine.core.tidy(() => {
      const specs = weightSpecs as io.WeightsManifestEntry[]
      const tensors = engine.core.io.decodeWeights(weightData, specs)
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

/** Checks the shapes of all layers, before a run computes any. */
function checkShapes(model: LayersModel, file: string): void {
  for (const layer of model.layers) {
    if ("layers" in layer) checkShapes(layer as LayersModel, file)
    for (const tensor of outputsOf(layer)) checkShape(`layer "${shortened(layer.name)}"`, tensor.shape, file)
  }
}

function outputsOf({ inboundNodes }: layers.Layer): SymbolicTensor[] {
  return inboundNodes.flatMap(({ outputTensors }) => outputTensors)
}

/** Returns the name of an output, which is that of its layer, as in Keras; some layers have several outputs. */
function unique(names: readonly string[], index: number): string {
  const before = names.slice(0, index).filter((name) => name === names[index]).length
  return before === 0 ? names[index] : `${names[index]}_${before}`
}
