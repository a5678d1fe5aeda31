import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { noise, plainInput } from "../../test/fixtures.ts"
import { functionBackend } from "../function-backend.ts"
import type { CallRules, FunctionBackendOptions } from "../function-backend.ts"
import { average, classProbability, explain, grid, peak, random, slidingWindow } from "../index.ts"
import type { Input, Model, PamiError, Part, Tensor, TensorInfo } from "../index.ts"

const x = { name: "x", dtype: "float32", shape: [null, 4] } as const
const inputs = [x] as const
const items = (...rows: number[][]): { x: Tensor } => ({
  x: { dtype: "float32", shape: [rows.length, 4], data: Float32Array.from(rows.flat()) },
})
const numbered = (count: number) => items(...Array.from({ length: count }, (_, i) => [i, 0, 0, 0]))
const firsts = (data: Float32Array) => Array.from({ length: data.length / 4 }, (_, i) => [data[i * 4]])
const unavailable = () => new Error("HTTP 503")

/** What a run gives, or the error it ends with, also where timers have to be moved on for it. */
async function settled<Result>(result: Promise<Result>): Promise<Result | PamiError> {
  const end = result.catch((error: PamiError) => error)
  await vi.runAllTimersAsync()
  return end
}

describe("explained", () => {
  const weights = noise(30, 3)
  const original = noise(30, 4)
  const signal = { name: "x", dtype: "float32", shape: [null, 5, 6] } as const
  const answers = (data: Float32Array, size = 30) =>
    Array.from({ length: data.length / size }, (_, i) => [
      weights.reduce((sum, weight, u) => sum + weight * data[i * size + u], 0),
    ])
  const base = {
    input: plainInput([5, 6], original),
    target: classProbability({ activation: "none" }),
    partitioner: grid({ size: 1, shift: 1 }),
  }

  test("a linear function of tensors has the map of its terms", async () => {
    const backend = functionBackend(async ({ x }) => answers(x.data), { inputs: [signal] })
    const map = average(await explain({ ...base, model: await backend.load("linear, 1") }))
    expect(map).toEqual(original.map((value, u) => Math.fround(weights[u] * value)))
  })

  test("the map has the same bytes for any cut into calls, whatever their order of arrival", async () => {
    const after = random(5)
    const maps = []
    for (const [itemsPerCall, concurrency] of [
      [1, 1],
      [1, 5],
      [3, 2],
      [100, 1],
    ]) {
      const backend = functionBackend(
        async ({ x }) => {
          for (let ticks = after() * 20; ticks > 0; ticks--) await Promise.resolve()
          return answers(x.data).map(([score]) => [score, -score, score / 3])
        },
        { inputs: [signal], itemsPerCall, concurrency },
      )
      const partitioner = slidingWindow({ radius: 2, stride: 1 })
      const target = classProbability()
      maps.push(average(await explain({ ...base, target, partitioner, model: await backend.load("3") })))
    }
    for (const map of maps) expect(map).toEqual(maps[0])
  })

  test("of texts, the word that matters is found", async () => {
    const batches: (readonly string[])[] = []
    const backend = functionBackend(
      async ({ text }) => {
        batches.push(text.data)
        return text.data.map((t) => (t.includes("awful") ? [0.9, 0.1] : [0.2, 0.8]))
      },
      { inputs: [{ name: "text", dtype: "string", shape: [null] }], itemsPerCall: 4 },
    )
    const explanation = await explain({
      model: await backend.load("sentiment, 1"),
      input: words("the food was fine but the service awful"),
      target: classProbability(),
      partitioner: slidingWindow({ radius: 1, stride: 1 }),
    })
    expect(peak(average(explanation, 0))).toBe(7)
    expect(peak(average(explanation, 1))).not.toBe(7)
    expect(explanation.findings.map(({ code }) => code)).toEqual(["ACTIVATION_CHOSEN"])
    expect(batches[0]).toEqual(["the food was fine but the service awful"])
    expect(batches.flat()).toContain("_ _ _ _ _ _ service awful")
  })

  test("the passes before a call that fails for good are kept", async () => {
    let calls = 0
    const backend = functionBackend(
      async ({ x }) => {
        if (++calls > 7) throw unavailable()
        return answers(x.data)
      },
      { inputs: [signal], itemsPerCall: 4 },
    )
    const model = await backend.load("fails")
    const error = await explain({ ...base, model }).catch((error: PamiError) => error)
    // Five calls are of the look before the sweep; two of four items were swept.
    expect(error).toMatchObject({
      code: "MODEL_FAILED",
      message: "after 8 passes: the function failed on items 1 to 4 of 4 (x [4, 5, 6]): HTTP 503",
      partial: { passes: 8, complete: false },
    })
  })
})

