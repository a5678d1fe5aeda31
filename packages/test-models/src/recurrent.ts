import { onnxModel } from "./onnx-model.ts"

/**
 * Returns a model of one recurrent step: `"x"` `[N, 2]`, `"state"` `[2, N, 2]` and the scalar `"gain"` give `"y"` `[N, 2]`, which is
 * `gain * x + state[0] + 10 * state[1]`, and the next `"state_out"` `[2, N, 2]`, the state plus one.
 *
 * @param options.named whether the batch axis has a name; default true
 */
export function recurrent(options: { readonly named?: boolean } = {}): Uint8Array {
  const batch = (options.named ?? true) ? "N" : ""
  const state = { dtype: "float32", shape: [2, batch, 2] } as const
  const item = { dtype: "float32", shape: [batch, 2] } as const
  const weights = Float32Array.of(1, 10)
  return onnxModel({
    inputs: [
      { name: "x", ...item },
      { name: "state", ...state },
      { name: "gain", dtype: "float32", shape: [] },
    ],
    outputs: [
      { name: "y", ...item },
      { name: "state_out", ...state },
    ],
    nodes: [
      { op: "Mul", inputs: ["x", "gain"], outputs: ["scaled"] },
      { op: "Mul", inputs: ["state", "weights"], outputs: ["weighted"] },
      {
        op: "ReduceMean",
        inputs: ["weighted"],
        outputs: ["mean"],
        attributes: { axes: { ints: [0] }, keepdims: { int: 0 } },
      },
      { op: "Mul", inputs: ["mean", "two"], outputs: ["sum"] },
      { op: "Add", inputs: ["scaled", "sum"], outputs: ["y"] },
      { op: "Add", inputs: ["state", "one"], outputs: ["state_out"] },
    ],
    initializers: [
      { name: "weights", dtype: "float32", shape: [2, 1, 1], data: weights },
      { name: "one", dtype: "float32", shape: [], data: Float32Array.of(1) },
      { name: "two", dtype: "float32", shape: [], data: Float32Array.of(2) },
    ],
  })
}
