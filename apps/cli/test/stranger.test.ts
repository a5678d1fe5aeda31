import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { brightness } from "@pami/test-models"
import { beforeAll, expect, test } from "vitest"
import { file, flag, folder, pami } from "./fixtures.ts"

// A manifest as a stranger sends it, in a folder with its image; outside lie a model, images and a module.
let at: string
let inside: string
let written: string

interface Written {
  scale: unknown
  extra: { backend: string; model: string | null; picture: string; recipe: Record<string, unknown> }
}

beforeAll(async () => {
  at = folder()
  inside = join(at, "sent")
  mkdirSync(inside)
  await flag(inside)
  await flag(at, "outside.png")
  file(at, "model.onnx", brightness({ size: 16, output: "logits" }))
  for (const name of [join(inside, "evil.mjs"), join(at, "evil.mjs")])
    writeFileSync(
      name,
      `import { writeFileSync } from "node:fs"\nwriteFileSync(${JSON.stringify(join(at, "ran"))}, "")\nexport default {}\n`,
    )
  written = join(inside, "written.json")
  const how = ["--strategy", "grid", "--passes", "4", "--preset", "0-1", "--quiet"]
  const out = ["--no-figure", "--manifest", written]
  const call = await pami([
    "explain",
    join(inside, "flag.png"),
    "--model",
    join(at, "model.onnx"),
    ...how,
    ...out,
  ])
  expect(call.status, call.stderr).toBe(0)
}, 60_000)

/** The manifest with something changed, beside the written one. */
function changed(change: (manifest: Written) => unknown): string {
  const manifest = JSON.parse(readFileSync(written, "utf8")) as Written
  change(manifest)
  return file(inside, "changed.json", JSON.stringify(manifest))
}

/** The command that a refusal proposes, as words. */
function proposed(stderr: string): string[] {
  const [, command] = /`pami ([^`]*)`/.exec(stderr) ?? []
  return command.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"))
}

test("a model outside the manifest's folder is chosen by the command that the refusal proposes", async () => {
  const refused = await pami(["verify", written])
  expect(refused.status).toBe(3)
  expect(refused.stderr).toMatch(/extra\.model "\.\.\/model\.onnx", which is outside.*MANIFEST_UNTRUSTED/)
  const command = proposed(refused.stderr)
  expect(command).toEqual(["verify", written, "--model", join(at, "model.onnx")])
  const call = await pami(command)
  expect(call.status, call.stderr + call.stdout).toBe(0)
})

test("a module is not run unless it is named again", async () => {
  for (const backend of [
    "./evil.mjs",
    join(at, "evil.mjs"),
    pathToFileURL(join(at, "evil.mjs")).href,
    "vitest",
  ]) {
    const { status, stderr } = await pami([
      "verify",
      changed(({ extra }) => (extra.backend = backend)),
      "--model",
      join(at, "model.onnx"),
    ])
    expect(status).toBe(3)
    expect(stderr).toMatch(
      /extra\.backend ".*", which is none of PAMI's backends.*--backend \S*.*MANIFEST_UNTRUSTED/,
    )
  }
  expect(existsSync(join(at, "ran"))).toBe(false)
})

test.each<[what: string, change: (manifest: Written) => unknown, words: RegExp]>([
  [
    "a device that does not exist",
    ({ extra }) => (extra.backend = "tfjs:gpu"),
    /extra.backend: tfjs has no device "gpu"/,
  ],
  [
    "an address",
    ({ extra }) => (extra.model = "http://127.0.0.1:9/m.onnx"),
    /--model http:\/\/127.0.0.1:9\/m.onnx`/,
  ],
  ["data", ({ extra }) => (extra.picture = "data:image/png;base64,AAAA"), /extra.picture .*is an address/],
  [
    "a file's address",
    ({ extra }) => (extra.picture = "file:///etc/hostname"),
    /extra.picture .*is an address/,
  ],
  ["an absolute path", ({ extra }) => (extra.picture = join(at, "outside.png")), /--picture .*outside.png/],
  [
    "a way around",
    ({ extra }) => (extra.picture = "x/../../outside.png"),
    /is outside the manifest's folder/,
  ],
  [
    "a link that leaves",
    ({ extra }) => (extra.picture = "linked.png"),
    /extra.picture "linked.png", which is a link/,
  ],
  [
    "a linked folder",
    ({ extra }) => (extra.recipe["mask"] = "up/outside.png"),
    /extra.recipe.mask .*which is a link/,
  ],
  ["a mask", ({ extra }) => (extra.recipe["mask"] = "../outside.png"), /extra.recipe.mask .*--allow/],
  [
    "a label map",
    ({ extra }) =>
      Object.assign(extra.recipe, {
        strategy: "pre-segmentation",
        radius: null,
        stride: null,
        labelMaps: ["../outside.png"],
      }),
    /extra.recipe.labelMaps\[0\] .*--allow/,
  ],
  [
    "a feed",
    ({ extra }) => (extra.recipe["feeds"] = { size: "/etc/hostname" }),
    /extra.recipe.feeds.size .*--allow \/etc`/,
  ],
  [
    "a mask's address",
    ({ extra }) => (extra.recipe["mask"] = "https://127.0.0.1:9/"),
    /extra.recipe.mask: a file, got "https/,
  ],
  [
    "a separator of Windows",
    ({ extra }) => (extra.picture = "..\\outside.png"),
    /contains a backslash; PAMI's manifests separate folders with \//,
  ],
  [
    "a NUL",
    ({ extra }) => (extra.picture = "flag.png\0.txt"),
    /extra.picture: a text without the character U\+0000/,
  ],
  ["a folder", ({ extra }) => (extra.picture = "."), /extra.picture: a file, got/],
  [
    "a missing file",
    ({ extra }) => (extra.picture = "Gone.png"),
    /Gone.png.*does not exist.*or say with --picture/,
  ],
  [
    "control characters",
    ({ extra }) => (extra.picture = "../\u001B[2J\u202E.png"),
    /"\.\.\/\\u001b\[2J\\u202e\.png"/,
  ],
  [
    "a shell's words",
    ({ extra }) => (extra.picture = "../$(touch ran) 'x'.png"),
    /--picture '[^`]*\$\(touch ran\) '\\''x'\\''\.png'`/,
  ],
])("%s in a manifest is refused", async (_, change, words) => {
  if (!existsSync(join(inside, "linked.png"))) {
    symlinkSync(join(at, "outside.png"), join(inside, "linked.png"))
    symlinkSync(at, join(inside, "up"))
  }
  const path = changed((manifest) => {
    // The bundled model, so that nothing else is to be refused.
    manifest.extra.model = null
    change(manifest)
  })
  const { status, stderr } = await pami(["verify", path])
  expect(stderr).toMatch(words)
  expect(stderr).toMatch(/\[(MANIFEST_UNTRUSTED|MANIFEST_INVALID|FILE_NOT_FOUND|FILE_UNREADABLE)\]/)
  expect(status).toBe(3)
})

