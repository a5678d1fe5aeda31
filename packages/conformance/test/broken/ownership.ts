import type { Feeds, Tensor, TensorData, Tensors } from "@pami/core"
import { type Broken, mapData, withModel } from "./broken.ts"

const kept: Feeds[] = []

export const ownership: readonly Broken[] = [
  {
    defect: "returns the same output array from every run",
    create: withModel(({ run }) => {
      const buffers = new Map<string, Float32Array>()
      let last: Promise<unknown> = Promise.resolve()
      const fill = (name: string, tensor: Tensor): Tensor => {
        const key = `${name} ${tensor.data.length}`
        const buffer = buffers.get(key) ?? new Float32Array(tensor.data.length)
        buffers.set(key, buffer)
        buffer.set(tensor.data as Float32Array)
        return { ...tensor, data: buffer }
      }
      return {
        // One run at a time, with a pause between, like a runtime in its own thread: callers can read in time.
        run(feeds) {
          const pending = last.then(async (): Promise<Tensors> => {
            await new Promise((resolve) => setTimeout(resolve, 0))
            const outputs = Object.entries(await run(feeds))
            return Object.fromEntries(outputs.map(([name, tensor]) => [name, fill(name, tensor)]))
          })
          last = pending.catch(() => {})
          return pending
        },
      }
    }),
    fails: ["outputs-kept"],
    says: "it overwrote them",
  },
  {
    defect: "changes its feeds in place",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const outputs = await run(feeds)
        for (const { data } of Object.values(feeds)) (data as Float32Array).fill(0)
        return outputs
      },
    })),
    fails: ["feeds-unchanged"],
    says: 'a run changes the feed "x" from ',
  },
  {
    defect: "transfers the buffers of its feeds",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const outputs = await run(feeds)
        // The feeds of a sweep are views of its buffer; a single tensor owns its buffer.
        for (const { data } of Object.values(feeds) as { data: TensorData }[])
          if (data.byteLength === data.buffer.byteLength)
            structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })
        return outputs
      },
    })),
    fails: ["feeds-unchanged"],
    says: "its buffer was transferred",
  },
  {
    defect: "ignores the byteOffset of views",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        run(
          mapData(feeds, (data) =>
            data instanceof Float32Array ? new Float32Array(data.buffer, 0, data.length) : data,
          ),
        ),
    })),
    fails: ["feed-views"],
    says: "for a view that starts 16 bytes into its buffer",
  },
  {
    defect: "keeps every feed",
    create: withModel(({ run }) => {
      // The check repeats one large batch, which takes the reference backend seconds.
      let large: ReturnType<typeof run> | undefined
      return {
        run(feeds) {
          kept.push(feeds)
          return feeds["x"]?.shape[0] === 256 ? (large ??= run(feeds)) : run(feeds)
        },
      }
    }),
    fails: ["memory"],
    says: "feeds, outputs or intermediate tensors are not freed",
  },
  {
    defect: "leaks a tensor in every run",
    create: withModel(({ run }) => {
      let tensors = 12
      return {
        run(feeds) {
          tensors++
          return run(feeds)
        },
        held: () => tensors,
      }
    }),
    fails: ["tensors-held"],
    says: "the runtime held 32 tensors, and holds 33 after 1 more runs: runs leak tensors",
  },
]
