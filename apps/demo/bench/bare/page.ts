const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })
const answer = () =>
  new Promise<number>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<number>) => resolve(data), { once: true })
    worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true })
  })
const ready = answer()

Object.assign(globalThis, {
  /** Time of so many passes, in ms. */
  async bare(passes: number): Promise<number> {
    await ready
    worker.postMessage(passes, [])
    return answer()
  },
})
