import type { Feeds, Tensor, TensorData, Tensors } from "@pami/core"
import { type Broken, mapData, withModel } from "./broken.ts"

const kept: Feeds[] = []

export const ownership: readonly Broken[] = [
  {
    fault: "returns the same output array from every run",
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
        // One run after the other, with time between, as a runtime in a thread of its own: callers can read in time.
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
    says: "it wrote over them",
  },
  {
    fault: "normalises its feeds in place",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const outputs = await run(feeds)
        for (const { data } of Object.values(feeds)) (data as Float32Array).fill(0)
        return outputs
      },
    })),
    fails: ["feeds-unchanged"],
    says: 'a run changes what was fed to "x", from ',
  },
  {
    fault: "takes the buffers of its feeds away",
    create: withModel(({ run }) => ({
      async run(feeds) {
        const outputs = await run(feeds)
        // Sweeps feed views of their own buffer; that of a single tensor is the tensor's.
        for (const { data } of Object.values(feeds) as { data: TensorData }[])
          if (data.byteLength === data.buffer.byteLength)
            structuredClone(data, { transfer: [data.buffer as ArrayBuffer] })
        return outputs
      },
    })),
    fails: ["feeds-unchanged"],
    says: "its buffer was taken away",
  },
  {
    fault: "ignores the byteOffset of views",
    create: withModel(({ run }) => ({
      run: (feeds) =>
        run(
          mapData(feeds, (data) =>
            data instanceof Float32Array ? new Float32Array(data.buffer, 0, data.length) : data,
          ),
        ),
    })),
    fails: ["feed-views"],
    says: "fed a view that starts 16 bytes into its buffer",
  },
  {
    fault: "keeps every feed",
    create: withModel(({ run }) => ({
      run(feeds) {
        kept.push(feeds)
        return run(feeds)
      },
    })),
    fails: ["memory"],
    says: "feeds, outputs or what lies between are not freed",
  },
  {
    fault: "leaves a tensor behind at every run",
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
    says: "the runtime held 32 tensors, 1 runs later it holds 33: runs leave tensors behind",
  },
]