describe("loaded", () => {
  const backend = functionBackend(({ x }) => firsts(x.data), { name: "service", inputs, concurrency: 3 })

  test("it declares what it takes and gives", async () => {
    expect(await backend.load("the model")).toMatchObject({
      backend: "service",
      inputs,
      outputs: [{ name: "scores", dtype: "float32", shape: [null, null] }],
      limits: { preferredBatch: 24 },
    })
    expect(backend.formats).toEqual([])
  })

  test("its digest is that of the source, text or bytes", async () => {
    const digests = await Promise.all(
      ["abc", Uint8Array.of(97, 98, 99), { a: Uint8Array.of(97), b: Uint8Array.of(98, 99) }, "abd"].map(
        async (source) => (await backend.load(source)).digest,
      ),
    )
    // The example of FIPS 180-4.
    const abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    expect(digests.slice(0, 3)).toEqual([abc, abc, abc])
    expect(digests[3]).not.toBe(abc)
  })

  test("a source that tells nothing is refused", async () => {
    for (const source of ["", new Uint8Array(), {}])
      await expect(backend.load(source)).rejects.toThrow("the source says which model this is")
  })

  test.each([
    [{ itemsPerCall: 0 }, "itemsPerCall is a whole number of at least 1; got 0"],
    [{ concurrency: 1.5 }, "concurrency is a whole number of at least 1; got 1.5"],
    [{ retries: -1 }, "retries is a whole number of at least 0; got -1"],
    [{ callsPerSecond: 0 }, "callsPerSecond is above 0; got 0"],
    [{ timeout: NaN }, "timeout is above 0; got NaN"],
    [{ inputs: [] }, "inputs name at least one tensor; got none"],
    [{ inputs: [{ ...x, shape: [8, 4] }] }, 'axis 0 of "x" is the batch and null'],
  ])(
    "options out of range are refused: %o",
    (options: Partial<FunctionBackendOptions<TensorInfo[]>>, message) => {
      const create = () => functionBackend<TensorInfo[]>(() => [], { inputs: [x], ...options })
      expect(create).toThrow(RangeError)
      expect(create).toThrow(message)
    },
  )
})

