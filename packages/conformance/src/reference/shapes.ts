import { type Layer, product, unsupported } from "./layer.ts"

/** Layers that only move numbers, by name of their class in Keras. */
export const shapes: Readonly<Record<string, Layer>> = {
  /** One length may be free, which is what the others leave. */
  Reshape({ target_shape: target = [] }) {
    const known = product(target.map((length) => length ?? 1))
    return ([{ shape, data }]) => ({
      shape: [shape[0], ...target.map((length) => length ?? data.length / shape[0] / known)],
      data,
    })
  },

  /** Exchanges the two axes behind the batch. */
  Permute(config) {
    if (config.dims?.join() !== "2,1") throw unsupported(config, `dims ${config.dims?.join(", ")}`)
    return ([{ shape, data }]) => {
      const [count, rows, columns] = shape
      const result = new Float64Array(data.length)
      for (let item = 0, from = 0; item < count; item++)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++, from++)
            result[(item * columns + column) * rows + row] = data[from]
      return { shape: [count, columns, rows], data: result }
    }
  },

  /** Joins values along one axis: blocks of each, in turn. */
  Concatenate(config) {
    return (inputs) => {
      const { shape } = inputs[0]
      const axis = (((config.axis as number | undefined) ?? -1) + shape.length) % shape.length
      const blocks = inputs.map((input) => product(input.shape.slice(axis)))
      const width = blocks.reduce((sum, block) => sum + block, 0)
      const result = new Float64Array(inputs.reduce((sum, { data }) => sum + data.length, 0))
      for (let row = 0; row < result.length / width; row++) {
        let to = row * width
        inputs.forEach(({ data }, index) => {
          result.set(data.subarray(row * blocks[index], (row + 1) * blocks[index]), to)
          to += blocks[index]
        })
      }
      const length = inputs.reduce((sum, input) => sum + input.shape[axis], 0)
      return { shape: shape.map((own, k) => (k === axis ? length : own)), data: result }
    }
  },
}
