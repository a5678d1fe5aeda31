import { expect, test, vi } from "vitest"
import { filesOf } from "../../src/ui/served/requests.ts"

/** A server that lists one file, and sends other bytes. */
function stubServer(listed: { path: string; size: number }, sent: string) {
  vi.stubGlobal("document", { baseURI: "http://localhost/" })
  const requests: string[] = []
  vi.stubGlobal("fetch", async (url: URL) => {
    requests.push(url.pathname)
    return url.pathname.endsWith("/files") ? Response.json({ files: [listed] }) : new Response(sent)
  })
  return requests
}

const options = { token: null, onProgress: () => {} }

test("the files of a model arrive with their folder, and their bytes are counted", async () => {
  const requests = stubServer({ path: "onnx/a b.onnx", size: 5 }, "bytes")
  const onProgress = vi.fn<(loaded: unknown) => void>()
  const [file] = await filesOf("my model", { token: null, onProgress })
  expect(requests).toEqual(["/v1/models/my%20model/files", "/v1/models/my%20model/files/onnx/a%20b.onnx"])
  expect([file.webkitRelativePath, file.name]).toEqual(["my model/onnx/a b.onnx", "a b.onnx"])
  expect(await file.text()).toBe("bytes")
  expect(onProgress).toHaveBeenLastCalledWith({ bytes: 5, total: 5 })
})

test.each(["byte", "bytes and more"])(
  "a file that is not as long as was listed is an error: %s",
  async (sent) => {
    stubServer({ path: "model.onnx", size: 5 }, sent)
    await expect(filesOf("a", options)).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("model.onnx no longer has the 5 bytes"),
    })
  },
)

test("a model that no tab can hold is not fetched", async () => {
  const requests = stubServer({ path: "model.onnx", size: 2 ** 31 }, "")
  await expect(filesOf("a", options)).rejects.toMatchObject({ code: "MODEL_TOO_LARGE" })
  expect(requests).toHaveLength(1)
})
