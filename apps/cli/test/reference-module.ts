import { file } from "./fixtures.ts"

/**
 * A backend as somebody may write one: a module around the conformance suite's reference.
 *
 * @param changed source of a function that changes what `run` gives, `(numbers: Float32Array) => Float32Array`
 * @param exemptions of the backend
 */
export function referenceModule(
  into: string,
  name: string,
  changed = "(numbers) => numbers",
  exemptions: Readonly<Record<string, string>> = {},
): string {
  const suite = new URL("../../../packages/conformance/src/index.ts", import.meta.url).href
  return file(
    into,
    name,
    `
import { referenceBackend } from "${suite}"
const { load, ...reference } = referenceBackend()
const changed = ${changed}
const backend = {
  ...reference,
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
