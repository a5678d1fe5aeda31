import { runInNewContext } from "node:vm"
import type { BackendFixtures } from "@pami/core"
import { expect, test } from "vitest"
import { checks, measureBackends, referenceBackend, runChecks, zooSubjects } from "../src/index.ts"
import { fixtureAddress, fixtureSource } from "../src/fixtures/files.ts"
import { withLoad, withModel } from "./broken/broken.ts"

const quick = checks.filter(({ name }) => !["memory", "handles"].includes(name) && !name.includes("/"))

test("arrays and errors of another realm, as under Jest, are accepted", async () => {
  const foreign = runInNewContext("({ Float32Array, RangeError })") as typeof globalThis
  const create = withModel(({ run }) => ({
    async run(feeds) {
      try {
        const outputs = Object.entries(await run(feeds))
        return Object.fromEntries(
          outputs.map(([name, tensor]) => [
            name,
            { ...tensor, data: new foreign.Float32Array(tensor.data as Float32Array) },
          ]),
        )
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        throw new foreign.RangeError(error.message)
      }
    },
  }))
  const results = await runChecks(create, { checks: quick })
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([])
})

// A store of models that only this backend can read, without files or web addresses.
const missing = "store:nothing"
const fixtures: BackendFixtures = {
  source: (name) => fixtureSource(name, "tfjs-layers"),
  address: (name) => `store:${name}`,
  missing,
}
const { load } = referenceBackend()
const store = () => ({
  ...withLoad((source) => {
    if (typeof source !== "string") return load(source)
    const address = fixtureAddress(source.slice("store:".length), "tfjs-layers").href
    return load(address).catch((error) => {
      error.message = `${source} does not exist`
      throw error
    })
  })(),
  formats: ["store"],
})

test("a backend with its own format and addresses provides the models, and runs every check that applies", async () => {
  const results = await runChecks(store, { ...fixtures, checks: quick })
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([])
  expect(results.filter(({ outcome }) => outcome === "unavailable").map(({ check }) => check.name)).toEqual([
    "file-unreadable",
    "weights-outside",
    "tensors-held",
  ])
  const [subject] = zooSubjects
  const rows = await measureBackends(
    [
      { name: "without its models", create: store },
      { name: "store", create: store, fixtures },
    ],
    [{ ...subject, passes: 1 }],
  )
  expect(rows[0].reasons[0]).toContain('the suite has no "scenes" for reference')
  expect(rows[1].mapDigest).toMatch(/^sha256:/)
})
