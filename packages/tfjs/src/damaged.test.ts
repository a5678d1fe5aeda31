import { readFile } from "node:fs/promises"
import { models } from "@pami/zoo"
import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { aliases, dynamicGraph, einsum, graphModel, sumOfKinds } from "../test/graphs.ts"
import { input, layersModel } from "../test/layers.ts"
import { mutated } from "../test/mutations.ts"
import { tfjs } from "./index.ts"

const backend = tfjs({ device: "cpu" })
type Named = Record<string, Uint8Array>

const twoLayers = layersModel([input("x", 4), ["Dense", "y", ["x"], { units: 3 }]], ["y"], {
  "y/kernel": [4, 3],
  "y/bias": [3],
})

/** Returns the files with the JSON of the first replaced. */
function rewritten(files: Named, rewrite: (json: any) => unknown): Named {
  const json = JSON.parse(new TextDecoder().decode(files["model.json"]))
  return { ...files, "model.json": new TextEncoder().encode(JSON.stringify(rewrite(json))) }
}

/** Returns the files with the JSON of the first changed. */
function changed(files: Named, change: (json: any) => unknown): Named {
  return rewritten(files, (json) => {
    change(json)
    return json
  })
}

test("300 damaged models load, or fail with a code, in bounded memory and time", async () => {
  const scenes = {
    "model.json": await readFile(models.scenes.tfjs["model.json"]),
    "weights.bin": await readFile(models.scenes.tfjs["weights.bin"]),
  }
  const subjects: Named[] = [scenes, twoLayers, sumOfKinds, aliases, dynamicGraph, einsum]
  const next = random(15)
  const draw = (count: number) => Math.floor(next() * count)
  const codes = new Set<unknown>()
  for (let index = 0; index < 300; index++) {
    const files = rewritten(subjects[index % subjects.length], (json) => mutated(json, draw))
    const model = await backend.load(files).catch((error: unknown) => {
      codes.add((error as { code?: unknown }).code ?? error)
    })
    await model?.dispose()
  }
  const allowed = ["FILE_NOT_FOUND", "WEIGHTS_OUTSIDE"]
  const known = /^MODEL_(?:INVALID|TRUNCATED|UNRECOGNIZED|UNSUPPORTED)$/
  expect([...codes].filter((code) => !allowed.includes(String(code)) && !known.test(String(code)))).toEqual(
    [],
  )
})

const layersOf = (json: any) => json.modelTopology.config.layers

test.each<[string, (json: any) => unknown, string]>([
  ["a layer without a name", (json) => delete layersOf(json)[1].name, "layers.1.name is missing"],
  [
    "a name only in one of two places",
    (json) => (layersOf(json)[0].config.name = "z"),
    'another name in its config: "z"',
  ],
  [
    "two layers of one name",
    (json) => layersOf(json).push(layersOf(json)[1]),
    'two layers have the name "y"',
  ],
  [
    "an input from nowhere",
    (json) => (layersOf(json)[1].inbound_nodes = [[["w", 0, 0, {}]]]),
    '"w", which is never computed',
  ],
  [
    "a second call that is none",
    (json) => (layersOf(json)[1].inbound_nodes = [[["x", 1, 0, {}]]]),
    "which is never computed",
  ],
  [
    "a circle",
    (json) => (layersOf(json)[1].inbound_nodes = [[["y", 0, 0, {}]]]),
    '"y", which is never computed',
  ],
  [
    "an end that is not there",
    (json) => (json.modelTopology.config.output_layers = [["q", 0, 0]]),
    'with layer "q"',
  ],
  ["the same key twice", (json) => (layersOf(json)[1].inboundNodes = []), 'has "inboundNodes" twice'],
  [
    "a model hidden in a layer",
    (json) => {
      const inner = { class_name: "_Model", config: { layers: [{ class_name: "Dense", config: {} }] } }
      layersOf(json)[1].config.layer = inner
    },
    "layers.0.name is missing",
  ],
  ["one layer", (json) => (json.modelTopology = layersOf(json)[1]), 'it is a single "Dense"'],
  ["no list of weights", (json) => (json.weightsManifest = 7), "weightsManifest must be a list, got 7"],
  [
    "weights of no shape",
    (json) => (json.weightsManifest[0].weights[0].shape = "4"),
    'shape must be a list, got "4"',
  ],
  [
    "half an element",
    (json) => (json.weightsManifest[0].weights[0].shape = [0.5]),
    "shape.0 must be a whole number",
  ],
  [
    "numbers of another kind",
    (json) => (json.weightsManifest[0].weights[0].dtype = "float8"),
    'got "float8"',
  ],
  [
    "an input of 4 * 10^9 numbers",
    (json) => (layersOf(json)[0].config.batch_input_shape = [null, 1e9, 4]),
    "4,000,000,000 elements, of at most 268,435,456",
  ],
  [
    "layers within layers, 300 deep",
    (json) => {
      for (let depth = 0; depth < 300; depth++) layersOf(json)[1] = { layer: layersOf(json)[1] }
    },
    "nests more than 200 levels",
  ],
])("%s is refused", async (_, change, message) => {
  await expect(backend.load(changed(twoLayers, change))).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringContaining(message),
  })
})

