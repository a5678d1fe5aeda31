import { createServer } from "node:http"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { host } from "./host.ts"

// Serves a built site on this machine: `npm run site`. Without the path of its folder, that of the demo alone.
const port = Number(process.env["PORT"] ?? 4173)
const [folder = fileURLToPath(new URL("dist", import.meta.url))] = process.argv.slice(2)
const files = host(resolve(folder), true)

createServer((request, response) => {
  files(request, response, () => void response.writeHead(404).end("File not found."))
}).listen(port, "localhost", () => {
  console.log(`The site is on http://localhost:${port}. Ctrl+C ends it.`)
})
