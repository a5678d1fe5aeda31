import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { explainer } from "@pami/explainer"
import { downloadModel, parseHubName } from "@pami/hub"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { models } from "@pami/zoo"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { type FakeHubOptions, startHub } from "@pami/test-models/hub"

const repository = "zoo/reviews"
const commit = "0123456789abcdef0123456789abcdef01234567"
let files: Record<string, Uint8Array>
beforeAll(async () => {
  const read = (file: string) => readFile(new URL(file, models.reviews.onnx.href))
  files = {
    "README.md": new TextEncoder().encode("# Reviews"),
    "config.json": await read("config.json"),
    "tokenizer.json": await read("tokenizer.json"),
    "tokenizer_config.json": await read("tokenizer_config.json"),
    "onnx/model.onnx": await read("model.onnx"),
    "onnx/model_quantized.onnx": Uint8Array.of(1, 2, 3),
    "pytorch_model.bin": new Uint8Array(1000),
  }
})

let cache: string
beforeEach(async () => void (cache = await mkdtemp(join(tmpdir(), "pami-hub-"))))
afterEach(() => rm(cache, { recursive: true }))

const hubWith = (options: Partial<FakeHubOptions> = {}) => startHub({ repository, commit, files, ...options })
const quick = { retries: 0, retryDelay: 1, timeout: 2000 }
const name = `hf:${repository}`

/** Returns the paths of all files in the cache, with `/` between folders. */
async function cached(): Promise<string[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cache, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted()
}

test("the files that an explanation needs are downloaded, and the model explains by them", async () => {
  await using hub = await hubWith()
  const found = await downloadModel(name, { endpoint: hub.endpoint, cache, ...quick })
  const folder = `models--zoo--reviews/snapshots/${commit}`
  expect(await cached()).toEqual([
    "models--zoo--reviews/refs/main",
    ...["config.json", "onnx/model.onnx", "tokenizer.json", "tokenizer_config.json"].map(
      (file) => `${folder}/${file}`,
    ),
  ])
  expect(found).toEqual({
    repository,
    commit,
    files: { model: join(cache, folder, "onnx/model.onnx") },
    addresses: { model: `https://huggingface.co/zoo/reviews/resolve/${commit}/onnx/model.onnx` },
  })
  const { model } = found.files as { model: string }
  const explain = await explainer(model, { backend: onnxruntimeNode() })
  expect((await explain("The ending was dull.")).prediction[0].label).toBe("negative")
  await explain.dispose()
})

test("files in the cache are not downloaded again; offline they are taken without the hub", async () => {
  await using hub = await hubWith()
  const options = { endpoint: hub.endpoint, cache, ...quick }
  const first = await downloadModel(name, options)
  const before = hub.requests.length
  expect(await downloadModel(name, options)).toEqual(first)
  expect(hub.requests.slice(before)).toEqual([`hub GET /api/models/${repository}/revision/main?blobs=true`])
  for (const revision of ["", "@main", `@${commit}`])
    expect(await downloadModel(name + revision, { ...options, offline: true })).toEqual(first)
  expect(hub.requests.length).toBe(before + 1)
  await expect(downloadModel("hf:zoo/other", { ...options, offline: true })).rejects.toMatchObject({
    code: "HUB_NOT_CACHED",
  })
})

test("a model that Python has loaded, as links to its blobs, is found offline", async () => {
  const root = join(cache, "models--zoo--reviews")
  const snapshot = join(root, "snapshots", commit)
  await mkdir(join(snapshot, "onnx"), { recursive: true })
  await mkdir(join(root, "blobs"))
  await mkdir(join(root, "refs"))
  await writeFile(join(root, "refs/main"), commit)
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model.onnx"]) {
    const blob = join(root, "blobs", file.replace("/", "-"))
    await writeFile(blob, files[file])
    await symlink(relative(dirname(join(snapshot, file)), blob), join(snapshot, file))
  }
  const found = await downloadModel(name, { cache, offline: true })
  const explain = await explainer((found.files as { model: string }).model, { backend: onnxruntimeNode() })
  expect((await explain("The ending was dull.", { passes: 4 })).prediction[0].label).toBe("negative")
  await explain.dispose()
})

