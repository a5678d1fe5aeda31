import {
  contractVersion,
  type Feeds,
  type Model,
  type Settings,
  type TensorInfo,
  type Tensors,
} from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { checkFeeds } from "../check-feeds.ts"
import { runInBatches } from "./run-in-batches.ts"
import { checkWiring, joinInputs, keptOutputs, type Wiring } from "./wiring.ts"

/** Options of {@link connect}. */
export interface ConnectOptions {
  /** Names of outputs of the first model that the connected model has, too. Default: none. */
  readonly keep?: readonly string[]
}

/**
 * Returns a model of two models, one behind the other: an encoder and its decoder, a front end and its classifier. Connect
 * the result again for a chain of three.
 *
 * `wiring` says what each input of the second model is fed: an output of the first, by name, or one of its inputs, such as
 * the mask of the tokens, or a function of all its outputs and the number of items, for reshapes. The inputs of the connected model are those of the first and those of the second
 * that are not wired; inputs of both with one name are one input. Its outputs are those of the second. A batch that is too
 * large for the second model, or that a function made larger (windows of a signal), is run in several.
 *
 * The connected model owns both: `dispose` disposes of them. Functions are not part of its digest.
 *
 * @throws PamiError `INPUT_NOT_FOUND` for a wire to an unknown input, `OUTPUT_NOT_FOUND` for one from an unknown output,
 *   `SHAPE_MISMATCH` for tensors that cannot fit
 * @throws RangeError for wiring without a wire, or a kept output with the name of one of the second model
 *
 * @example
 * import { functionBackend } from "@pami/backend-kit/function-backend"
 *
 * const inputs = [{ name: "x", dtype: "float32", shape: [null, 2] }] as const
 * const hidden = [{ name: "h", dtype: "float32", shape: [null, 1] }] as const
 * const encoder = await functionBackend(
 *   ({ x: { data } }) => ({ h: { dtype: "float32", shape: [1, 1], data: Float32Array.of(data[0] + data[1]) } }),
 *   { inputs, outputs: hidden, itemsPerCall: 1 },
 * ).load("sum")
 * const decoder = await functionBackend(({ h }) => [[2 * h.data[0]]], { inputs: hidden, itemsPerCall: 1 }).load("twice")
 * const model = connect(encoder, decoder, { h: "h" })
 * const { scores } = await model.run({ x: { dtype: "float32", shape: [1, 2], data: Float32Array.of(3, 4) } })
 * console.log(scores.data[0]) // 14
 */
export function connect(first: Model, second: Model, wiring: Wiring, options: ConnectOptions = {}): Model {
  const wires = checkWiring(first, second, wiring)
  const kept = keptOutputs(first, second, options.keep ?? [])
  const inputs = joinInputs(first, second, wires)
  const names = (model: Model) => model.inputs.map(({ name }) => name)
  const isFixed = first.inputs.some(({ shape: [items] }) => items !== null)
  const { largestBatch } = first.limits
  const settings: Settings = {
    first: { backend: first.backend, digest: first.digest, ...first.settings },
    second: { backend: second.backend, digest: second.digest, ...second.settings },
    wiring: Object.fromEntries(
      wires.map(([name, wire]) => [name, typeof wire === "string" ? wire : "function"]),
    ),
  }
  return {
    contract: contractVersion,
    backend: first.backend === second.backend ? first.backend : `${first.backend} + ${second.backend}`,
    inputs,
    outputs: [...second.outputs.map(freeItems(second)), ...kept],
    leftOut: second.leftOut ?? [],
    limits: {
      ...(largestBatch !== undefined && { largestBatch }),
      preferredBatch: isFixed
        ? first.limits.preferredBatch
        : Math.min(first.limits.preferredBatch, second.limits.preferredBatch),
      // Neither model gets more runs at once than it takes.
      preferredRuns: Math.min(first.limits.preferredRuns ?? 1, second.limits.preferredRuns ?? 1),
    },
    digest: sha256([
      new TextEncoder().encode(JSON.stringify([first.digest, second.digest, settings["wiring"]])),
    ]),
    settings,
    findings: [...(first.findings ?? []), ...(second.findings ?? [])],
    metadata: { ...first.metadata, ...second.metadata },
    activations: {
      ...Object.fromEntries(
        kept.flatMap(({ name }) => {
          const activation = first.activations?.[name]
          return activation === undefined ? [] : [[name, activation]]
        }),
      ),
      ...second.activations,
    },
    async run(feeds) {
      checkFeeds(inputs, feeds)
      const items = feeds[inputs[0].name].shape[0]
      const hidden = await first.run(pick(feeds, names(first)))
      const wired = wires.map(([name, wire]): [string, Feeds[string]] => [
        name,
        typeof wire === "string" ? (hidden[wire] ?? feeds[wire]) : wire(hidden, items),
      ])
      const own = names(second).filter((name) => Object.hasOwn(feeds, name) && !Object.hasOwn(wiring, name))
      const outputs = await runInBatches(second, { ...pick(feeds, own), ...Object.fromEntries(wired) })
      return {
        ...pickTensors(
          hidden,
          kept.map(({ name }) => name),
        ),
        ...outputs,
      }
    },
    async check() {
      await Promise.all([first.check?.(), second.check?.()])
    },
    ...(first.held && second.held && { held: () => first.held!() + second.held!() }),
    async dispose() {
      await Promise.all([first.dispose(), second.dispose()])
    },
  }
}

/** Returns an output of a model whose number of items may be fixed: run in several batches, it gives any number. */
function freeItems({ inputs }: Model): (output: TensorInfo) => TensorInfo {
  const [fixed] = inputs.flatMap(({ shape }) => shape[0] ?? [])
  return (output) =>
    fixed !== undefined && output.shape[0] === fixed
      ? { ...output, shape: [null, ...output.shape.slice(1)] }
      : output
}

function pick(feeds: Feeds, names: readonly string[]): Feeds {
  return Object.fromEntries(names.map((name) => [name, feeds[name]]))
}

function pickTensors(tensors: Tensors, names: readonly string[]): Tensors {
  return Object.fromEntries(names.map((name) => [name, tensors[name]]))
}
