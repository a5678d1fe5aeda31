import { createServer } from "node:http"
import { fileURLToPath } from "node:url"
import { host } from "./host.ts"

// Serves the built site on this machine: `npm run site`.
const port = Number(process.env["PORT"] ?? 4173)
const files = host(fileURLToPath(new URL("dist", import.meta.url)), true)

createServer((request, response) => {
  files(request, response, () => void response.writeHead(404).end("File not found."))
}).listen(port, "localhost", () => {
  console.log(`The site is on http://localhost:${port}. Ctrl+C ends it.`)
})
