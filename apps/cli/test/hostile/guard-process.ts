import { appendFileSync } from "node:fs"
import { setGuard } from "./guard.ts"

// Loaded before the program (`--import`): writes down, at its end, what it opened and asked, and its peak memory.
const { read, asked } = setGuard()
const report = appendFileSync
process.on("exit", () => {
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1000)
  report(process.env["PAMI_GUARD"]!, `${JSON.stringify({ read: [...read], asked: [...asked], megabytes })}\n`)
})