test("--allow takes a folder, and nothing beside it", async () => {
  const other = join(at, "masks")
  mkdirSync(other)
  await flag(other, "mask.png", 20, 20)
  const path = changed(({ extra }) => (extra.recipe["mask"] = "../masks/mask.png"))
  const model = ["--model", join(at, "model.onnx")]
  const refused = await pami(["verify", path, ...model])
  const command = proposed(refused.stderr)
  expect(command).toEqual(["verify", path, ...model, "--allow", other])
  // Allowed, and another mask than the manifest was made with.
  expect((await pami(command)).stdout).toMatch(/DIFFERENT {2}input digest/)
  expect((await pami(["verify", path, ...model, "--allow", inside])).status).toBe(3)
  expect((await pami(["verify", path, ...model, "--allow", join(at, "none")])).stderr).toMatch(
    /folder .*none does not exist/,
  )
})

test("--allow takes an absolute path, and a way through links, as the refusal proposes them", async () => {
  const other = join(at, "absolute")
  mkdirSync(other)
  const mask = await flag(other, "mask.png", 20, 20)
  symlinkSync(mask, join(inside, "leaves.png"))
  symlinkSync(other, join(at, "alias"))
  symlinkSync(inside, join(other, "sent"))
  for (const [name, folder] of [
    [mask, inside],
    [join(at, "alias", "mask.png"), inside],
    ["leaves.png", inside],
    ["../absolute/mask.png", join(other, "sent")],
  ]) {
    const manifest = basename(changed(({ extra }) => (extra.recipe["mask"] = name)))
    const path = join(folder, manifest)
    const refused = await pami(["verify", path, "--model", join(at, "model.onnx")])
    expect(refused.stderr).toMatch(/MANIFEST_UNTRUSTED/)
    expect((await pami(proposed(refused.stderr))).stdout, name).toMatch(/DIFFERENT {2}input digest/)
  }
})

