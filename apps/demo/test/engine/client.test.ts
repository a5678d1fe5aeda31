import { expect, test } from "vitest"
import { startEngine } from "../../src/engine/client.ts"
import type { EngineWorker, ModelRequest, Settings } from "../../src/engine/contract.ts"
import { startImageWorker } from "../../src/ui/image-worker/client.ts"
import { factsOf, fakeEngine, prediction } from "../fakes/engine.ts"
import type { Shot } from "../../src/ui/image-worker/contract.ts"
import { later, never, stubWorkers } from "../fakes/worker.ts"

const image = { width: 1, height: 1, data: new Uint8Array(3) }
const settings = {} as Settings
const request = (name: string) => async (): Promise<ModelRequest> => ({
  name,
  source: "zoo",
  backend: "auto",
})
const beside = { file: "a", near: {} }

/** Starts a client whose workers answer one after the other as given, and as usual after that. */
function clientOf(...answers: readonly Partial<EngineWorker>[]) {
  const next = [...answers]
  const { engine: workers } = stubWorkers({ engine: () => fakeEngine(next.shift()) })
  return { client: startEngine(), workers }
}

test("a model that is loaded while the former is opened again takes its place for good", async () => {
  const reopened = later<ReturnType<typeof factsOf>>()
  const asked: string[] = []
  const answering = (name: string): Partial<EngineWorker> => ({
    learn: async () => {
      asked.push(name)
      return { facts: factsOf(name, "auto"), findings: null, isStale: false }
    },
  })
  const { client, workers } = clientOf(
    answering("first"),
    { ...answering("first again"), load: () => reopened.promise },
    answering("second"),
  )
  await client.load(request("first"))
  client.end()
  const revived = client.revive()
  const loaded = client.load(request("second"))
  await expect(revived).rejects.toMatchObject({ code: "ENGINE_ENDED" })
  await loaded
  reopened.resolve(factsOf("first", "auto"))
  await client.learn(beside)
  expect(asked).toEqual(["second"])
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false])
})

test("an opening that hangs can be ended, before or after its file is read", async () => {
  const { client, workers } = clientOf({}, { load: () => never })
  await client.load(request("first"))
  client.end()
  const hanging = expect(client.revive()).rejects.toMatchObject({ code: "ENGINE_ENDED" })
  client.end()
  // The next question does not share its end.
  expect((await client.predict(settings)).width).toBe(prediction.width)
  await hanging
  const unread = client.load(() => never)
  client.end()
  await expect(unread).rejects.toMatchObject({ code: "ENGINE_ENDED" })
  await client.settled()
  // The model that was open before stays.
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false, true])
})

test("what is asked while a model opens waits for it, and does not end it", async () => {
  const opens = later<ReturnType<typeof factsOf>>()
  const { client } = clientOf({ load: () => opens.promise })
  const loaded = client.load(request("slow"))
  const answer = client.predict(settings)
  opens.resolve(factsOf("slow", "auto"))
  expect(await loaded).toMatchObject({ name: "slow" })
  expect((await answer).width).toBe(prediction.width)
})

test("a model that refuses the image can still learn what it lacks", async () => {
  const refusing = async () => {
    throw { code: "SHAPE_MISMATCH", message: "3 channels, not 1" }
  }
  const { client } = clientOf({ predict: refusing })
  await client.load(request("grey"))
  await expect(client.predict(settings)).rejects.toMatchObject({ code: "SHAPE_MISMATCH" })
  expect(await client.learn(beside)).toMatchObject({ isStale: false })
})

test("each worker gets the image once, and a new worker gets the same image and layers", async () => {
  const did: string[][] = []
  const noting = (): Partial<EngineWorker> => {
    const notes: string[] = []
    did.push(notes)
    return {
      setImage: async (_, name) => void notes.push(`image ${name}`),
      predict: async ({ mask }) => (notes.push(`predict ${mask}`), prediction),
      show: ([layer]) => void (layer && notes.push(`show ${layer}`)),
    }
  }
  const { client } = clientOf(noting(), noting())
  client.setImage(image, "a.png")
  await client.load(request("first"))
  client.show(["coverage"])
  for (const mask of ["blur", "black"] as const) await client.predict({ ...settings, mask })
  client.end()
  await client.preview()
  const later = ["image a.png", "predict black"]
  expect(did).toEqual([
    ["show coverage", "image a.png", "predict blur", "predict black"],
    ["show coverage", ...later],
  ])
})

test("a model rests until a question needs it; one that cannot be opened again is tried again", async () => {
  const did: string[] = []
  let refusals = 1
  const { client } = clientOf({
    rest: async () => void did.push("rest"),
    wake: async ({ name }) => {
      did.push(`wake ${name}`)
      if (refusals-- > 0) throw { code: "RUNTIME_FAILED", message: "out of memory" }
    },
  })
  await client.load(request("first"))
  await client.predict(settings)
  await client.explain(settings, { target: 0, versus: null }, () => {})
  client.rest()
  client.rest()
  await client.read({ target: 1, versus: null })
  expect(did).toEqual(["rest"])
  await expect(client.predict(settings)).rejects.toMatchObject({ code: "RUNTIME_FAILED" })
  await Promise.all([client.preview(), client.probe(new Int32Array(1), 0)])
  expect(did).toEqual(["rest", "wake first", "wake first"])
})

test("saving gives the worker for images an image once", async () => {
  const given: string[] = []
  stubWorkers({
    engine: () => ({}),
    imageWorker: () => ({
      setImage: async ({ width }: { width: number }) => void given.push(`${width} pixels`),
      png: async () => (given.push("png"), new Uint8Array(1)),
    }),
  })
  const imageWorker = startImageWorker()
  const shot = {} as Shot
  imageWorker.setImage(image)
  await imageWorker.png(shot)
  await imageWorker.png(shot)
  imageWorker.setImage({ ...image, width: 2 })
  await imageWorker.png(shot)
  imageWorker.end()
  await imageWorker.png(shot)
  expect(given).toEqual(["1 pixels", "png", "png", "2 pixels", "png", "2 pixels", "png"])
})

test("a worker for images that dies is noticed, and the next question starts another", async () => {
  const decoded = { image: null, preview: null }
  const answers = [() => never, async () => decoded]
  const { imageWorker: workers } = stubWorkers({
    engine: () => ({}),
    imageWorker: () => ({ decode: answers.shift() }),
  })
  const imageWorker = startImageWorker()
  const file = new Blob(["x"])
  const lost = imageWorker.decode(file, "a.png")
  workers[0].die()
  await expect(lost).rejects.toMatchObject({ code: "IMAGE_WORKER_STOPPED" })
  expect(await imageWorker.decode(file, "a.png")).toEqual(decoded)
  expect(workers).toHaveLength(2)
})
