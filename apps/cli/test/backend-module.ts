import { file } from "./fixtures.ts"

const packages = new URL("../../../packages/", import.meta.url)

/** Backends that a module can be around: the suite's own arithmetic in 64 bits, and a fast one. */
const bases = {
  reference: ["conformance", "referenceBackend"],
  "onnxruntime-node": ["onnxruntime-node", "onnxruntimeNode"],
} as const

/**
 * A backend as somebody may write one: a module around another.
 *
 * @param base the other backend
 * @param changed source of a function that changes what `run` gives, `(numbers: Float32Array) => Float32Array`
 * @param exemptions of the backend
 */
export function backendModule(
  into: string,
  name: string,
  base: keyof typeof bases,
  changed = "(numbers) => numbers",
  exemptions: Readonly<Record<string, string>> = {},
): string {
  const [folder, factory] = bases[base]
  const source = new URL(`${folder}/src/index.ts`, packages).href
  return file(
    into,
    name,
    `
import { ${factory} } from "${source}"
const { load, ...others } = ${factory}()
const changed = ${changed}
const backend = {
  ...others,
  name: "${name}",
  exemptions: ${JSON.stringify(exemptions)},
  async load(source) {
    const model = await load(source)
    const run = async (feeds) =>
      Object.fromEntries(
        Object.entries(await model.run(feeds)).map(([name, out]) => [name, { ...out, data: changed(out.data) }]),
      )
    return { ...model, backend: "${name}", run }
  },
}
export default {
  name: "${name}",
  devices: ["cpu"],
  available: async () => ({ usable: true, version: "1.2.3" }),
  create: () => backend,
}
`,
  )
}
