import { readSource } from "@pami/backend-kit"
import type { Tensor } from "@pami/core"
import { toHalf, fromHalf } from "@pami/core/tensor"
import { type Broken, load, mapData, withLoad, withModel } from "./broken.ts"

export const values: readonly Broken[] = [
  {
    defect: "runs softmax along the wrong axis",
    create: withModel(({ run, outputs }) => ({
      async run(feeds) {
        const given = await run(feeds)
        if (outputs[0].shape.join() !== ",2,3") return given
        const data = (feeds["x"] as Tensor).data as Float32Array
        // Softmax of two numbers that are three apart, with each row of three rotated by one.
        const turned = Array.from(data, (_, i) => Math.exp(data[i - (i % 3) + ((i + 2) % 3)]))
        const wrong = turned.map((power, i) => power / (power + turned[i % 6 < 3 ? i + 3 : i - 3]))
        return { y: { ...given.y, data: Float32Array.from(wrong) } }
      },
    })),
    fails: ["softmax"],
    says: "the model runs softmax along axis 1, not along the last",
  },
  {
    defect: "declares NHWC and reads NCHW",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        run(
          mapData(feeds, (data, [, height, width, channels]) =>
            channels === undefined
              ? data
              : data.map((_, i) => {
                  const [pixel, channel] = [Math.floor(i / channels), i % channels]
                  const item = Math.floor(pixel / (height * width))
                  return data[(item * channels + channel) * height * width + (pixel % (height * width))]
                }),
          ),
        ),
    })),
    fails: ["convolution", "maps/scenes/sliding-window-corrected"],
    says: "the model reads the image in the other layout",
  },
  {
    defect: "stores weights as float16",
    create: withLoad(async (source) => {
      const model = await load(source)
      const files = await readSource(source)
      if (typeof files === "string" || !Object.hasOwn(files, "weights.bin")) return model
      const weights = new Float32Array(files["weights.bin"].slice().buffer)
      const rounded = weights.map((weight) => fromHalf(toHalf(weight)))
      const { run } = await load({ ...files, "weights.bin": new Uint8Array(rounded.buffer) })
      return { ...model, run: async (feeds) => (await model.run(feeds), run(feeds)) }
    }),
    fails: ["maps/scenes/sliding-window-corrected"],
    says: "scores differ by 0.000",
  },
  {
    defect: "returns several outputs in the wrong order",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const { y, z } = await run(feeds)
        return z === undefined ? { y } : { y: z, z: y }
      },
    })),
    fails: ["several-outputs"],
    says: 'output "y" is [1, 1] with 1 elements, not [1, 3]',
  },
  {
    defect: "omits the bias of a model of one linear layer",
    create: withModel(({ run, inputs, outputs }) => ({
      async run(feeds) {
        const given = await run(feeds)
        const alone = outputs.length === 1 && inputs[0].shape.join() === ",4"
        return alone ? mapData(given, (data) => data.map((value, i) => value - [1, -2, 3][i % 3])) : given
      },
    })),
    fails: ["linear"],
    says: "the model gives y = ",
  },
  {
    defect: "uses only the first of several feeds",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        run(feeds["b"] === undefined ? feeds : { ...feeds, ...mapData({ b: feeds["b"] }, zeros) }),
    })),
    fails: ["several-inputs"],
    says: "the model gives y = ",
  },
  {
    defect: "reads int32 as the bits of float32",
    create: withModel(({ run }) => ({
      run: (feeds) => run(feeds["ids"]?.dtype === "int32" ? mapData(feeds, zeros) : feeds),
    })),
    fails: ["int32-input"],
    says: "for ids = ",
  },
]

function zeros(data: ArrayLike<number> & { slice(): ArrayBufferView }): ArrayBufferView {
  return (data.slice() as Float32Array).fill(0)
}