test("the token goes to the hub, and not to its store", async () => {
  await using hub = await hubWith()
  await downloadModel(name, { endpoint: hub.endpoint, cache, token: "hf_secret", ...quick })
  const of = (where: string) => hub.requests.filter((one) => one.startsWith(where))
  expect(of("hub").every((one) => one.endsWith("Bearer hf_secret"))).toBe(true)
  expect(of("store")).toEqual(["store GET /onnx/model.onnx"])
})

test("a file and a revision are named, as are addresses of the hub's pages", async () => {
  await using hub = await hubWith()
  const options = { endpoint: hub.endpoint, cache, ...quick }
  for (const named of [
    `${name}/onnx/model_quantized.onnx`,
    `${name}@${commit}/onnx/model_quantized.onnx`,
    `https://huggingface.co/${repository}/blob/main/onnx/model_quantized.onnx`,
    `https://huggingface.co/${repository}/resolve/${commit}/onnx/model_quantized.onnx?download=true`,
  ]) {
    const { files: found } = await downloadModel(named, options)
    expect(await readFile((found as { model: string }).model)).toEqual(Buffer.from([1, 2, 3]))
  }
  await expect(downloadModel(name, { ...options, offline: true })).rejects.toMatchObject({
    code: "HUB_NOT_CACHED",
    message: expect.stringMatching(/name it, as in hf:.*\/onnx\/model_quantized\.onnx$/),
  })
  await downloadModel(`${name}/onnx/model_quantized.onnx`, { ...options, offline: true })
})

test("old models have no owner", () => {
  const file = "onnx/model.onnx"
  for (const named of [`hf:gpt2@main/${file}`, `https://huggingface.co/gpt2/resolve/main/${file}`])
    expect(parseHubName(named)).toEqual({ repository: "gpt2", revision: "main", file })
  for (const named of ["hf:gpt2", "https://huggingface.co/gpt2"])
    expect(parseHubName(named)).toEqual({ repository: "gpt2", revision: undefined, file: undefined })
})

test("names that are not those of a model are refused before any request", async () => {
  for (const wrong of [
    "hf:",
    "hf:../../etc",
    "hf:zoo/..",
    "hf:zoo/reviews@..",
    "hf:zoo/reviews@a%2f..%2fb",
    "hf:zoo/reviews/../../x.onnx",
    "hf:zoo/a b",
    "hf:zoo--reviews",
    "https://huggingface.co/datasets/zoo/reviews",
    "https://huggingface.co/zoo/reviews/discussions/1",
  ])
    await expect(
      downloadModel(wrong, { endpoint: "http://127.0.0.1:1", cache, ...quick }),
    ).rejects.toMatchObject({
      code: "HUB_NAME_INVALID",
    })
})

test("an unknown name, a gated model, an unreachable and an unusual hub have their own errors", async () => {
  await using hub = await hubWith({
    instead: ({ url }, response) => {
      const status = url!.includes("gated") ? 403 : url!.includes("private") ? 401 : 0
      if (status === 0) return false
      response.writeHead(status, { "x-error-message": "Access to model zoo/gated is restricted" }).end()
      return true
    },
  })
  const load = (other: string, endpoint = hub.endpoint) => downloadModel(other, { endpoint, cache, ...quick })
  await expect(load("hf:zoo/unknown")).rejects.toMatchObject({
    code: "HUB_NOT_FOUND",
    message: expect.stringContaining("does not have the model zoo/unknown (HTTP 404): Repository not found"),
  })
  for (const other of ["hf:zoo/gated", "hf:zoo/private"])
    await expect(load(other)).rejects.toMatchObject({
      code: "HUB_ACCESS_DENIED",
      message: expect.stringContaining("HF_TOKEN"),
    })
  await expect(load(name, "http://127.0.0.1:1")).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.stringContaining("HF_HUB_OFFLINE=1"),
  })
  await using other = await hubWith({ listing: () => ({ hello: "world" }) })
  await expect(load(name, other.endpoint)).rejects.toMatchObject({ code: "HUB_ANSWER_INVALID" })
})

