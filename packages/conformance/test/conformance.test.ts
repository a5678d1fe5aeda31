import type { Backend } from "@pami/core"
import { expect, test, vi } from "vitest"
import { checks, conformance, referenceBackend, runChecks } from "../src/index.ts"

/** Returns the names and functions that a test runner gets. */
function registered(create: () => Backend | Promise<Backend>): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>()
  conformance((name, run) => tests.set(name, run), create)
  return tests
}

const reason = "the runtime sorts its rows"
const exempt = (): Backend => ({ ...referenceBackend(), exemptions: { "row-order": reason } })

test("every check is registered once, by its name", () => {
  const names = [...registered(referenceBackend).keys()].map((name) => name.split(": ")[0])
  expect(names).toEqual(checks.map(({ name }) => name))
  expect(new Set(names).size).toBe(names.length)
})

test("an exempt check passes, and its title is the reason", async () => {
  await registered(exempt).get(`row-order: exempt: ${reason}`)!()
  const results = await runChecks(exempt, { checks: checks.filter(({ name }) => name === "row-order") })
  expect(results).toMatchObject([{ outcome: "exempt", message: reason }])
})

test("the reason of an exemption is printed if `create` returns a promise", async () => {
  const print = vi.spyOn(console, "info").mockImplementation(() => {})
  const tests = registered(async () => exempt())
  await [...tests].find(([name]) => name.startsWith("row-order: row i"))![1]()
  expect(print).toHaveBeenCalledWith(`row-order: exempt: ${reason}`)
  print.mockRestore()
})

test("a check without a model in the right format fails, and the message names the formats", async () => {
  const tests = registered(() => ({ ...referenceBackend(), formats: ["tflite"] }))
  await expect([...tests.values()][1]()).rejects.toThrow(
    'the suite has no "linear" for reference: it has onnx and tfjs-layers, the backend reads tflite',
  )
})

test("every check fails with the error of `create`", async () => {
  const tests = registered(() => Promise.reject(new Error("no adapter")))
  for (const run of tests.values()) await expect(run()).rejects.toThrow("no adapter")
})

test("a backend with another format provides the fixtures", async () => {
  const asked: string[] = []
  const reference = referenceBackend()
  const results = await runChecks(() => ({ ...reference, formats: [] }), {
    checks: checks.filter(({ name }) => ["linear", "address", "metadata"].includes(name)),
    async source(name) {
      asked.push(name)
      const address = new URL(`../fixtures/${name}/model.json`, import.meta.url)
      return address.href
    },
  })
  expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "unavailable", "passed"])
  expect(asked).toContain("convolution")
})

test("a map with a digest in the options must have this digest", async () => {
  const map = checks.find(({ name }) => name.startsWith("maps/"))!
  const digests = { [map.name]: `sha256:${"0".repeat(64)}` }
  const [{ message }] = await runChecks(referenceBackend, { checks: [map], digests })
  const [, came] = /^the bytes of the map have the digest (sha256:\w{64}), not sha256:0+$/.exec(message)!
  const [{ outcome }] = await runChecks(referenceBackend, { checks: [map], digests: { [map.name]: came } })
  expect(outcome).toBe("passed")
})
