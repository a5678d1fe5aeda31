/** Three ways to copy runs of a typed array, by length: why the core's writer does it the third way. */
export function copying(): Record<string, number>[] {
  const [size, slots, times] = [3 * 224 * 224, 8, 2000]
  const all = new Float32Array((slots + 1) * size)
  const source = new Float32Array(size)
  const ways: Record<string, (target: number, start: number, end: number) => void> = {
    loop: (target, start, end) => {
      for (let i = start; i < end; i++) all[target + i] = source[i]
    },
    "set(subarray)": (target, start, end) => all.set(source.subarray(start, end), target + start),
    copyWithin: (target, start, end) =>
      all.copyWithin(target + start, slots * size + start, slots * size + end),
  }
  return [4, 8, 16, 32, 64, 128].map((length) => {
    const row: Record<string, number> = { "run of": length }
    for (const [name, copy] of Object.entries(ways)) {
      const circle = (slot: number) => {
        for (let plane = 0; plane < 3; plane++)
          for (let y = 0; y < 81; y++) {
            const start = (plane * 224 + y) * 224
            copy(slot * size, start, start + length)
          }
      }
      for (let i = 0; i < 200; i++) circle(i % slots)
      const started = performance.now()
      for (let i = 0; i < times; i++) circle(i % slots)
      row[name] = Number(((1000 * (performance.now() - started)) / times).toFixed(1))
    }
    return row
  })
}
