import { connect } from "node:net"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { setTimeout as wait } from "node:timers/promises"
import { pictures } from "@pami/zoo"
import { crc32, deflateSync } from "node:zlib"

/** The outcomes of a request. */
export const outcomes = ["explained", "refused as busy", "refused", "cut by the client", "failed"] as const

/** An outcome. */
export type Outcome = (typeof outcomes)[number]

/** Sends requests; every third is hostile. */
export interface Client {
  send(index: number): Promise<Outcome>
  /** Waits until the server explains nothing, for half a minute at most. Returns the seconds that it took. */
  expectIdle(): Promise<number>
  /** In MiB, as the server measured it. */
  peakMemory(): Promise<number>
}

/** Returns the clients of a server. */
export async function createClient(url: string, passes: number): Promise<Client> {
  const image = await readFile(fileURLToPath(pictures.scene.href))
  const bomb = bombPng(60_000)
  let peak = 0
  const measure = async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const [, bytes = "0"] = /^process_resident_memory_bytes (\S+)$/m.exec(text) ?? []
    peak = Math.max(peak, Number(bytes))
  }
  const form = (bytes: Uint8Array, options: object) => {
    const body = new FormData()
    body.set("input", new Blob([bytes as Uint8Array<ArrayBuffer>]), "image.png")
    body.set("options", JSON.stringify(options))
    return body
  }
  const post = async (body: FormData, signal?: AbortSignal): Promise<Outcome> => {
    try {
      const response = await fetch(`${url}/v1/explain`, { method: "POST", body, ...(signal && { signal }) })
      await response.arrayBuffer()
      if (response.ok) return "explained"
      // As the header asks for, in short.
      if (response.status === 503) await wait(500)
      return response.status === 503 ? "refused as busy" : response.status < 500 ? "refused" : "failed"
    } catch {
      return signal?.aborted ? "cut by the client" : "failed"
    }
  }
  const hostile: readonly (() => Promise<Outcome>)[] = [
    async () => await post(form(bomb, {})),
    async () => await post(form(image.subarray(0, image.length / 2), {})),
    async () =>
      await post(form(image, { strategy: "sliding-window", radius: 4, stride: 1 }), AbortSignal.timeout(400)),
    async () => await cutUpload(url, image, 0),
    async () => await cutUpload(url, image, 2000),
  ]
  return {
    async send(index) {
      if (index % 10 === 0) await measure()
      return index % 3 === 2
        ? await hostile[Math.floor(index / 3) % hostile.length]()
        : await post(form(image, { passes }))
    },
    async expectIdle() {
      const started = performance.now()
      while (performance.now() - started < 30_000) {
        const { active } = (await (await fetch(`${url}/health`)).json()) as { active: number }
        if (active === 0) return (performance.now() - started) / 1000
        await wait(50)
      }
      throw new Error("explanations of clients that left still run")
    },
    async peakMemory() {
      await measure()
      return Math.round(peak / 2 ** 20)
    },
  }
}

/** Sends a part of an upload, byte by byte if `slowly` is the time that it takes, and leaves. */
async function cutUpload(url: string, image: Uint8Array, slowly: number): Promise<Outcome> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on("error", () => {})
  const head = '--x\r\ncontent-disposition: form-data; name="input"; filename="a.png"\r\n\r\n'
  socket.write(
    `POST /v1/explain HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${image.length + 200}\r\n\r\n${head}`,
  )
  if (slowly === 0) socket.write(image.subarray(0, image.length / 2))
  else
    for (const byte of image.subarray(0, 20)) {
      socket.write(Uint8Array.of(byte))
      await wait(slowly / 20)
    }
  await wait(50)
  socket.destroy()
  return "cut by the client"
}

/** Returns a PNG that declares a side of so many pixels, and holds a few bytes. */
function bombPng(side: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const bytes = Buffer.alloc(body.length + 8)
    bytes.writeUInt32BE(data.length, 0)
    body.copy(bytes, 4)
    bytes.writeUInt32BE(crc32(body), body.length + 4)
    return bytes
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(10_000))),
    chunk("IEND", Buffer.alloc(0)),
  ])
}