test("a repository without a model, or without the named file, says which there are", async () => {
  const { "onnx/model.onnx": model, ...others } = files
  const two = { "onnx/a.onnx": model, "onnx/b.onnx": model, "config.json": others["config.json"] }
  for (const [given, named, message] of [
    [two, name, "has several models: name one of onnx/a.onnx, onnx/b.onnx, as in hf:zoo/reviews/onnx/a.onnx"],
    [two, `${name}@main/c.onnx`, "has no file c.onnx: name one of onnx/a.onnx, onnx/b.onnx"],
    [{ "pytorch_model.bin": model }, name, "holds no ONNX file, but weights for other libraries: export it"],
    [{ "config.json": model }, name, "holds no ONNX file"],
  ] as const) {
    await using hub = await hubWith({ files: given })
    await expect(downloadModel(named, { endpoint: hub.endpoint, cache, ...quick })).rejects.toMatchObject({
      code: "HUB_MODEL_NOT_FOUND",
      message: expect.stringContaining(message),
    })
  }
})

test("a damaged, a truncated and an endless file are refused, and nothing of them is kept", async () => {
  const broken: readonly (readonly [(bytes: Uint8Array) => Uint8Array, string])[] = [
    [(bytes) => bytes.map((one, i) => (i === 1000 ? one ^ 1 : one)), "HUB_FILE_DAMAGED"],
    [(bytes) => bytes.subarray(0, 1000), "HUB_FILE_DAMAGED"],
    [(bytes) => Buffer.concat([bytes, bytes]), "HUB_FILE_TOO_LARGE"],
  ]
  for (const [damage, code] of broken) {
    await using hub = await hubWith({
      instead: ({ url }, response) => {
        if (url !== "/onnx/model.onnx") return false
        response.end(damage(files["onnx/model.onnx"]))
        return true
      },
    })
    await expect(downloadModel(name, { endpoint: hub.endpoint, cache, ...quick })).rejects.toMatchObject({
      code,
    })
    expect((await cached()).filter((file) => /onnx|incomplete/.test(file))).toEqual([])
  }
})

test("a connection that breaks is tried again, one that stays silent ends", async () => {
  let breaks = 2
  await using hub = await hubWith({
    instead: ({ url }, response) => {
      if (url !== "/onnx/model.onnx" || breaks-- <= 0) return false
      response.writeHead(200, { "content-length": files["onnx/model.onnx"].length })
      response.write(files["onnx/model.onnx"].subarray(0, 5000))
      setTimeout(() => response.destroy(), 20)
      return true
    },
  })
  const { files: found } = await downloadModel(name, { endpoint: hub.endpoint, cache, ...quick, retries: 2 })
  expect((await stat((found as { model: string }).model)).size).toBe(files["onnx/model.onnx"].length)
  await using silent = await hubWith({ instead: () => true })
  await expect(
    downloadModel(name, { endpoint: silent.endpoint, cache, ...quick, timeout: 100 }),
  ).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.stringContaining("no byte within 100 ms"),
  })
})

test("what a hub states is bounded: paths stay inside, sizes below the limit, redirects lead to safe places", async () => {
  await using hub = await hubWith({
    listing: (answer) => ({
      ...answer,
      siblings: [
        ...answer.siblings,
        ...["../../../escaped.json", "/etc/x", "\ud800.onnx", ".. /model.onnx"].map((rfilename) => ({
          rfilename,
          size: 2,
          blobId: "0".repeat(40),
        })),
      ],
    }),
  })
  const options = { endpoint: hub.endpoint, cache, ...quick }
  await expect(downloadModel(name, { ...options, largestFile: 1000 })).rejects.toMatchObject({
    code: "HUB_FILE_TOO_LARGE",
  })
  await downloadModel(name, options)
  expect((await cached()).every((file) => file.startsWith("models--zoo--reviews/"))).toBe(true)
  await using leading = await hubWith({
    instead: (_, response) => {
      response.writeHead(302, { location: "http://10.0.0.1/secret" }).end()
      return true
    },
  })
  await expect(downloadModel(name, { ...options, endpoint: leading.endpoint })).rejects.toMatchObject({
    code: "HUB_ANSWER_INVALID",
    message: expect.stringContaining("leads to http://10.0.0.1, which is not an https address"),
  })
})

test("a token does not travel as plain text to another machine, and no error repeats it", async () => {
  await expect(
    downloadModel(name, { endpoint: "http://hub.example", cache, token: "hf_secret", ...quick }),
  ).rejects.toMatchObject({ code: "HUB_ACCESS_DENIED", message: expect.not.stringContaining("hf_secret") })
})

