import { zipSync } from "fflate"
import { expect, test } from "vitest"
import { unzip } from "../../src/ui/image-worker/unzip.ts"
import { readHeads } from "../../src/ui/logic/files.ts"
import { sortFiles } from "../../src/ui/logic/classify-files.ts"
import { fileAt } from "../../src/ui/unpack.ts"
import { besides, originOf } from "../../src/ui/origin.ts"

const text = (words: string) => new TextEncoder().encode(words)
const archive = (files: Record<string, Uint8Array>) => new Blob([zipSync(files) as Uint8Array<ArrayBuffer>])

test("a zipped folder of Hugging Face opens as the folder does", async () => {
  const packed = await unzip(
    archive({
      "vit/onnx/model.onnx": text("onnx"),
      "vit/config.json": text('{"id2label":{"0":"cat"}}'),
      "vit/preprocessor_config.json": text('{"image_mean":[0.5]}'),
      "vit/.git/config": text("hidden"),
      "__MACOSX/vit/._config.json": text("hidden"),
      "../../outside.json": text("{}"),
    }),
    "vit.zip",
  )
  const sorted = sortFiles(await readHeads(packed.map(({ path, bytes }) => fileAt(path, bytes))))
  const { file, near } = besides(originOf(sorted, sorted.model!))
  expect(file).toBe("vit/onnx/model.onnx")
  expect(Object.keys(near)).toEqual(["vit/config.json", "vit/preprocessor_config.json"])
})

test.each([
  {
    what: "one that would fill the memory",
    blob: () => archive({ "a.onnx": new Uint8Array(70e6) }),
    code: "ARCHIVE_TOO_LARGE",
  },
  { what: "a damaged one", blob: () => new Blob(["PK\u0003\u0004 and no more"]), code: "ARCHIVE_INVALID" },
])("$what is refused, with what to do", async ({ blob, code }) => {
  await expect(unzip(blob(), "m.zip")).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/^m\.zip .*Unpack it with another program/),
  })
})
