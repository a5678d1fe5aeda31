// A model that sees a mask: an input of ones over a baseline of zeros, and a game, any function of the preserved units.
import { functionBackend } from "@pami/backend-kit/function-backend"
import { classProbability, denseInput, explain } from "@pami/core"
import type { Explanation, Input, Method, Model } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"

/** The score of a set of preserved units, each given as its share. */
export type Game = (shares: ArrayLike<number>) => number

/** The output is the score itself. */
export const target = classProbability({ labels: 1, activation: "none" })

export function inputOf(shape: readonly number[], original = new Float32Array(sizeOf(shape)).fill(1)): Input {
  return denseInput({
    name: "x",
    units: shape,
    planes: 1,
    inner: 1,
    shape,
    original,
    baseline: new Float32Array(original.length),
  })
}

export async function modelOf(shape: readonly number[], game: Game): Promise<Model> {
  const size = sizeOf(shape)
  const backend = functionBackend(
    ({ x: { data, shape: fed } }) =>
      Array.from({ length: fed[0] }, (_, item) => [game(data.subarray(item * size, (item + 1) * size))]),
    { inputs: [{ name: "x", dtype: "float32", shape: [null, ...shape] }] },
  )
  return await backend.load("game")
}

/** Sweeps a method over a game. */
export async function play(
  shape: readonly number[],
  game: Game,
  { partitioner }: Method,
  options: { batch?: number; passes?: number; input?: Input } = {},
): Promise<Explanation> {
  const { input = inputOf(shape), ...rest } = options
  return await explain({ model: await modelOf(shape, game), input, target, partitioner, ...rest })
}