test("a layer repeated to a size that no machine holds is refused at load", async () => {
  const files = layersModel([input("x", 4), ["RepeatVector", "y", ["x"], { n: 1e9 }]], ["y"])
  await expect(backend.load(files)).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringContaining('layer "y" of model.json has the shape [N, 1000000000, 4]'),
  })
})

test("a layer with more weights than the files hold is refused", async () => {
  const files = changed(twoLayers, (json) => (layersOf(json)[1].config.units = 5e8))
  await expect(backend.load(files)).rejects.toMatchObject({
    code: "MODEL_TRUNCATED",
    message: expect.stringMatching(/layer "y" needs 2,000,000,000 numbers .* the files have 15 in all/),
  })
  const model = await backend.load(twoLayers)
  const x = { dtype: "float32", shape: [1, 4], data: Float32Array.of(1, 2, 3, 4) } as const
  expect((await model.run({ x })).y.data).toEqual(new Float32Array(3))
  await model.dispose()
})

test("a list of texts longer than its file is refused", async () => {
  const files = changed(aliases, (json) => {
    json.weightsManifest[0].weights[0] = { name: "w", shape: [1e9], dtype: "string" }
  })
  await expect(backend.load(files)).rejects.toMatchObject({ code: "MODEL_TRUNCATED" })
})

test.each<[string, (json: any) => unknown, string]>([
  [
    "takes from nowhere",
    (json) => (json.modelTopology.node[2].input = ["^v:1"]),
    'node "y" names "v", which is not in',
  ],
  ["ends with nothing", (json) => (json.signature.outputs.y.name = "q:0"), 'its signature names "q"'],
  [
    "has two shapes",
    (json) => (json.signature.inputs.x.tensorShape.dim[1].size = "3"),
    "is both [N, 3] and [N, 2]",
  ],
  ["has two types", (json) => (json.signature.inputs.x.dtype = "DT_INT32"), "is both int32 and float32"],
])("a graph that %s is refused", async (_, change, message) => {
  await expect(backend.load(changed(aliases, change))).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringContaining(message),
  })
})

type GraphParts = Parameters<typeof graphModel>

const whole = (...values: number[]) => ({ shape: [values.length], values, dtype: "int32" }) as const
const number = (value: number) => ({ shape: [], values: [value] })