test("a path that is listed often is loaded once, and a list of wrong entries is refused at the first", async () => {
  await using hub = await hubWith({
    listing: ({ sha, siblings }) => ({ sha, siblings: Array.from({ length: 50 }, () => siblings).flat() }),
  })
  await downloadModel(name, { endpoint: hub.endpoint, cache, ...quick })
  expect(hub.requests.filter((one) => one.endsWith("/config.json"))).toHaveLength(1)
  await using wrong = await hubWith({
    listing: ({ sha }) => ({ sha, siblings: Array.from({ length: 100_000 }, () => 1) }),
  })
  await expect(downloadModel(name, { endpoint: wrong.endpoint, cache, ...quick })).rejects.toMatchObject({
    code: "HUB_ANSWER_INVALID",
    message: expect.stringContaining("siblings.0"),
  })
})

test("the address of a file names it again, whatever is in its name", async () => {
  const file = "onnx/model #2 50%.onnx"
  await using hub = await hubWith({ files: { [file]: files["onnx/model.onnx"] } })
  const { addresses } = await downloadModel(name, { endpoint: hub.endpoint, cache, ...quick })
  expect(parseHubName((addresses as { model: string }).model)).toEqual({
    repository,
    revision: commit,
    file,
  })
})

test("a hub that asks to wait is left alone, and the message says how long", async () => {
  await using hub = await hubWith({
    instead: (_, response) => {
      response.writeHead(429, { "retry-after": "3600" }).end()
      return true
    },
  })
  const options = { endpoint: hub.endpoint, cache, ...quick, retries: 3 }
  await expect(downloadModel(name, options)).rejects.toMatchObject({
    code: "HUB_UNREACHABLE",
    message: expect.stringContaining("try again in 3600 s"),
  })
  expect(hub.requests).toHaveLength(1)
})

test("a wrong token and an address with a password are refused before any request, and not repeated", async () => {
  const load = (options: object) => downloadModel(name, { cache, ...quick, ...options })
  const endpoint = "http://127.0.0.1:1"
  await expect(load({ endpoint, token: "hf_sec\nret" })).rejects.toThrow(
    /^token \(HF_TOKEN\): expected letters, digits/,
  )
  await expect(load({ endpoint: "https://me:hf_secret@127.0.0.1" })).rejects.toThrow(
    /^endpoint \(HF_ENDPOINT\): expected an address(?!.*hf_secret)/,
  )
  await using hub = await hubWith()
  await load({ endpoint: hub.endpoint, token: "hf_secret\n", timeout: Infinity })
  expect(hub.requests[0]).toMatch(/Bearer hf_secret$/)
})

test("what a killed download left is removed by the next one, and not what another one writes", async () => {
  const folder = join(cache, `models--zoo--reviews/snapshots/${commit}/onnx`)
  await mkdir(folder, { recursive: true })
  const [old, fresh] = ["0123456789ab", "abcdef012345"].map((id) => `model.onnx.${id}.incomplete`)
  for (const one of [old, fresh]) await writeFile(join(folder, one), "x")
  await utimes(join(folder, old), 1, 1)
  await using hub = await hubWith()
  await downloadModel(name, { endpoint: hub.endpoint, cache, ...quick })
  expect((await readdir(folder)).toSorted()).toEqual(["model.onnx", fresh])
})

test("an aborted download ends, and keeps the files that are complete", async () => {
  const stop = new AbortController()
  await using hub = await hubWith({
    instead: ({ url }) => {
      if (url !== "/onnx/model.onnx") return false
      stop.abort()
      return true
    },
  })
  await expect(
    downloadModel(name, { endpoint: hub.endpoint, cache, ...quick, signal: stop.signal }),
  ).rejects.toMatchObject({ code: "ABORTED" })
  expect(await cached()).toContain(`models--zoo--reviews/snapshots/${commit}/config.json`)
})

test("a cache that cannot be written has its own error", async () => {
  await using hub = await hubWith()
  const file = join(cache, "file")
  await writeFile(file, "")
  await expect(downloadModel(name, { endpoint: hub.endpoint, cache: file, ...quick })).rejects.toMatchObject({
    code: "HUB_CACHE_UNWRITABLE",
    message: expect.stringContaining("HF_HUB_CACHE"),
  })
})