describe("called", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test("a batch is cut into calls, and as many as allowed are in progress", async () => {
    let now = 0
    const seen: number[] = []
    const sizes: number[] = []
    const backend = functionBackend(
      async ({ x }) => {
        seen.push(++now)
        sizes.push(x.shape[0])
        // The later calls are answered first.
        await new Promise((answer) => setTimeout(answer, 100 - x.data[0]))
        now--
        return firsts(x.data)
      },
      { inputs, itemsPerCall: 3, concurrency: 2 },
    )
    const model = await backend.load("1")
    const [first, second] = (await settled(
      Promise.all([model.run(numbered(10)), model.run(numbered(2))]),
    )) as Awaited<ReturnType<Model["run"]>>[]
    expect(first.scores).toEqual({
      dtype: "float32",
      shape: [10, 1],
      data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    })
    expect(second.scores.data).toEqual(Float32Array.of(0, 1))
    expect(sizes).toEqual([3, 3, 3, 1, 2])
    await settled(model.run(numbered(10)))
    expect(Math.max(...seen)).toBe(2)
  })

  test("calls of all runs start evenly spaced, tries included", async () => {
    const start = Date.now()
    const starts: number[] = []
    const backend = functionBackend(
      ({ x }) => {
        if (starts.push(Date.now() - start) === 2) throw unavailable()
        return firsts(x.data)
      },
      {
        inputs,
        itemsPerCall: 1,
        concurrency: 4,
        callsPerSecond: 2,
        retries: 1,
        retryAfter: () => 0,
      },
    )
    const model = await backend.load("1")
    await settled(Promise.all([model.run(numbered(3)), model.run(numbered(1))]))
    expect(starts).toEqual([0, 500, 1000, 1500, 2000])
  })

  test("calls that a failed run has not made take no turn", async () => {
    const start = Date.now()
    const starts: number[] = []
    const backend = functionBackend(
      ({ x }) => {
        if (starts.push(Date.now() - start) === 1) throw unavailable()
        return firsts(x.data)
      },
      { inputs, itemsPerCall: 1, concurrency: 2, callsPerSecond: 1 },
    )
    const model = await backend.load("1")
    const failing = model.run(numbered(30)).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(1)
    await failing
    await settled(model.run(numbered(2)))
    expect(starts).toEqual([0, 1000, 2000])
  })

  test("a call that fails is tried again, each time after twice as long, up to a minute", async () => {
    const start = Date.now()
    const starts: number[] = []
    const backend = functionBackend(
      ({ x }) => {
        if (starts.push((Date.now() - start) / 1000) < 9) throw unavailable()
        return firsts(x.data)
      },
      { inputs, retries: 8 },
    )
    const outputs = await settled((await backend.load("1")).run(numbered(2)))
    expect(outputs).toMatchObject({ scores: { data: Float32Array.of(0, 1) } })
    expect(starts).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
  })

  test("after the last try the error says what was called, how often, and why it failed", async () => {
    const cause = unavailable()
    const compute = vi.fn(async ({ x }: { x: Tensor }) => {
      if (x.data[0] === 2) throw cause
      return firsts(x.data as Float32Array)
    })
    const backend = functionBackend(compute, { inputs, itemsPerCall: 2, retries: 2 })
    expect(await settled((await backend.load("1")).run(numbered(7)))).toMatchObject({
      code: "MODEL_FAILED",
      message: "the function failed 3 times, the last time on items 3 to 4 of 7 (x [2, 4]): HTTP 503",
      cause,
    })
    // The calls that had not begun are not made any more.
    expect(compute).toHaveBeenCalledTimes(4)
  })

  test("retryAfter decides when to try again, and whether", async () => {
    const start = Date.now()
    const starts: number[] = []
    const asked: unknown[] = []
    const backend = functionBackend(
      () => {
        starts.push(Date.now() - start)
        throw starts.length < 3 ? unavailable() : new Error("HTTP 401")
      },
      {
        inputs,
        retries: 9,
        retryAfter: (error, tries) => {
          asked.push(tries)
          return (error as Error).message === "HTTP 401" ? null : 70
        },
      },
    )
    const error = await settled((await backend.load("1")).run(numbered(1)))
    expect(error).toMatchObject({ code: "MODEL_FAILED", message: expect.stringContaining("HTTP 401") })
    expect(starts).toEqual([0, 70, 140])
    expect(asked).toEqual([1, 2, 3])

    const options = { inputs, retries: 1, retryAfter: () => NaN }
    const unsure = functionBackend(() => Promise.reject(unavailable()), options)
    expect(await settled((await unsure.load("1")).run(numbered(1)))).toMatchObject({
      message: "retryAfter gives milliseconds from 0, or null; got NaN",
    })
  })

  test("a try without an answer in time has failed, and is told so", async () => {
    const signals: AbortSignal[] = []
    const backend = functionBackend(
      ({ x }, { signal }) => {
        return signals.push(signal) === 1 ? new Promise<never>(() => {}) : firsts(x.data)
      },
      { inputs, timeout: 300, retries: 1 },
    )
    const model = await backend.load("1")
    expect(await settled(model.run(numbered(2)))).toMatchObject({ scores: { shape: [2, 1] } })
    expect(signals[0].aborted).toBe(true)

    const silent = functionBackend(() => new Promise<never>(() => {}), { inputs, timeout: 300 })
    expect(await settled((await silent.load("1")).run(numbered(2)))).toMatchObject({
      code: "MODEL_FAILED",
      message: "the function failed on items 1 to 2 of 2 (x [2, 4]): no answer within 300 ms",
    })
  })

  test("months are waited for an answer, where so it is asked", async () => {
    const backend = functionBackend(
      async ({ x }) => {
        await new Promise((answer) => setTimeout(answer, 1000))
        return firsts(x.data)
      },
      { inputs, timeout: 1e10 },
    )
    expect(await settled((await backend.load("1")).run(numbered(1)))).toMatchObject({ scores: {} })
  })

  test.each([
    ["in progress", {}],
    ["between two tries", { retries: 5 }],
    ["for their turn", { concurrency: 3, callsPerSecond: 0.001 }],
  ])("disposing stops calls that wait: %s", async (_, rules: CallRules) => {
    const signals: AbortSignal[] = []
    const backend = functionBackend(
      (_, { signal }) => {
        signals.push(signal)
        if (rules.retries) throw unavailable()
        return new Promise<never>((_, reject) => signal.addEventListener("abort", reject))
      },
      { inputs, itemsPerCall: 1, ...rules },
    )
    const model = await backend.load("1")
    const run = model.run(numbered(3)).catch((error: PamiError) => error)
    await vi.advanceTimersByTimeAsync(10)
    expect(signals.length).toBe(1)
    await Promise.all([model.dispose(), model.dispose()])
    expect(await run).toMatchObject({ code: "MODEL_DISPOSED" })
    expect(signals[0].aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
    await model.dispose()
    await expect(model.run(numbered(1))).rejects.toMatchObject({ code: "MODEL_DISPOSED" })
    expect(signals.length).toBe(1)
    // Another model of the same backend lives on.
    const other = (await backend.load("2")).run(numbered(1)).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(10)
    expect(signals.length).toBe(2)
    void other
  })
})