test("an absolute path inside the manifest's own folder is allowed", async () => {
  const path = changed(({ extra }) => (extra.picture = join(inside, "flag.png")))
  const call = await pami(["verify", path, "--model", join(at, "model.onnx")])
  expect(call.status, call.stderr).toBe(0)
})

test("a manifest in a linked folder names its files as seen from the real one", async () => {
  const real = join(at, "deep", "down")
  mkdirSync(real, { recursive: true })
  symlinkSync(real, join(at, "short"))
  await flag(real, "beside.png")
  const how = ["--strategy", "grid", "--passes", "2", "--quiet", "--no-figure"]
  for (const [picture, name] of [
    [join(inside, "flag.png"), "../../sent/flag.png"],
    [join(at, "short", "beside.png"), "beside.png"],
  ]) {
    const call = await pami(["explain", picture, ...how, "--manifest", join(at, "short", "m.json")])
    expect(call.status, call.stderr).toBe(0)
    expect((JSON.parse(readFileSync(join(real, "m.json"), "utf8")) as Written).extra.picture).toBe(name)
  }
})

test("what lies beside a model that is given by its address is found", async () => {
  const repository = join(at, "repository")
  mkdirSync(repository)
  const model = file(repository, "model.onnx", brightness({ size: 16, output: "logits" }))
  file(repository, "labels.txt", "rouge\nvert\nbleu\n")
  expect((await pami(["inspect", pathToFileURL(model).href])).stdout).toContain("3: rouge, vert, bleu")
})

test("an address that the user gave stays one in the manifest; an address of a file becomes its path", async () => {
  const picture = pathToFileURL(join(inside, "flag.png")).href
  const path = join(at, "address.json")
  const how = ["--strategy", "grid", "--passes", "2", "--quiet", "--no-figure", "--manifest", path]
  const call = await pami(["explain", picture, ...how])
  expect(call.status, call.stderr).toBe(0)
  expect((JSON.parse(readFileSync(path, "utf8")) as Written).extra.picture).toBe(
    relative(at, join(inside, "flag.png")),
  )
})

test("a file far too large for a manifest is not read", async () => {
  const path = file(inside, "large.json", "")
  truncateSync(path, 2 ** 40)
  expect(await pami(["verify", path])).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/more than 8388608 bytes.*FILE_TOO_LARGE/),
  })
})

test.each([
  ["nothing", "", /--backend: its value is empty/],
  ["a colon", ":", /unknown backend ":"/],
  ["a folder", ".", /unknown backend "\."/],
  ["a module of Node's", "fs", /unknown backend "fs"/],
])("--backend that is %s is an error of usage", async (_, backend, words) => {
  const { status, stderr } = await pami(["explain", join(inside, "flag.png"), "--backend", backend])
  expect(stderr).toMatch(words)
  expect(status).toBe(2)
})

test("a module that does not load is refused with the reason", async () => {
  const module = file(at, "throws.mjs", 'throw new RangeError("out of fuel")\n')
  const { status, stderr } = await pami(["explain", join(inside, "flag.png"), "--backend", module])
  expect(stderr).toMatch(/throws\.mjs does not load: out of fuel \[BACKEND_UNAVAILABLE\]/)
  expect(status).toBe(4)
})

test("a runtime's RangeError is the runtime's, and not one of the command line", async () => {
  const backend = (load: string) => `export default {
  name: "odd", devices: ["cpu"], available: async () => ({ usable: true, version: "1" }),
  create: () => ({ contract: 2, name: "odd", formats: ["onnx"], load: ${load} }),
}
`
  const model = `{ contract: 2, backend: "odd", digest: "sha256:0", settings: {}, limits: { preferredBatch: 1 }, dispose: async () => {},
  inputs: [{ name: "image", dtype: "float32", shape: [null, 3, 96, 96] }], outputs: [{ name: "y", dtype: "float32", shape: [null, 2] }],
  run: async () => new Float32Array(-1) }`
  for (const load of ["async () => new Float32Array(-1)", `async () => (${model})`]) {
    const module = file(at, `odd-${load.length}.mjs`, backend(load))
    const { status, stderr } = await pami(["explain", join(inside, "flag.png"), "--backend", module])
    expect(stderr).toMatch(/Invalid typed array length.*MODEL_FAILED/)
    expect(status).toBe(4)
  }
})
