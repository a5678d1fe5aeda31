import { type Broken, mapData, withModel } from "./broken.ts"

export const rows: readonly Broken[] = [
  {
    defect: "returns the rows of a batch in reverse",
    create: withModel(({ run }) => ({
      run: async (feeds) =>
        mapData(await run(feeds), (data, [count]) => {
          const width = data.length / count
          return data.map((_, i) => data[(count - 1 - Math.floor(i / width)) * width + (i % width)])
        }),
    })),
    fails: ["row-order", "bits-in-batches", "partial-batch"],
    says: "row 0 has the outputs of item 6: the model returns the batch in another order",
  },
  {
    defect: "gets only the first item of a batch right",
    create: withModel(({ run }) => ({
      run: async (feeds) =>
        mapData(await run(feeds), (data, [count]) =>
          data.map((value, i) => (i < data.length / count ? value : 0)),
        ),
    })),
    fails: ["batch-of-one", "bits-in-batches", "partial-batch"],
    says: "in a batch of 7, only the first is correct: item 1 gives y = 0, 0, 0; alone it gives y = ",
  },
  {
    defect: "drops the last item of a batch of three or more",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const outputs = await run(feeds)
        return Object.fromEntries(
          Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
            const count = shape[0] === 3 ? 2 : shape[0]
            const kept = data.slice(0, (data.length / shape[0]) * count)
            return [name, { dtype, shape: [count, ...shape.slice(1)], data: kept }]
          }),
        )
      },
    })),
    fails: ["free-batch"],
    says: 'for 3 items output "y" is [2, 3] with 6 elements, not [3, 3]',
  },
  {
    defect: "does not declare a fixed batch",
    create: withModel(({ inputs }) => ({
      inputs: inputs.map((info) => ({ ...info, shape: [null, ...info.shape.slice(1)] })),
      limits: { preferredBatch: 8 },
    })),
    fails: ["fixed-batch"],
    says: "axis 0 is declared as null; the file fixes it at 2",
  },
]