test.each<[string, GraphParts[0], GraphParts[3]]>([
  ["of a shape", [["y", "Fill", ["size", "x"]]], { size: whole(2e9, 2e9) }],
  [
    "through another node",
    [
      ["same", "Identity", ["size"]],
      ["y", "Fill", ["same", "x"]],
    ],
    { size: whole(1e9) },
  ],
  [
    "of a composed shape",
    [
      ["shape", "Shape", ["x"]],
      ["size", "Pack", ["shape", "length", "length"]],
      ["y", "Conv2DBackpropInput", ["size", "x", "x"]],
    ],
    { length: { shape: [], values: [50_000], dtype: "int32" } },
  ],
  [
    "around others",
    [["y", "Pad", ["x", "size"]]],
    { size: { shape: [1, 2], values: [0, 1e9], dtype: "int32" } },
  ],
  [
    "as an attribute",
    [["y", "Conv2D", ["x", "x"], { explicit_paddings: { list: { i: ["0", "0", "0", "999999999"] } } }]],
    {},
  ],
  ["by index", [["y", "ScatterNd", ["x", "x", "size"]]], { size: whole(40_000, 40_000) }],
  [
    "repeated",
    [["y", "Tile", ["w", "size"]]],
    { w: { shape: [1000], values: Array.from({ length: 1000 }, () => 0) }, size: whole(1e6) },
  ],
  [
    "repeated twice",
    [
      ["z", "Tile", ["x", "size"]],
      ["y", "Tile", ["z", "size"]],
    ],
    { size: whole(1e5) },
  ],
  [
    "in small steps",
    [["y", "Range", ["start", "limit", "step"]]],
    { start: number(0), limit: number(1), step: number(1e-9) },
  ],
])("a graph with more numbers than any machine holds is refused: %s", async (_, nodes, weights) => {
  const files = graphModel(nodes, { x: ["x", "DT_FLOAT", []] }, { y: ["y", "DT_FLOAT", [-1]] }, weights)
  await expect(backend.load(files)).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringMatching(/node "y" makes [\d,]+ numbers, of at most 268,435,456/),
  })
})

test("a model that fails to load leaks no tensors", async () => {
  const witness = await backend.load(aliases)
  const held = witness.held!()
  const damaged = [
    changed(aliases, (json) => (json.modelTopology.node[0].attr.shape = { shape: { dim: "all" } })),
    changed(twoLayers, (json) => (json.weightsManifest[0].weights[0].name = "z/kernel")),
    {
      ...changed(twoLayers, (json) => (json.weightsManifest[0].weights[1].shape = [1])),
      "weights.bin": new Uint8Array(52),
    },
  ]
  for (const files of damaged) {
    await expect(backend.load(files)).rejects.toHaveProperty("code")
    expect(witness.held!()).toBe(held)
  }
  await witness.dispose()
})

test("layers load in any order; more layers or calls than any model has are refused", async () => {
  const reversed = changed(
    twoLayers,
    (json) => (json.modelTopology.config.layers = layersOf(json).toReversed()),
  )
  await (await backend.load(reversed)).dispose()
  const calls = Array.from({ length: 3001 }, (_, index) => [["y", 3000 - index, 0, {}]])
  const many = changed(twoLayers, (json) => (layersOf(json)[1].inbound_nodes = calls))
  await expect(backend.load(many)).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringContaining("more than 3,000 layers or inputs"),
  })
})

test("messages shorten long names", async () => {
  const name = "n".repeat(5000)
  const damaged = [
    changed(twoLayers, (json) => (layersOf(json)[1].inbound_nodes = [[[name, 0, 0, {}]]])),
    changed(aliases, (json) => (json.modelTopology.node[2].attr = { [name]: 7 })),
  ]
  for (const files of damaged) {
    const { message } = await backend.load(files).catch((error) => error)
    expect(message).toContain(`${name.slice(0, 60)}…`)
    expect(message.length).toBeLessThan(300)
  }
})

test("an output of an unknown type is float32", async () => {
  const files = changed(aliases, (json) => (json.signature.outputs.y.dtype = "constructor"))
  const model = await backend.load(files)
  expect(model.outputs[0].dtype).toBe("float32")
  await model.dispose()
})