describe("feeds and answers", () => {
  const load = (compute: () => unknown, options: object = {}): Promise<Model> =>
    functionBackend(compute as never, { inputs, ...options }).load("1")

  test("a batch is a copy: changing it reaches neither the caller nor the next try", async () => {
    const seen: number[] = []
    const backend = functionBackend(
      ({ x }) => {
        seen.push(x.data[0])
        x.data.fill(9)
        if (seen.length === 1) throw unavailable()
        return firsts(x.data)
      },
      { inputs, retries: 1, retryAfter: () => 0 },
    )
    const fed = numbered(2)
    fed.x.data[0] = 5
    await (await backend.load("1")).run(fed)
    expect(seen).toEqual([5, 5])
    expect(Array.from(fed.x.data as Float32Array)).toEqual([5, 0, 0, 0, 1, 0, 0, 0])
  })

  test("outputs stay, also where the function answers in one array again and again", async () => {
    const data = new Float32Array(1)
    const backend = functionBackend(
      ({ x }) => {
        data[0] = x.data[0]
        return { y: { dtype: "float32", shape: [1, 1], data } }
      },
      { inputs, outputs: [{ name: "y", dtype: "float32", shape: [null, 1] }], itemsPerCall: 1 },
    )
    const model = await backend.load("1")
    const first = await model.run(numbered(3))
    await model.run(items([7, 0, 0, 0]))
    expect(first.y).toEqual({ dtype: "float32", shape: [3, 1], data: Float32Array.of(0, 1, 2) })
  })

  test("several inputs and outputs go by their names", async () => {
    const backend = functionBackend(
      ({ label, x }) => ({
        length: { dtype: "int32", shape: [x.shape[0]], data: Int32Array.from(label.data, (t) => t.length) },
        double: { dtype: "float64", shape: [...x.shape], data: Float64Array.from(x.data, (v) => 2 * v) },
      }),
      {
        inputs: [{ name: "label", dtype: "string", shape: [null] }, x],
        outputs: [
          { name: "double", dtype: "float64", shape: [null, 4] },
          { name: "length", dtype: "int32", shape: [null] },
        ],
        itemsPerCall: 2,
      },
    )
    const label = { dtype: "string", shape: [3], data: ["a", "bc", ""] } as const
    const outputs = await (await backend.load("1")).run({ ...numbered(3), label })
    expect(outputs.length).toEqual({ dtype: "int32", shape: [3], data: Int32Array.of(1, 2, 0) })
    expect(outputs.double.data).toEqual(Float64Array.of(0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0))
  })

  const scores = { name: "scores", dtype: "float32", shape: [null, 2] }
  const tensor = { dtype: "float32", shape: [2, 2], data: new Float32Array(4) }
  test.each([
    [null, {}, "it is null; a list of scores for each item is expected"],
    [[[1], [2], [3]], {}, "3 rows for 2 items"],
    [[[1, 2], [3]], {}, "row 2 has 1 scores, the first row 2"],
    [[0.5, 0.5], {}, "row 1 is 0.5; a row is a list of scores, [score] where there is one only"],
    [[[], []], {}, "row 1 has no scores"],
    [[[1], ["0.5"]], {}, "score 1 of row 2 is 0.5, not a number"],
    [[[null], [1]], {}, "score 1 of row 1 is null, not a number"],
    [[[1], [2]], { outputs: [scores] }, 'output "scores" is declared as [N, 2], and came as [2, 1]'],
    [[[1], [2]], { outputs: [scores, { ...scores, name: "z" }] }, "return tensors by name"],
    [{ error: "quota" }, {}, 'it has error; output "scores" is missing'],
    [{ scores: [[1], [2]] }, {}, 'output "scores" is no float32 tensor'],
    [{ scores: { ...tensor, data: new Float64Array(4) } }, {}, 'output "scores" is no float32 tensor'],
    [{ scores: { ...tensor, shape: [2, 3] } }, {}, "[2, 3] needs 6 elements"],
  ])("an answer that does not fit is refused, once, and named: %j", async (answer, options, message) => {
    const compute = vi.fn(() => answer)
    const model = await load(compute, { ...options, retries: 3 })
    const error = await model.run(numbered(2)).catch((error: PamiError) => error)
    expect(error).toMatchObject({ code: "MODEL_FAILED", message: expect.stringContaining(message) })
    expect(error).toMatchObject({ message: expect.stringContaining("items 1 to 2 of 2 (x [2, 4])") })
    expect(compute).toHaveBeenCalledTimes(1)
  })

  test("calls of one run that answer with rows of different lengths are refused", async () => {
    let width = 1
    const model = await load(() => [Array.from({ length: width++ }, () => 0)], { itemsPerCall: 1 })
    await expect(model.run(numbered(2))).rejects.toMatchObject({
      code: "MODEL_FAILED",
      message: expect.stringContaining("came as [1, 1] and as [1, 2]"),
    })
  })

  test("feeds that do not fit are refused", async () => {
    const model = await load(() => [[1]])
    const wide = { dtype: "float32", shape: [1, 5], data: new Float32Array(5) } as const
    await expect(model.run({ x: wide })).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
    await expect(
      model.run({ x: { ...wide, shape: [0, 4], data: new Float32Array() } }),
    ).rejects.toMatchObject({ code: "SHAPE_MISMATCH", message: expect.stringContaining("x [0, 4]") })
    await expect(model.run({ z: wide })).rejects.toMatchObject({ code: "INPUT_NOT_FOUND" })
  })
})

/** A text of words; a word that is masked reads "_". */
function words(text: string): Input {
  const all = text.split(" ")
  return {
    grids: [{ name: "text", shape: [all.length], start: 0, labels: all }],
    digest: "sha256:words",
    settings: {},
    tensors: [{ name: "text", dtype: "string", shape: [null] }],
    open(slots) {
      const masked = all.map(() => "_")
      const texts = Array.from({ length: slots }, () => masked.join(" "))
      return {
        preserve(slot: number, part: Part) {
          const shown = [...masked]
          for (let i = 0; i < part.length; i += 2)
            for (let word = part[i]; word < part[i + 1]; word++) shown[word] = all[word]
          texts[slot] = shown.join(" ")
        },
        feeds: (count) => ({ text: { dtype: "string", shape: [count], data: texts.slice(0, count) } }),
        close() {},
      }
    },
  }
}
